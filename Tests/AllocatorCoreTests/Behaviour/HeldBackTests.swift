import AllocatorCore
import Testing

/// The withheld amounts that a run reports: each resource once, and never more than what remains.
@Suite("What headroom holds back")
struct HeldBackTests {
    private static func cpus(_ units: Int64) -> [NamedQuantity] {
        units == 0 ? [] : [NamedQuantity(name: "cpus", quantity: Quantity(thousandths: units * 1000))]
    }

    /// Role `big` is guaranteed so many cpus and has no framework.
    private static func cluster(guaranteed: Int64, _ agents: [(Name, Int64)]) throws -> TestCluster {
        let cluster = try TestCluster()
        try cluster.play(.quota("big", guarantees: ["cpus": guaranteed]))
        for (id, cpus) in agents { try cluster.play(.agent(id, .cpus(cpus))) }
        return cluster
    }

    @Test(arguments: [1, 2, 3, 10] as [Int])
    func `cpus that are withheld from many frameworks count once`(count: Int) throws {
        let cluster = try Self.cluster(guaranteed: 100, [("a", 10)])
        for number in 0..<count { try cluster.play(.framework(Name("f\(number)"), Name("r\(number)"))) }
        let runs = try cluster.play(.seconds(3))
        #expect(runs.map(\.heldBack) == [Self.cpus(10), Self.cpus(10), Self.cpus(10)])
    }

    @Test(arguments: [(100, 16), (16, 16), (12, 12), (4, 4), (0, 0)] as [(Int64, Int64)])
    func `the withheld amount is what remains on the agents after the surplus is offered`(
        guaranteed: Int64, kept: Int64
    ) throws {
        let cluster = try Self.cluster(guaranteed: guaranteed, [("a", 10), ("b", 6)])
        try cluster.play(.pause, .framework("f", "r"), .framework("g", "r"), .framework("h", "s"), .resume)
        let runs = try cluster.play(.seconds(1))
        #expect(runs.offers.isEmpty == (guaranteed >= 16))
        #expect(runs.map(\.heldBack) == [Self.cpus(kept)])
        // The next one finds the same, and so does one that does not remember it.
        #expect(try cluster.play(.seconds(1)).map(\.heldBack) == [Self.cpus(kept)])
        #expect(try cluster.play(.activateFramework("f")).map(\.heldBack) == [Self.cpus(kept)])
    }

    @Test
    func `resources that a filter excludes do not count as withheld`() throws {
        let cluster = try Self.cluster(guaranteed: 4, [("a", 10)])
        #expect(try cluster.play(.framework("f", "r")).offers == ["f r a: cpus 6"])
        try cluster.play(.recover("f", "a", [.cpus(6).allocated("r")], refuse: 100))
        #expect(try cluster.play(.seconds(1)).map(\.heldBack) == [Self.cpus(4)])
    }

    @Test
    func `resources that a limit excludes do not count as withheld`() throws {
        let cluster = try Self.cluster(guaranteed: 100, [("a", 10)])
        try cluster.play(.quota("r", limits: ["cpus": 3]))
        #expect(try cluster.play(.framework("f", "r")).map(\.heldBack) == [Self.cpus(3)])
        try cluster.play(.quota("s", limits: ["cpus": 7]))
        #expect(try cluster.play(.framework("g", "s")).map(\.heldBack) == [Self.cpus(7)], "the most kept from any")
    }

    @Test
    func `nothing is withheld without a framework that could get it`() throws {
        let cluster = try Self.cluster(guaranteed: 100, [("a", 10)])
        #expect(try cluster.play(.seconds(1)).map(\.heldBack) == [[]])
    }

    @Test
    func `a run over one agent reports what is withheld on that agent`() throws {
        let cluster = try Self.cluster(guaranteed: 100, [("a", 10)])
        try cluster.play(.framework("f", "r"))
        #expect(try cluster.play(.agent("b", .cpus(6))).map(\.heldBack) == [Self.cpus(6)])
        #expect(try cluster.play(.seconds(1)).map(\.heldBack) == [Self.cpus(16)])
    }
}
