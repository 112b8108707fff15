import AllocatorCore
import Testing

/// Each limit of `AllocatorLimits` is answered by RESOURCE_EXHAUSTED, one step past it, but for the two of what no call asks
/// for: offers (see `OfferTimeoutTests`) and masters that do not listen.
@Suite("Limits")
struct LimitTests {
    private static func cluster(_ change: (inout AllocatorLimits) -> Void) throws -> Cluster {
        var limits = AllocatorLimits()
        change(&limits)
        return try Cluster(limits: limits)
    }

    private static func expectExhausted(
        _ cluster: Cluster, _ call: Call, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(cluster.refusal(of: call)?.codeName == "RESOURCE_EXHAUSTED", sourceLocation: sourceLocation)
    }

    @Test("agents") func agents() throws {
        let cluster = try Self.cluster { $0.agents = 2 }
        try cluster.play(.agent("a"), .agent("b"))
        Self.expectExhausted(cluster, .agent("c"))
        try cluster.play(.removeAgent("a"), .agent("c"))
    }

    @Test("frameworks") func frameworks() throws {
        let cluster = try Self.cluster { $0.frameworks = 1 }
        try cluster.play(.framework("f", "r"))
        Self.expectExhausted(cluster, .framework("g", "r"))
        try cluster.play(.removeFramework("f"), .framework("g", "r"))
    }

    @Test("roles, ancestors included; what is not in use gives way") func roles() throws {
        let cluster = try Self.cluster { $0.roles = 3 }
        try cluster.play(.framework("f", "a/b"), .weight("c", 2))
        Self.expectExhausted(cluster, .framework("g", "d"))
        Self.expectExhausted(cluster, .weight("a/c", 2))
        try cluster.play(.weight("c", 1), .framework("g", "d"))
    }

    @Test("roles of one framework") func rolesPerFramework() throws {
        let cluster = try Self.cluster { $0.rolesPerFramework = 2 }
        try cluster.play(.framework("f", "a", "b"))
        Self.expectExhausted(cluster, .changedFramework("f", "a", "b", "c"))
    }

    @Test("components of a role's path") func roleDepth() throws {
        let cluster = try Self.cluster { $0.roleDepth = 2 }
        try cluster.play(.framework("f", "a/b"))
        for call in [
            Call.framework("g", "a/b/c"), .weight("a/b/c", 1), .quota("a/b/c"), .agent("a", .cpus(1).reserved("a/b/c")),
        ] {
            Self.expectExhausted(cluster, call)
        }
    }

    @Test("what a cluster may allow for one regular expression") func regexOptions() throws {
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

    @Test("kinds of resources; what is not in use gives way") func kinds() throws {
        let cluster = try Self.cluster { $0.resourceKinds = 3 }
        try cluster.play(.agent("a", .cpus(1), .mem(1)))
        Self.expectExhausted(cluster, .agent("b", .disk(1), .gpus(1)))
        try cluster.play(.changedAgent("a", total: [.cpus(1)]), .agent("b", .gpus(1)))
    }

    @Test("names of resources, for good") func names() throws {
        let cluster = try Self.cluster { $0.resourceNames = 2 }
        try cluster.play(.agent("a", .cpus(1), .mem(1)), .removeAgent("a"))
        Self.expectExhausted(cluster, .agent("a", .disk(1)))
        Self.expectExhausted(cluster, .quota("r", guarantees: ["disk": 1]))
        Self.expectExhausted(cluster, .quota("r", limits: ["disk": 1]))
        try cluster.play(.quota("r", limits: ["mem": 1]))
    }

    @Test("filters; one that has ended or makes none gives way") func filters() throws {
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

    @Test("hostnames of the whitelist") func whitelist() throws {
        let cluster = try Self.cluster { $0.whitelistHostnames = 1 }
        try cluster.play(.updateWhitelist(["a"]))
        Self.expectExhausted(cluster, .updateWhitelist(["a", "b"]))
    }

    @Test("regular expressions of one framework, equality being none") func regexes() throws {
        let cluster = try Self.cluster { $0.regexesPerFramework = 1 }
        func constraints(_ predicates: AttributeConstraint.Predicate...) -> RoleConstraints {
            RoleConstraints(groups: predicates.map { [AttributeConstraint(selector: .hostname, predicate: $0)] })
        }
        let fitting = constraints(.textMatches("a"), .textEquals("b"), .exists)
        try cluster.play(.framework("f", "r") { $0.offerConstraints["r"] = fitting })
        let tooMany = constraints(.textMatches("a"), .textNotMatches("b"))
        Self.expectExhausted(cluster, .changedFramework("f", "r") { $0.offerConstraints["r"] = tooMany })
    }

    @Test("masters that do not listen; one that listens again gives way") func masters() throws {
        let cluster = try Self.cluster { $0.mastersNotListening = 1 }
        cluster.setListening(false, "m")
        cluster.setListening(false, "n")
        #expect(cluster.allocator.mastersNotListening == ["m"])
        cluster.setListening(true, "m")
        cluster.setListening(false, "n")
        #expect(cluster.allocator.mastersNotListening == ["n"])
    }

    @Test("intervals of one advance") func intervals() throws {
        let cluster = try Self.cluster { $0.intervalsPerAdvance = 3 }
        Self.expectExhausted(cluster, .seconds(4))
        #expect(try cluster.play(.seconds(3)).count == 3)
    }

    @Test("entries of one list") func entries() throws {
        let cluster = try Self.cluster { $0.resourcesPerList = 1 }
        Self.expectExhausted(cluster, .agent("a", .cpus(1), .mem(1)))
    }
}
