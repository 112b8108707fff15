import AllocatorCore
import Testing

@Suite("Digest")
struct DigestTests {
    /// A history that leaves something of everything.
    private static let history: [Call] = [
        .weight("w", 2), .quota("q", guarantees: ["cpus": 1], limits: ["mem": 0]), .framework("f", "r", "s/t"),
        .agent("a", .cpus(4), .ports(1...9), .disk(3).reserved("r").volume("v")), .agent("b", .cpus(2)),
        .recover("f", "b", [.cpus(1).allocated("s/t")], refuse: 30),
        .updateUnavailability(agent: "a", Unavailability(start: 1)), .framework("g", "r", isActive: false),
        .updateWhitelist(["a", "b"]), .seconds(1),
    ]

    private static func cluster() throws -> TestCluster {
        let cluster = try TestCluster()
        for call in history { try cluster.play(call) }
        return cluster
    }

    @Test
    func `the same history has the same digest at every step`() throws {
        let (one, other) = (try TestCluster(), try TestCluster())
        for call in Self.history {
            try one.play(call)
            try other.play(call)
            #expect(one.digest == other.digest)
        }
        #expect(one.digest.utf8.count == 32)
    }

    @Test(
        arguments: [
            .weight("w", 3), .weight("z", 2), .quota("q"), .quota("q", guarantees: ["cpus": 1], limits: ["mem": 1]),
            .quota("q", guarantees: ["cpus": 1]), .framework("h", "r"), .removeFramework("f"),
            .deactivateFramework("f"),
            .activateFramework("g"), .changedFramework("g", "s"),
            .changedFramework("f", "r", "s/t") { $0.suppressedRoles = ["r"] },
            .changedFramework("g", "r", capabilities: .gpuResources),
            .changedFramework("g", "r") { $0.minimumAllocatableResources["r"] = [] },
            .changedFramework("g", "r") {
                $0.offerConstraints["r"] = RoleConstraints(
                    groups: [[AttributeConstraint(selector: .zone, predicate: .exists)]])
            },
            .agent("c", .cpus(1)), .removeAgent("b"), .deactivateAgent("b"), .changedAgent("b", total: [.cpus(3)]),
            .changedAgent("b") { $0.attributes = [Attribute(name: "x", value: .text("1"))] },
            .changedAgent("b") { $0.hostname = "h" }, .changedAgent("b") { $0.port = 1 },
            .changedAgent("b") { $0.domain = FaultDomain(region: "r", zone: "z") },
            .updateUnavailability(agent: "a", Unavailability(start: 2)), .updateUnavailability(agent: "a", nil),
            .updateInverseOffer(InverseOfferResponse(agent: "a", framework: "f")), .updateWhitelist(nil),
            .updateWhitelist(["a"]), .pause, .advance(.milliseconds(1)), .suppressOffers(framework: "f", roles: ["r"]),
            .reviveOffers(framework: "f", roles: ["s/t"]),
            .addResourceProvider(agent: "b", total: [.disk(1)], used: [:]),
            .transitionOfferedToAllocated(agent: "b", resources: [.cpus(1).allocated("s/t")], framework: "f"),
        ] as [Call])
    func `a step that later decisions depend on changes the digest`(call: Call) throws {
        let cluster = try Self.cluster()
        let before = cluster.digest
        try cluster.play(call)
        #expect(cluster.digest != before)
    }

    @Test(
        arguments: [
            .heartbeat, .resume, .activateAgent("a"), .weight("never/used", 1), .quota("nothing"),
            .inverseOfferStatuses,
            .changedAgent("b"), .changedAgent("b", total: [.cpus(2)]), .requestResources(framework: "f", requests: []),
            .updateWhitelist(["b", "a"]), .seconds(0), .recover("x", "x", [.cpus(1).reserved("new").allocated("r")]),
            .suppressOffers(framework: "g", roles: []),
        ] as [Call])
    func `a step that no decision depends on keeps the digest`(call: Call) throws {
        let cluster = try Self.cluster()
        if case .suppressOffers = call { try cluster.play(call) }
        let before = cluster.digest
        try cluster.play(call)
        #expect(cluster.digest == before)
    }

    @Test(
        arguments: [
            (.text("1"), .set(["1"])), (.set([]), .ranges([])), (.scalar(Quantity(thousandths: 1)), .ranges([1...1])),
            (.set(["a", "b"]), .set(["a"])),
        ] as [(Attribute.Value, Attribute.Value)])
    func `two states that differ only in the type of an attribute have different digests`(
        one: Attribute.Value, other: Attribute.Value
    ) throws {
        let digests = try [one, other].map { value in
            let cluster = try TestCluster()
            try cluster.play(.agent("a") { $0.attributes = [Attribute(name: "x", value: value)] })
            return cluster.digest
        }
        #expect(digests[0] != digests[1])
    }

    @Test
    func `the digest does not depend on the order of agents and frameworks, or on removed ones`() throws {
        let (one, other) = (try TestCluster(), try TestCluster())
        try one.play(.pause, .agent("a", .cpus(1), .mem(2)), .agent("b", .disk(1)), .framework("f", "r"))
        try one.play(.framework("g", "s/t"), .weight("s", 2))
        try other.play(.pause, .agent("x", .gpus(1).reserved("y")), .weight("z/y", 4), .framework("e", "e"))
        try other.play(.removeAgent("x"), .weight("z/y", 1), .removeFramework("e"), .weight("s", 2))
        try other.play(.framework("g", "s/t"), .framework("f", "r"), .agent("b", .disk(1)))
        try other.play(.agent("a", .mem(2), .cpus(1)))
        #expect(one.digest == other.digest)
        #expect(try one.play(.resume, .seconds(1)).offers == other.play(.resume, .seconds(1)).offers)
        #expect(one.digest == other.digest)
    }
}
