import AllocatorCore
import Testing

/// Runs skip agents that have nothing for any framework, until the agent or a framework changes.
///
/// After each batch, `play` checks that this hides no offer.
@Suite("Exhausted agents")
struct ExhaustedAgentTests {
    /// Two agents whose offers both frameworks have declined for long.
    private static func declined() throws -> TestCluster {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .framework("g", "r"))
        try cluster.play(.agent("a", .cpus(2)), .agent("b", .cpus(2)))
        for _ in 0..<2 {
            for framework: Name in ["f", "g"] {
                for agent: Name in ["a", "b"] {
                    // One of the two holds it; the other call is refused.
                    _ = cluster.refusal(of: .recover(framework, agent, [.cpus(2).allocated("r")], refuse: 1000))
                }
            }
            try cluster.play(.seconds(1))
        }
        #expect(try cluster.play(.seconds(1)).offers == [])
        return cluster
    }

    @Test(
        arguments: [
            (.reviveOffers(framework: "f", roles: []), ["f r a: cpus 2", "f r b: cpus 2"]),
            (.changedAgent("b", total: [.cpus(3)]), ["f r b: cpus 3"]),
            (.changedAgent("a") { $0.attributes = [Attribute(name: "x", value: .text("1"))] }, ["f r a: cpus 2"]),
            (.framework("h", "r"), ["h r a: cpus 2", "h r b: cpus 2"]),
            (.framework("h", "s"), ["h s a: cpus 2", "h s b: cpus 2"]),
            (.agent("c", .cpus(1)), ["f r c: cpus 1"]),
            (.deactivateFramework("g"), []), (.deactivateAgent("a"), []), (.updateWhitelist(["a"]), []),
            (.weight("r", 2), []), (.quota("r", limits: ["cpus": 1]), []), (.quota("s", guarantees: ["cpus": 1]), []),
        ] as [(Call, [String])])
    func `an exhausted agent is offered again only where something changed`(call: Call, offers: [String]) throws {
        let cluster = try Self.declined()
        #expect(try (cluster.play(call) + cluster.play(.seconds(1))).offers.sorted() == offers)
        #expect(try cluster.play(.seconds(1)).offers == [])
    }

    @Test
    func `a framework that returns is offered what it has not declined since`() throws {
        let cluster = try Self.declined()
        try cluster.play(.deactivateFramework("g"), .seconds(1))
        #expect(try cluster.play(.activateFramework("g")).offers == ["g r a: cpus 2", "g r b: cpus 2"])
    }

    @Test
    func `an agent that was inactive when a framework was added is offered to it afterwards`() throws {
        let cluster = try Self.declined()
        try cluster.play(.deactivateAgent("a"))
        #expect(try cluster.play(.framework("h", "r")).offers == ["h r b: cpus 2"])
        #expect(try cluster.play(.activateAgent("a"), .seconds(1)).offers == ["h r a: cpus 2"])
    }

    @Test
    func `a filter that expires opens one agent to one framework`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(2)))
        try cluster.play(.recover("f", "a", [.cpus(2).allocated("r")], refuse: 3))
        #expect(try cluster.play(.seconds(1), .seconds(1)).offers == [])
        #expect(try cluster.play(.seconds(1)).offers == ["f r a: cpus 2"])
    }

    @Test
    func `runs without offers are numbered and report the headroom like any other run`() throws {
        let cluster = try TestCluster()
        try cluster.play(.quota("q", guarantees: ["cpus": 5]), .framework("f", "r"), .agent("a", .cpus(4)))
        let runs = try [cluster.play(.seconds(1)), cluster.play(.seconds(1)), cluster.play(.seconds(1))].flatMap { $0 }
        #expect(runs.map(\.number) == [2, 3, 4])
        for run in runs {
            #expect(run.agentsConsidered == 1)
            #expect(run.requiredHeadroom == runs[0].requiredHeadroom)
            #expect(run.heldBack.map(\.quantity) == [Quantity(thousandths: 4000)])
        }
        #expect(try cluster.play(.quota("q"), .seconds(1)).offers == ["f r a: cpus 4"])
    }
}
