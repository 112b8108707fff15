import AllocatorCore
import Testing

/// Offer filters (Allocation, "6. Calls", `recover_resources`).
@Suite("Offer filters")
struct FilterTests {
    private let all = [Resource.cpus(2), .mem(4)].allocated("r")

    /// Framework `f` was offered all of agent `a` and declines it.
    private func cluster(refusing seconds: Double?, interval: TimeSpan = .seconds(1)) throws -> TestCluster {
        let cluster = try TestCluster { $0.allocationInterval = interval }
        try cluster.play(.framework("f", "r"))
        #expect(try cluster.play(.agent("a", .cpus(2), .mem(4))).offers == ["f r a: cpus 2, mem 4"])
        try cluster.play(
            .recoverResources(
                framework: "f", agent: "a", resources: all, filters: RefusalFilters(refuseSeconds: seconds),
                isAllocated: false))
        return cluster
    }

    /// After how many more seconds the agent is offered again.
    private func secondsUntilOffered(_ cluster: TestCluster, atMost most: Int) throws -> Int? {
        for second in 1...most where try !cluster.play(.seconds(1)).offers.isEmpty { return second }
        return nil
    }

    @Test(arguments: [(nil, 5), (-1, 5), (3, 3), (2.5, 3), (1, 2), (0.001, 2), (7, 7)] as [(Double?, Int)])
    func `a filter lasts as long as requested, 5 s by default, and at least over the next run`(
        seconds: Double?, offeredAfter: Int
    ) throws {
        #expect(try secondsUntilOffered(cluster(refusing: seconds), atMost: 10) == offeredAfter)
    }

    @Test(arguments: [0, -0.0, 1e-10])
    func `0 seconds and less than a nanosecond make no filter`(seconds: Double) throws {
        #expect(try secondsUntilOffered(cluster(refusing: seconds), atMost: 1) == 1)
    }

    @Test
    func `a filter is never shorter than an interval, so that it outlasts the next run`() throws {
        let cluster = try cluster(refusing: 1, interval: .seconds(4))
        #expect(try secondsUntilOffered(cluster, atMost: 20) == 8)
    }

    @Test(arguments: [1e9, .infinity])
    func `a filter is never longer than 365 days`(seconds: Double) throws {
        let cluster = try cluster(refusing: seconds, interval: .days(73))
        #expect(try cluster.play(.advance(.days(4 * 73))).offers.isEmpty)
        #expect(try cluster.play(.advance(.days(73))).offers.count == 1)
    }

    @Test
    func `a filter covers only what it contains, and more than was declined is offered`() throws {
        let cluster = try cluster(refusing: 100)
        #expect(try cluster.play(.changedAgent("a", total: [.cpus(1), .mem(4)])).offers == [])
        #expect(try cluster.play(.changedAgent("a", total: [.cpus(2), .mem(5)])).offers == ["f r a: cpus 2, mem 5"])
    }

    @Test
    func `a filter is of one framework, one role and one agent`() throws {
        let cluster = try cluster(refusing: 100)
        #expect(try cluster.play(.agent("b", .cpus(2), .mem(4))).offers == ["f r b: cpus 2, mem 4"])
        #expect(try cluster.play(.framework("g", "r")).offers == ["g r a: cpus 2, mem 4"])
    }

    @Test(
        arguments: [
            [.reviveOffers(framework: "f", roles: ["r"])], [.reviveOffers(framework: "f", roles: [])],
            [.changedFramework("f", "s"), .changedFramework("f", "r")],
            [.deactivateFramework("f"), .activateFramework("f")],
            [.changedFramework("f", "r") { $0.suppressedRoles = ["r"] }, .changedFramework("f", "r")],
            [.changedAgent("a") { $0.attributes = [Attribute(name: "rack", value: .text("1"))] }],
        ] as [[Call]])
    func `a filter is removed by revive, deactivation, leaving the role and the end of suppression`(calls: [Call])
        throws
    {
        let cluster = try cluster(refusing: 100)
        var offers: [String] = []
        for call in calls { offers += try cluster.play(call).offers }
        offers += try cluster.play(.seconds(1)).offers
        #expect(offers.filter { $0.contains(" r ") } == ["f r a: cpus 2, mem 4"])
    }

    @Test(
        arguments: [
            .changedFramework("f", "r"), .changedAgent("a") { $0.hostname = "h" }, .quota("r"),
            .suppressOffers(framework: "f", roles: []), .updateUnavailability(agent: "a", nil), .pause, .weight("r", 2),
        ] as [Call])
    func `a filter survives all other changes`(call: Call) throws {
        let cluster = try cluster(refusing: 100)
        try cluster.play(call)
        #expect(try cluster.play(.resume, .seconds(50)).offers == [])
    }

    @Test
    func `a filter is removed with its agent`() throws {
        let cluster = try cluster(refusing: 100)
        #expect(
            try cluster.play(.removeAgent("a"), .agent("a", .cpus(2), .mem(4))).offers == ["f r a: cpus 2, mem 4"])
    }

    @Test
    func `parts that are declined in two calls filter the parts and not the whole`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(2)))
        let half = [Resource.cpus(1).allocated("r")]
        try cluster.play(.recover("f", "a", half, refuse: 100), .recover("f", "a", half, refuse: 100))
        #expect(try cluster.play(.seconds(1)).offers == ["f r a: cpus 2"])
    }
}
