import AllocatorCore
import Testing

/// *Allocatable* (Allocation, "5. One run"): what is too little is not offered.
@Suite("Minimum quantities")
struct MinimumTests {
    private func cluster(
        global: [[Name: Int64]], of role: [[Name: Int64]]? = nil
    ) throws -> TestCluster {
        let cluster = try TestCluster { $0.minimumAllocatableResources = global.map(\.inUnits) }
        try cluster.play(
            .framework("f", "r", "s") {
                if let role { $0.minimumAllocatableResources["r"] = role.map(\.inUnits) }
                $0.suppressedRoles = ["s"]
            })
        return cluster
    }

    @Test
    func `an offer must contain one of the minimums in all its names`() throws {
        let cluster = try cluster(global: [["cpus": 2, "mem": 2], ["disk": 5]])
        let offers = try cluster.play(
            .agent("a", .cpus(9), .mem(1)), .agent("b", .cpus(2), .mem(2)), .agent("c", .disk(4)),
            .agent("d", .disk(2), .disk(3).reserved("r"))
        ).offers
        #expect(offers == ["f r b: cpus 2, mem 2", "f r d: disk 2, disk 3 {r}"])
    }

    @Test
    func `the minimum of a set counts items, and that of ranges counts numbers`() throws {
        let cluster = try cluster(global: [["ports": 10]])
        #expect(
            try cluster.play(.agent("a", .ports(1...5, 7...10)), .agent("b", .ports(1...5, 7...11))).offers
                == ["f r b: ports 1-5+7-11"])
    }

    @Test
    func `minimums of a role replace the global ones, and an empty list means none`() throws {
        #expect(try cluster(global: [["cpus": 4]], of: [["cpus": 2]]).play(.agent("a", .cpus(2))).offers.count == 1)
        #expect(try cluster(global: [["cpus": 4]], of: [["cpus": 5]]).play(.agent("a", .cpus(4))).offers == [])
        #expect(try cluster(global: [["cpus": 4]], of: []).play(.agent("a", .cpus(1))).offers.count == 1)
    }

    @Test
    func `minimums are per role`() throws {
        let cluster = try cluster(global: [["cpus": 4]], of: [])
        try cluster.play(.suppressOffers(framework: "f", roles: ["r"]), .reviveOffers(framework: "f", roles: ["s"]))
        #expect(try cluster.play(.agent("a", .cpus(1)), .agent("b", .cpus(4))).offers == ["f s b: cpus 4"])
    }

    @Test
    func `an empty amount is never offered, even without minimums`() throws {
        #expect(try cluster(global: []).play(.agent("a"), .agent("b", .cpus(0))).offers == [])
    }

    @Test
    func `minimums change with update_framework`() throws {
        let cluster = try cluster(global: [], of: [["cpus": 4]])
        #expect(try cluster.play(.agent("a", .cpus(1))).offers == [])
        try cluster.play(.changedFramework("f", "r", "s"))
        #expect(try cluster.play(.seconds(1)).offers == ["f r a: cpus 1"])
    }
}
