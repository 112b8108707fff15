import AllocatorCore
import Testing

/// Well-formed calls that the state of the cluster does not allow.
@Suite("Refused by the state")
struct StateRefusalTests {
    static let names: [BadCall] =
        [
            BadCall(
                "a second framework of an id", .framework("f", "r"), "ALREADY_EXISTS", says: "'f' already exists"),
            BadCall("a second agent of an id", .agent("a", .cpus(1)), "ALREADY_EXISTS", says: "'a' already exists"),
        ]
        + [
            Call.removeFramework("x"), .activateFramework("x"), .deactivateFramework("x"), .changedFramework("x", "r"),
            .requestResources(framework: "x", requests: []), .suppressOffers(framework: "x", roles: []),
            .reviveOffers(framework: "x", roles: []),
            .updateInverseOffer(InverseOfferResponse(agent: "a", framework: "x")),
            .updateAllocation(
                framework: "x", agent: "a", offered: [.cpus(1).allocated("r")], change: .operations([])),
            .transitionOfferedToAllocated(agent: "a", resources: [.cpus(1).allocated("r")], framework: "x"),
        ].map { BadCall("\($0)", $0, "NOT_FOUND", says: "framework 'x' is not known") }
        + [
            Call.removeAgent("x"), .activateAgent("x"), .deactivateAgent("x"), .changedAgent("x"),
            .addResourceProvider(agent: "x", total: [], used: [:]), .updateAvailable(agent: "x", operations: []),
            .updateUnavailability(agent: "x", nil), .transitionOfferedToAllocated(agent: "x", resources: []),
            .updateInverseOffer(InverseOfferResponse(agent: "x", framework: "f")),
            .updateAllocation(
                framework: "f", agent: "x", offered: [.cpus(1).allocated("r")], change: .operations([])),
        ].map { BadCall("\($0)", $0, "NOT_FOUND", says: "agent 'x' is not known") }

    private static func convert(_ conversions: ResourceConversion..., offered: Resource = .cpus(1)) -> Call {
        .updateAllocation(
            framework: "f", agent: "a", offered: [offered.allocated("r")], change: .conversions(conversions))
    }

    private static let held = Resource.cpus(1).allocated("r")

    static let preconditions: [(String, Call, says: String)] = [
        ("recovering once agents are known", .recover(expectedAgentCount: 1, quotas: []), "already has agents"),
        ("recovering more than is offered", .recover("f", "a", [.cpus(2).allocated("r")]), "does not contain"),
        ("recovering in another role", .recover("f", "a", [.cpus(1).allocated("s")]), "does not contain"),
        ("recovering where nothing is offered", .recover("f", "b", [.cpus(1).allocated("r")]), "does not contain"),
        (
            "recovering one MOUNT disk twice",
            .recover(
                "f", "a", [.disk(9).source(.mount, root: "/m"), .disk(9).source(.mount, root: "/m")].allocated("r")),
            "does not contain"
        ),
        (
            "being used beyond what the agents know",
            .framework("g", "r", used: ["a": [.cpus(1).allocated("r")]]),
            "does not hold all resources that `used` lists for framework 'g'"
        ),
        ("converting what is not offered", convert(offered: .cpus(2)), "does not contain"),
        (
            "consuming what was not offered",
            convert(ResourceConversion(consumed: [.mem(1).allocated("r")], converted: [])), "do not contain"
        ),
        (
            "converting into another role",
            convert(ResourceConversion(consumed: [held], converted: [.cpus(1).allocated("s")])), "is not allocated to"
        ),
        (
            "making more of it",
            convert(ResourceConversion(consumed: [held], converted: [.cpus(2).allocated("r")])), "changes quantities"
        ),
        (
            "making something out of nothing",
            convert(ResourceConversion(consumed: [], converted: [.cpus(1).allocated("r")])), "changes quantities"
        ),
        (
            "an operation on what is not available",
            .updateAvailable(agent: "a", operations: [.reserve(resources: [.cpus(4).reserved("r")], source: [])]),
            "do not contain"
        ),
        (
            "the size of a provider's volume",
            .updateAvailable(
                agent: "a",
                operations: [
                    .shrinkVolume(
                        volume: .disk(8).reserved("r").volume("v").provided(by: "p"), subtract: Quantity(thousandths: 1)
                    )
                ]), "resource provider's volume"
        ),
        (
            "an answer about no maintenance",
            .updateInverseOffer(InverseOfferResponse(agent: "a", framework: "f")), "no unavailability"
        ),
        (
            "other options in a second initialize", .initialize(AllocatorOptions(), reset: false), "other options"
        ),
    ]

    @Test(arguments: names)
    func `a name that must be known or new is checked`(bad: BadCall) throws { bad.check(in: try BadCall.cluster()) }

    @Test(arguments: preconditions.map { BadCall($0.0, $0.1, "FAILED_PRECONDITION", says: $0.says) })
    func `a call whose precondition does not hold is refused`(bad: BadCall) throws {
        bad.check(in: try BadCall.cluster())
    }

    @Test(arguments: [
        BadCall(
            "suppressing a role that is not subscribed to", .suppressOffers(framework: "f", roles: ["s"]),
            "INVALID_ARGUMENT", says: "not subscribed to role 's'"),
        BadCall(
            "reviving a role that is not subscribed to", .reviveOffers(framework: "f", roles: ["r", "s"]),
            "INVALID_ARGUMENT", says: "not subscribed to role 's'"),
        BadCall(
            "a regex that cannot be used",
            .changedFramework("f", "r") {
                $0.offerConstraints["r"] = RoleConstraints(
                    groups: [[AttributeConstraint(selector: .hostname, predicate: .textMatches("("))]])
            }, "INVALID_ARGUMENT", says: "regular expression '('"),
        BadCall(
            "converting no amount",
            .updateAllocation(
                framework: "f", agent: "a", offered: [.cpus(0).allocated("r")], change: .operations([])),
            "INVALID_ARGUMENT", says: "offered_resources are empty"),
    ])
    func `a call that names something it does not concern is refused`(bad: BadCall) throws {
        bad.check(in: try BadCall.cluster())
    }

    @Test(
        arguments: [
            .recover("gone", "a", [.cpus(1).allocated("r")], isAllocated: true),
            .recover("f", "gone", [.cpus(1).allocated("r")]), .recover("f", "a", []),
            .recover("f", "a", [.cpus(0).allocated("r")]),
        ] as [Call])
    func `a call that Mesos deliberately ignores is accepted`(call: Call) throws {
        let cluster = try BadCall.cluster()
        let runs = cluster.allocator.runs
        try cluster.play(call)
        #expect(cluster.allocator.runs == runs)
    }

    @Test
    func `an advance under the system clock is refused`() throws {
        let cluster = try TestCluster(clock: .system)
        #expect(cluster.refusal(of: .seconds(1))?.codeName == "FAILED_PRECONDITION")
    }
}
