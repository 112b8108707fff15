import AllocatorCore
import Testing

/// A call one step beyond a limit of `AllocatorLimits` is refused as RESOURCE_EXHAUSTED.
///
/// Two limits concern no call: those of offers (see `OfferTimeoutTests`) and of masters that do not listen.
@Suite("Limits")
struct LimitTests {
    private static func cluster(_ change: (inout AllocatorLimits) -> Void) throws -> TestCluster {
        var limits = AllocatorLimits()
        change(&limits)
        return try TestCluster(limits: limits)
    }

    private static func expectExhausted(
        _ cluster: TestCluster, _ call: Call, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(cluster.refusal(of: call)?.codeName == "RESOURCE_EXHAUSTED", sourceLocation: sourceLocation)
    }

    @Test
    func `the number of agents is limited`() throws {
        let cluster = try Self.cluster { $0.agents = 2 }
        try cluster.play(.agent("a"), .agent("b"))
        Self.expectExhausted(cluster, .agent("c"))
        try cluster.play(.removeAgent("a"), .agent("c"))
    }

    @Test
    func `the number of frameworks is limited`() throws {
        let cluster = try Self.cluster { $0.frameworks = 1 }
        try cluster.play(.framework("f", "r"))
        Self.expectExhausted(cluster, .framework("g", "r"))
        try cluster.play(.removeFramework("f"), .framework("g", "r"))
    }

    @Test
    func `the number of roles with ancestors is limited, and unused ones are dropped`() throws {
        let cluster = try Self.cluster { $0.roles = 3 }
        try cluster.play(.framework("f", "a/b"), .weight("c", 2))
        Self.expectExhausted(cluster, .framework("g", "d"))
        Self.expectExhausted(cluster, .weight("a/c", 2))
        try cluster.play(.weight("c", 1), .framework("g", "d"))
    }

    @Test
    func `the number of roles of one framework is limited`() throws {
        let cluster = try Self.cluster { $0.rolesPerFramework = 2 }
        try cluster.play(.framework("f", "a", "b"))
        Self.expectExhausted(cluster, .changedFramework("f", "a", "b", "c"))
    }

    @Test
    func `the depth of a role is limited`() throws {
        let cluster = try Self.cluster { $0.roleDepth = 2 }
        try cluster.play(.framework("f", "a/b"))
        for call in [
            Call.framework("g", "a/b/c"), .weight("a/b/c", 1), .quota("a/b/c"), .agent("a", .cpus(1).reserved("a/b/c")),
        ] {
            Self.expectExhausted(cluster, call)
        }
    }

    @Test
    func `the cost of one regular expression is limited`() throws {
        let cluster = try Self.cluster { ($0.regexProgramSize, $0.regexMemoryBytes) = (200, 10_000) }
        func options(_ size: Int, _ bytes: Int) -> Call {
            var options = AllocatorOptions()
            (options.regexMaximumProgramSize, options.regexMaximumMemoryBytes) = (size, bytes)
            return .initialize(options, reset: true)
        }
        Self.expectExhausted(cluster, options(201, 10_000))
        Self.expectExhausted(cluster, options(200, 10_001))
        try cluster.play(options(200, 10_000))
    }

    @Test
    func `the number of kinds of resources is limited, and unused ones are dropped`() throws {
        let cluster = try Self.cluster { $0.resourceKinds = 3 }
        try cluster.play(.agent("a", .cpus(1), .mem(1)))
        Self.expectExhausted(cluster, .agent("b", .disk(1), .gpus(1)))
        try cluster.play(.changedAgent("a", total: [.cpus(1)]), .agent("b", .gpus(1)))
    }

    @Test
    func `the number of names of resources is limited, including unused ones`() throws {
        let cluster = try Self.cluster { $0.resourceNames = 2 }
        try cluster.play(.agent("a", .cpus(1), .mem(1)), .removeAgent("a"))
        Self.expectExhausted(cluster, .agent("a", .disk(1)))
        Self.expectExhausted(cluster, .quota("r", guarantees: ["disk": 1]))
        Self.expectExhausted(cluster, .quota("r", limits: ["disk": 1]))
        try cluster.play(.quota("r", limits: ["mem": 1]))
    }

    @Test
    func `the number of filters is limited, and expired ones are dropped`() throws {
        let cluster = try Self.cluster { $0.filters = 1 }
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(2)))
        try cluster.play(.recover("f", "a", [.cpus(1).allocated("r")], refuse: 2))
        Self.expectExhausted(cluster, .recover("f", "a", [.cpus(1).allocated("r")], refuse: 2))
        try cluster.play(.updateUnavailability(agent: "a", Unavailability(start: 0)))
        Self.expectExhausted(
            cluster,
            .updateInverseOffer(
                InverseOfferResponse(agent: "a", framework: "f", filters: RefusalFilters(refuseSeconds: 1))))
        try cluster.play(.recover("f", "a", [.cpus(1).allocated("r")], refuse: 0))
        try cluster.play(.seconds(2))
        try cluster.play(.recover("f", "a", [.cpus(1).allocated("r")], refuse: 2))
    }

    @Test
    func `the number of hostnames in the whitelist is limited`() throws {
        let cluster = try Self.cluster { $0.whitelistHostnames = 1 }
        try cluster.play(.updateWhitelist(["a"]))
        Self.expectExhausted(cluster, .updateWhitelist(["a", "b"]))
    }

    @Test
    func `the number of regular expressions of one framework is limited`() throws {
        let cluster = try Self.cluster { $0.regexesPerFramework = 1 }
        func constraints(_ predicates: AttributeConstraint.Predicate...) -> RoleConstraints {
            RoleConstraints(groups: predicates.map { [AttributeConstraint(selector: .hostname, predicate: $0)] })
        }
        let fitting = constraints(.textMatches("a"), .textEquals("b"), .exists)
        try cluster.play(.framework("f", "r") { $0.offerConstraints["r"] = fitting })
        let tooMany = constraints(.textMatches("a"), .textNotMatches("b"))
        Self.expectExhausted(cluster, .changedFramework("f", "r") { $0.offerConstraints["r"] = tooMany })
    }

    @Test
    func `the number of pairs of texts and regular expressions is limited, and removed ones make room`() throws {
        // A text counts as 64 bytes at least: room for one pattern and two texts, or the other way round.
        let cluster = try Self.cluster { $0.regexWork = 128 }
        func constraints(_ patterns: String...) -> RoleConstraints {
            RoleConstraints(
                groups: patterns.map { [AttributeConstraint(selector: .hostname, predicate: .textMatches($0))] })
        }
        try cluster.play(.framework("f", "r") { $0.offerConstraints["r"] = constraints("a|b") })
        try cluster.play(.agent("a", .cpus(1)), .agent("b", .cpus(1)))
        Self.expectExhausted(cluster, .agent("c", .cpus(1)))
        Self.expectExhausted(cluster, .changedAgent("a") { $0.hostname = Name(String(repeating: "x", count: 65)) })
        try cluster.play(.agent("c", .cpus(1)) { $0.hostname = "a" })
        try cluster.play(.framework("g", "r") { $0.offerConstraints["r"] = constraints("a|b", "a|b") })
        Self.expectExhausted(cluster, .framework("h", "r") { $0.offerConstraints["r"] = constraints("b") })
        Self.expectExhausted(cluster, .changedFramework("f", "r") { $0.offerConstraints["r"] = constraints("b") })
        try cluster.play(.removeAgent("b"))
        try cluster.play(.framework("h", "r") { $0.offerConstraints["r"] = constraints("b") })
        Self.expectExhausted(cluster, .agent("b", .cpus(1)))
        try cluster.play(.removeFramework("h"), .agent("b", .cpus(1)))
    }

    @Test
    func `the number of attributes that regular expressions test is limited`() throws {
        let cluster = try Self.cluster { $0.attributesWithPatterns = 1 }
        func constraints(_ names: Name...) -> RoleConstraints {
            RoleConstraints(
                groups: names.map { [AttributeConstraint(selector: .attribute($0), predicate: .textMatches("x"))] })
        }
        Self.expectExhausted(cluster, .framework("f", "r") { $0.offerConstraints["r"] = constraints("a", "b") })
        try cluster.play(.framework("f", "r") { $0.offerConstraints["r"] = constraints("a") })
        Self.expectExhausted(cluster, .framework("g", "r") { $0.offerConstraints["r"] = constraints("b") })
        try cluster.play(.removeFramework("f"), .framework("g", "r") { $0.offerConstraints["r"] = constraints("b") })
    }

    @Test
    func `the size of the state is limited, and calls that shrink it always pass`() throws {
        let cluster = try Self.cluster { $0.clusterBytes = 20_000 }
        try cluster.play(.framework("f", "r"))
        var agents: [Name] = []
        while cluster.refusal(of: .agent(Name("agent-\(agents.count)"), .cpus(1))) == nil {
            agents.append(Name("agent-\(agents.count)"))
        }
        try cluster.play(.heartbeat)
        #expect(agents.count > 4)
        for call in [.framework("g", "s"), .quota("s", limits: ["cpus": 1]), .weight("s", 2)] as [Call] {
            Self.expectExhausted(cluster, call)
        }
        try cluster.play(.recover("f", agents[0], [.cpus(1).allocated("r")]))
        for agent in agents.dropFirst() { try cluster.play(.removeAgent(agent)) }
        // A full cluster is measured again once the time has moved.
        try cluster.play(.seconds(1))
        try cluster.play(.framework("g", "s"))
    }

    @Test
    func `a flood of calls that a full cluster refuses measures its size once`() throws {
        let cluster = try Self.cluster { $0.clusterBytes = 20_000 }
        var number = 0
        while cluster.refusal(of: .agent(Name("agent-\(number)"), .cpus(1))) == nil {
            number += 1
        }
        try cluster.play(.removeAgent("agent-0"))
        Self.expectExhausted(cluster, .agent("agent-0", .cpus(1)))
        try cluster.play(.seconds(1), .agent("agent-0", .cpus(1)))
    }

    @Test
    func `the length of a text that is not a name is limited`() throws {
        let cluster = try Self.cluster { $0.textBytes = 4 }
        let (fitting, long): (Name, Name) = ("four", "fives")
        try cluster.play(.framework("f", "r"))
        func labelled(_ labels: [Label]) -> Resource {
            .cpus(1).reserved(stack: [Reservation(kind: .dynamic, role: "r", labels: labels)])
        }
        func attribute(_ value: Attribute.Value) -> Call {
            .agent("a", .cpus(1)) { $0.attributes = [Attribute(name: "attribute", value: value)] }
        }
        for text in [fitting, long] {
            let calls: [Call] = [
                attribute(.text(text)), attribute(.set([text])),
                .agent("a", .cpus(1)) { $0.domain = FaultDomain(region: text, zone: "z") },
                .agent("a", .cpus(1)) { $0.domain = FaultDomain(region: "r", zone: text) },
                .agent("a", .zones(text)), .agent("a", labelled([Label(key: text, value: nil)])),
                .agent("a", labelled([Label(key: "k", value: text)])),
                .agent("a", .disk(1).source(.raw, id: text)), .agent("a", .disk(1).volume("v", principal: text)),
                .agent("a", .disk(1).volume("v", path: text)), .agent("a", .disk(1).source(.mount, root: text)),
            ]
            for call in calls where text == long { Self.expectExhausted(cluster, call) }
            for call in calls where text == fitting { try cluster.play(call, .removeAgent("a")) }
            for predicate: AttributeConstraint.Predicate in [
                .textEquals(text), .textNotEquals(text), .textMatches(text.string), .textNotMatches(text.string),
            ] {
                let constraint = AttributeConstraint(selector: .hostname, predicate: predicate)
                let call = Call.changedFramework("f", "r") {
                    $0.offerConstraints["r"] = RoleConstraints(groups: [[constraint]])
                }
                if text == long { Self.expectExhausted(cluster, call) } else { try cluster.play(call) }
            }
        }
        // 16 times 4 bytes for all of a resource, its name and role among them.
        let labels = Array(repeating: Label(key: "four", value: "four"), count: 8)
        Self.expectExhausted(cluster, .agent("a", labelled(labels)))
        try cluster.play(.agent("a", labelled(labels.dropLast())))
    }

    @Test
    func `the number of attributes of an agent, and of the parts of one, is limited`() throws {
        let cluster = try Self.cluster { ($0.attributesPerAgent, $0.rangesPerResource) = (1, 1) }
        let one = Attribute(name: "a", value: .scalar(Quantity(thousandths: 1)))
        Self.expectExhausted(cluster, .agent("a", .cpus(1)) { $0.attributes = [one, one] })
        for value: Attribute.Value in [.ranges([1...2, 4...5]), .set(["a", "b"])] {
            let attribute = Attribute(name: "a", value: value)
            Self.expectExhausted(cluster, .agent("a", .cpus(1)) { $0.attributes = [attribute] })
        }
        try cluster.play(.agent("a", .cpus(1)) { $0.attributes = [one] })
    }

    @Test
    func `the number of masters that do not listen is limited, and one that listens makes room`() throws {
        let cluster = try Self.cluster { $0.mastersNotListening = 1 }
        cluster.setListening(false, "m")
        cluster.setListening(false, "n")
        #expect(cluster.allocator.mastersNotListening == ["m"])
        cluster.setListening(true, "m")
        cluster.setListening(false, "n")
        #expect(cluster.allocator.mastersNotListening == ["n"])
    }

    @Test
    func `the number of intervals of one advance is limited`() throws {
        let cluster = try Self.cluster { $0.intervalsPerAdvance = 3 }
        Self.expectExhausted(cluster, .seconds(4))
        #expect(try cluster.play(.seconds(3)).count == 3)
    }

    @Test
    func `the number of entries of one list is limited`() throws {
        let cluster = try Self.cluster { $0.resourcesPerList = 1 }
        Self.expectExhausted(cluster, .agent("a", .cpus(1), .mem(1)))
    }
}
