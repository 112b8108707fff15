import AllocatorCore
import Testing

/// A flood of refused calls costs little: a refused call causes a collection only if something may be unused.
@Suite("What refused calls cost")
struct RefusedCallCostTests {
    private static let room = 40

    private static func full() throws -> (roles: TestCluster, kinds: TestCluster) {
        var limits = AllocatorLimits()
        (limits.roles, limits.resourceKinds) = (room, room)
        let (roles, kinds) = (try TestCluster(limits: limits), try TestCluster(limits: limits))
        for number in 0..<room {
            try roles.play(.weight(Name("r\(number)"), 2))
            try kinds.play(.agent(Name("a\(number)"), kind(number)))
        }
        return (roles, kinds)
    }

    /// Resources of a kind of their own.
    private static func kind(_ number: Int) -> Resource { .cpus(1).provided(by: Name("p\(number)")) }

    @Test
    func `refused calls at the limits of roles and kinds cause one collection`() throws {
        let (roles, kinds) = try Self.full()
        for number in 0..<500 {
            #expect(roles.refusal(of: .weight(Name("x\(number)"), 2))?.codeName == "RESOURCE_EXHAUSTED")
            #expect(roles.refusal(of: .framework("f", Name("x\(number)/y")))?.codeName == "RESOURCE_EXHAUSTED")
            #expect(kinds.refusal(of: .agent("x", Self.kind(1000 + number)))?.codeName == "RESOURCE_EXHAUSTED")
        }
        #expect(roles.allocator.collections == 1)
        #expect(kinds.allocator.collections == 1)
    }

    @Test(
        arguments: [
            .heartbeat, .pause, .resume, .seconds(1), .weight("r0", 3), .deactivateFramework("f"),
            .suppressOffers(framework: "f", roles: []), .deactivateAgent("a"), .changedAgent("a", total: [.cpus(4)]),
            .recover("f", "a", [.cpus(1).allocated("r0")], refuse: 1),
        ] as [Call])
    func `refused calls between accepted ones cause one collection`(call: Call) throws {
        var limits = AllocatorLimits()
        (limits.roles, limits.resourceKinds) = (3, 3)
        let cluster = try TestCluster(limits: limits)
        try cluster.play(
            .weight("r0", 2), .weight("r1", 2), .framework("f", "r2"), .framework("g", "r0"),
            .agent("a", .cpus(2), .mem(1), .disk(1)))
        let collections = try (0..<50).map { number in
            _ = cluster.refusal(of: call)
            #expect(cluster.refusal(of: .weight(Name("x\(number)"), 2)) != nil)
            #expect(cluster.refusal(of: .agent("b", Self.kind(number))) != nil)
            try cluster.play(.seconds(1))
            return cluster.allocator.collections
        }
        // A changed total, and what is declined of another one, may be the last of a kind, once.
        #expect(collections[49] - collections[0] <= 1)
    }

    @Test
    func `the room that a refused call made is used by the next call without a collection`() throws {
        var limits = AllocatorLimits()
        (limits.roles, limits.resourceKinds, limits.resourceNames) = (Self.room, Self.room, 8)
        let cluster = try TestCluster(limits: limits)
        for number in 1..<Self.room { try cluster.play(.weight(Name("r\(number)"), 2)) }
        for number in 2..<Self.room { try cluster.play(.agent(Name("a\(number)"), Self.kind(number))) }
        _ = cluster.refusal(of: .weight("x/y", 2))
        let (before, names) = (cluster.allocator.collections, cluster.allocator.state.cluster?.resourceNames)
        for number in 0..<200 {
            // Room for one of the two: the first is made and must go again.
            #expect(cluster.refusal(of: .weight(Name("x\(number)/y"), 2)) != nil)
            let kinds = (0..<9).map { Self.kind(1000 + 9 * number + $0) }
            let agent = AgentDescription(id: "x", hostname: "x")
            let tooManyKinds = Call.addAgent(agent, unavailability: nil, total: kinds, used: [:])
            #expect(cluster.refusal(of: tooManyKinds) != nil)
            let names = Dictionary(uniqueKeysWithValues: (0..<9).map { (Name("n\(number)-\($0)"), Int64(1)) })
            #expect(cluster.refusal(of: .quota("q", guarantees: names)) != nil)
        }
        #expect(cluster.allocator.collections == before)
        #expect(cluster.allocator.state.cluster?.resourceNames == names)
        try cluster.play(.weight("last", 2), .agent("last", Self.kind(0)))
        #expect(cluster.allocator.collections == before)
    }

    /// A removal that makes room, and a call that needs the room.
    struct Removal: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let before: [Call]
        let removes: [Call]
        let needs: Call

        init(_ what: String, _ before: [Call] = [], _ removes: [Call], needs: Call) {
            (testDescription, self.before, self.removes, self.needs) = (what, before, removes, needs)
        }
    }

    private static let roleWanted = Call.weight("wanted", 2)
    private static let kindWanted = Call.agent("wanted", .cpus(1).provided(by: "wanted"))
    private static let special = Resource.mem(1).provided(by: "q")

    static let removals = [
        Removal("a weight", [.weight("r", 2)], [.weight("r", 1)], needs: roleWanted),
        Removal("a quota", [.quota("r", limits: ["cpus": 1])], [.quota("r")], needs: roleWanted),
        Removal("a framework", [.framework("f", "r")], [.removeFramework("f")], needs: roleWanted),
        Removal(
            "a role of a framework", [.framework("f", "keep", "r")], [.changedFramework("f", "keep")], needs: roleWanted
        ),
        Removal("a reservation", [.agent("x", .cpus(1).reserved("r"))], [.removeAgent("x")], needs: roleWanted),
        Removal(
            "a role in which an unknown framework held something",
            [.agent("x", .cpus(1), used: ["u": [Resource.cpus(1).allocated("r")]])], [.removeAgent("x")],
            needs: roleWanted),
        Removal("an agent", [.agent("x", special)], [.removeAgent("x")], needs: kindWanted),
        Removal(
            "a part of a total", [.agent("y", .cpus(1)), .agent("x", special)],
            [.changedAgent("x", total: [.cpus(1)])], needs: kindWanted),
        Removal(
            "what was held of a part that is gone",
            [.framework("f", "keep"), .agent("x", special), .changedAgent("x", total: [.cpus(1)])],
            [.recover("f", "x", [special.allocated("keep")])], needs: kindWanted),
        Removal(
            "the end of a filter of a part that is gone",
            [
                .framework("f", "keep"), .agent("x", special),
                .recover("f", "x", [special.allocated("keep")], refuse: 3), .changedAgent("x", total: [.cpus(1)]),
            ], [.seconds(3)], needs: kindWanted),
        Removal(
            "a filter that was dropped",
            [
                .framework("f", "keep"), .agent("x", special),
                .recover("f", "x", [special.allocated("keep")], refuse: 900), .changedAgent("x", total: [.cpus(1)]),
            ], [.reviveOffers(framework: "f", roles: [])], needs: kindWanted),
    ]

    @Test(arguments: removals)
    func `a call after a removal causes a collection and has room`(removal: Removal) throws {
        let cluster = try TestCluster()
        try cluster.play(.weight("keep", 2))
        for call in removal.before { try cluster.play(call) }
        // As full as it is now.
        var limits = AllocatorLimits()
        limits.roles = cluster.allocator.measures?.roles ?? 0
        if removal.testDescription.contains("unknown") { limits.roles += 1 }
        limits.resourceKinds = Self.kindsInUse(cluster)
        cluster.limit(by: limits)
        #expect(cluster.refusal(of: removal.needs)?.codeName == "RESOURCE_EXHAUSTED")
        let full = cluster.allocator.collections
        #expect(cluster.refusal(of: removal.needs)?.codeName == "RESOURCE_EXHAUSTED")
        #expect(cluster.allocator.collections == full)
        for call in removal.removes { try cluster.play(call) }
        try cluster.play(removal.needs)
        #expect(cluster.allocator.collections == full + 1)
    }

    private static func kindsInUse(_ cluster: TestCluster) -> Int {
        Set((cluster.allocator.state.cluster?.resourceLists ?? []).flatMap { $0 }.map(\.metadata)).count
    }

    @Test
    func `a refused call does not make the next run visit every agent again`() throws {
        let cluster = try TestCluster()
        try cluster.play(.quota("big", guarantees: ["cpus": 100]), .framework("f", "r"), .agent("a", .cpus(4)))
        let quiet = try cluster.play(.seconds(1))
        _ = cluster.refusal(of: .removeAgent("unknown"))
        let next = try cluster.play(.seconds(1))
        #expect(next.map(\.heldBack) == quiet.map(\.heldBack) && next.map(\.agentsConsidered) == [1])
    }
}
