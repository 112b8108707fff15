import AllocatorCore
import Testing

/// Offer filters (Allocation, "6. Calls", `recover_resources`).
@Suite("Offer filters")
struct FilterTests {
    private let all = [Resource.cpus(2), .mem(4)].allocated("r")

    /// Framework `f` was offered all of agent `a` and declines it.
    private func cluster(refusing seconds: Double?, interval: TimeSpan = .seconds(1)) throws -> Cluster {
        let cluster = try Cluster { $0.allocationInterval = interval }
        try cluster.play(.framework("f", "r"))
        #expect(try cluster.play(.agent("a", .cpus(2), .mem(4))).offers == ["f r a: cpus 2, mem 4"])
        try cluster.play(
            .recoverResources(
                framework: "f", agent: "a", resources: all, filters: RefusalFilters(refuseSeconds: seconds),
                isAllocated: false))
        return cluster
    }

    /// After how many more seconds the agent is offered again.
    private func secondsUntilOffered(_ cluster: Cluster, atMost most: Int) throws -> Int? {
        for second in 1...most where try !cluster.play(.seconds(1)).offers.isEmpty { return second }
        return nil
    }

    @Test(
        "lasts as long as asked for, 5 s by default, and at least over the next run",
        arguments: [(nil, 5), (-1, 5), (3, 3), (2.5, 3), (1, 2), (0.001, 2), (7, 7)] as [(Double?, Int)])
    func length(seconds: Double?, offeredAfter: Int) throws {
        #expect(try secondsUntilOffered(cluster(refusing: seconds), atMost: 10) == offeredAfter)
    }

    @Test("0 seconds make none, nor does what is less than a nanosecond", arguments: [0, -0.0, 1e-10])
    func none(seconds: Double) throws {
        #expect(try secondsUntilOffered(cluster(refusing: seconds), atMost: 1) == 1)
    }

    @Test("never shorter than an interval, so that it outlasts the next run")
    func interval() throws {
        let cluster = try cluster(refusing: 1, interval: .seconds(4))
        #expect(try secondsUntilOffered(cluster, atMost: 20) == 8)
    }

    @Test("never longer than 365 days", arguments: [1e9, .infinity])
    func yearAtMost(seconds: Double) throws {
        let cluster = try cluster(refusing: seconds, interval: .days(73))
        #expect(try cluster.play(.advance(.days(4 * 73))).offers.isEmpty)
        #expect(try cluster.play(.advance(.days(73))).offers.count == 1)
    }

    @Test("filters only what it contains: more than was declined is offered")
    func containedOnly() throws {
        let cluster = try cluster(refusing: 100)
        #expect(try cluster.play(.changedAgent("a", total: [.cpus(1), .mem(4)])).offers == [])
        #expect(try cluster.play(.changedAgent("a", total: [.cpus(2), .mem(5)])).offers == ["f r a: cpus 2, mem 5"])
    }

    @Test("is one framework's, one role's, one agent's")
    func scope() throws {
        let cluster = try cluster(refusing: 100)
        #expect(try cluster.play(.agent("b", .cpus(2), .mem(4))).offers == ["f r b: cpus 2, mem 4"])
        #expect(try cluster.play(.framework("g", "r")).offers == ["g r a: cpus 2, mem 4"])
    }

    @Test(
        "goes with revive, with leaving the role, with deactivation and with lost suppression",
        arguments: [
            [.reviveOffers(framework: "f", roles: ["r"])], [.reviveOffers(framework: "f", roles: [])],
            [.changedFramework("f", "s"), .changedFramework("f", "r")],
            [.deactivateFramework("f"), .activateFramework("f")],
            [.changedFramework("f", "r") { $0.suppressedRoles = ["r"] }, .changedFramework("f", "r")],
            [.changedAgent("a") { $0.attributes = [Attribute(name: "rack", value: .text("1"))] }],
        ] as [[Call]])
    func dropped(calls: [Call]) throws {
        let cluster = try cluster(refusing: 100)
        var offers: [String] = []
        for call in calls { offers += try cluster.play(call).offers }
        offers += try cluster.play(.seconds(1)).offers
        #expect(offers.filter { $0.contains(" r ") } == ["f r a: cpus 2, mem 4"])
    }

    @Test(
        "does not go with any other change",
        arguments: [
            .changedFramework("f", "r"), .changedAgent("a") { $0.hostname = "h" }, .quota("r"),
            .suppressOffers(framework: "f", roles: []), .updateUnavailability(agent: "a", nil), .pause, .weight("r", 2),
        ] as [Call])
    func kept(call: Call) throws {
        let cluster = try cluster(refusing: 100)
        try cluster.play(call)
        #expect(try cluster.play(.resume, .seconds(50)).offers == [])
    }

    @Test("goes with the agent")
    func removedAgent() throws {
        let cluster = try cluster(refusing: 100)
        #expect(
            try cluster.play(.removeAgent("a"), .agent("a", .cpus(2), .mem(4))).offers == ["f r a: cpus 2, mem 4"])
    }

    @Test("the parts declined in two calls filter the parts, not the whole")
    func twoFilters() throws {
        let cluster = try Cluster()
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(2)))
        let half = [Resource.cpus(1).allocated("r")]
        try cluster.play(.recover("f", "a", half, refuse: 100), .recover("f", "a", half, refuse: 100))
        #expect(try cluster.play(.seconds(1)).offers == ["f r a: cpus 2"])
    }
}
