import AllocatorCore
import Testing

/// Allocation, "4. Triggers": what starts an allocation run, over which agents, and what does not.
@Suite("When it allocates")
struct TriggerTests {
    /// Framework `f` is offered a cpu of agent `a`; one more is free. Agent `b` is free.
    private func cluster() throws -> TestCluster {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(1)))
        try cluster.play(.deactivateFramework("f"), .changedAgent("a", total: [.cpus(2)]), .agent("b", .cpus(1)))
        return cluster
    }

    @Test(
        arguments: [
            .framework("g", "r"), .activateFramework("f"), .reviveOffers(framework: "f", roles: []), .seconds(1),
        ] as [Call])
    func `calls that concern all agents request a run over all of them`(call: Call) throws {
        #expect(try cluster().play(call).map(\.agentsConsidered) == [2])
    }

    @Test(
        arguments: [
            .agent("c", .cpus(1)), .changedAgent("a", total: [.cpus(3)]), .changedAgent("a") { $0.hostname = "h" },
            .changedAgent("a", replacesCapabilities: true) { $0.capabilities = [] },
            .changedAgent("a") { $0.port = 5051 },
            .updateUnavailability(agent: "b", Unavailability(start: 0)), .updateUnavailability(agent: "b", nil),
        ] as [Call])
    func `calls that concern one agent request a run over it`(call: Call) throws {
        #expect(try cluster().play(call).map(\.agentsConsidered) == [1])
    }

    @Test(
        arguments: [
            .recover("f", "a", [.cpus(1).allocated("r")]), .quota("r", guarantees: ["cpus": 1]), .weight("r", 2),
            .pause,
            .resume, .framework("g", "r", isActive: false), .changedFramework("f", "r", "s"), .deactivateFramework("f"),
            .removeFramework("f"), .suppressOffers(framework: "f", roles: []), .changedAgent("a", total: [.cpus(2)]),
            .changedAgent("a"), .removeAgent("a"), .activateAgent("a"), .deactivateAgent("a"), .updateWhitelist(["a"]),
            .addResourceProvider(agent: "a", total: [.disk(1)], used: [:]), .heartbeat, .inverseOfferStatuses,
            .requestResources(framework: "f", requests: []),
            .updateAvailable(agent: "a", operations: [.reserve(resources: [.cpus(1).reserved("r")], source: [])]),
            .transitionOfferedToAllocated(agent: "a", resources: [.cpus(1).allocated("r")]), .seconds(0),
            .advance(.milliseconds(999)),
        ] as [Call])
    func `other calls request no run`(call: Call) throws {
        #expect(try cluster().play(call).isEmpty)
    }

    @Test
    func `candidates of a batch add up, and one run at its end serves them all`() throws {
        let cluster = try cluster()
        let before = cluster.allocator.runs
        let runs = try cluster.play(
            .agent("c", .cpus(1)), .changedAgent("a", total: [.cpus(3)]), .removeAgent("c"), .agent("d", .cpus(1)),
            .activateFramework("f"))
        #expect(runs.map(\.agentsConsidered) == [3])
        #expect(runs.offers == ["f r a: cpus 2", "f r b: cpus 1", "f r d: cpus 1"])
        #expect(cluster.allocator.runs == before + 1, "the first batch had one, too")
        #expect(try cluster.play(.heartbeat).isEmpty)
    }

    @Test
    func `a call after the one that requests a run still affects it`() throws {
        let cluster = try cluster()
        #expect(try cluster.play(.activateFramework("f"), .deactivateAgent("b")).offers == ["f r a: cpus 1"])
    }

    @Test
    func `candidates are not recorded while allocation is paused, nor by resuming`() throws {
        let cluster = try cluster()
        #expect(try cluster.play(.pause, .activateFramework("f"), .agent("c", .cpus(1))).isEmpty)
        #expect(try cluster.play(.seconds(5)).isEmpty)
        #expect(try cluster.play(.resume).isEmpty)
        #expect(try cluster.play(.agent("d", .cpus(1))).map(\.agentsConsidered) == [1])
        #expect(try cluster.play(.seconds(1)).map(\.agentsConsidered) == [4])
    }

    @Test
    func `candidates that were recorded before a pause wait for the run after it`() throws {
        let cluster = try cluster()
        #expect(try cluster.play(.agent("c", .cpus(1)), .pause).isEmpty)
        #expect(try cluster.play(.resume, .agent("d", .cpus(1))).map(\.agentsConsidered) == [2])
    }
}
