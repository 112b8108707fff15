import AllocatorCore
import Testing

/// Agents that come, change and go (Allocation, "6. Calls").
@Suite("Calls about agents")
struct AgentCallTests {
    @Test
    func `removing an agent forgets everything on it`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(4)), .agent("b", .cpus(4)))
        try cluster.play(.removeAgent("a"))
        #expect(try cluster.play(.recover("f", "a", [.cpus(4).allocated("r")])).isEmpty)
        #expect(try cluster.play(.agent("a", .cpus(1))).offers == ["f r a: cpus 1"])
    }

    @Test
    func `a smaller total leaves allocations in place and nothing available`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(4)))
        #expect(try cluster.play(.changedAgent("a", total: [.cpus(3)])).offers == [])
        try cluster.play(.recover("f", "a", [.cpus(2).allocated("r")]))
        #expect(try cluster.play(.seconds(1)).offers == ["f r a: cpus 1"])
    }

    @Test
    func `a greater total is offered, and shares are relative to it`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(4)))
        #expect(try cluster.play(.changedAgent("a", total: [.cpus(5), .mem(1)])).offers == ["f r a: cpus 1, mem 1"])
    }

    @Test
    func `an update without capabilities keeps those of the agent`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r/s"), .agent("a", .cpus(1)))
        try cluster.play(.changedAgent("a", total: [.cpus(2)]) { $0.capabilities = [] })
        try cluster.play(.recover("f", "a", [.cpus(2).allocated("r/s")]))
        #expect(try cluster.play(.seconds(1)).offers == ["f r/s a: cpus 2"])
        try cluster.play(.recover("f", "a", [.cpus(2).allocated("r/s")]))
        #expect(
            try cluster.play(.changedAgent("a", replacesCapabilities: true) { $0.capabilities = [] }).offers == [])
    }

    @Test
    func `attributes in another order are not a change`() throws {
        let one = Attribute(name: "x", value: .text("1"))
        let other = Attribute(name: "y", value: .text("2"))
        let cluster = try TestCluster()
        try cluster.play(.agent("a", .cpus(1)) { $0.attributes = [one, other] })
        #expect(try cluster.play(.changedAgent("a") { $0.attributes = [other, one] }).isEmpty)
        #expect(try cluster.play(.changedAgent("a") { $0.attributes = [one] }).count == 1)
        #expect(try cluster.play(.changedAgent("a") { $0.attributes = [one, one] }).count == 1)
    }

    @Test
    func `agents are offered by id, compared as bytes`() throws {
        let cluster = try TestCluster()
        try cluster.play(.quota("r", limits: ["cpus": 1]), .framework("f", "r"))
        let offers = try cluster.play(.agent("b", .cpus(1)), .agent("\u{E9}", .cpus(1)), .agent("B", .cpus(1))).offers
        #expect(offers == ["f r B: cpus 1"])
    }

    @Test
    func `in shuffled order each agent comes first equally often`() throws {
        let cluster = try TestCluster { ($0.agentOrder, $0.seed) = (.shuffled, 6) }
        try cluster.play(.quota("r", limits: ["cpus": 1]), .framework("f", "r"))
        var offers = try cluster.play(.agent("a", .cpus(1)), .agent("b", .cpus(1)), .agent("c", .cpus(1))).offers
        var counts = [0, 0, 0]
        for _ in 0..<900 {
            let agent = try #require((["a", "b", "c"] as [Name]).first { offers == ["f r \($0): cpus 1"] })
            counts[["a", "b", "c"].firstIndex(of: agent) ?? 0] += 1
            offers = try cluster.play(.recover("f", agent, [.cpus(1).allocated("r")]), .seconds(1)).offers
        }
        #expect(ChiSquare.isPlausible(counts, probabilities: [1.0 / 3, 1.0 / 3, 1.0 / 3]))
    }
}
