import AllocatorCore
import Testing

/// *Allocatable* (Allocation, "5. One run"): what is too little is not offered.
@Suite("Minimum quantities")
struct MinimumTests {
    private func cluster(
        global: [[Name: Int64]], of role: [[Name: Int64]]? = nil
    ) throws -> Cluster {
        let cluster = try Cluster { $0.minimumAllocatableResources = global.map(\.inUnits) }
        try cluster.play(
            .framework("f", "r", "s") {
                if let role { $0.minimumAllocatableResources["r"] = role.map(\.inUnits) }
                $0.suppressedRoles = ["s"]
            })
        return cluster
    }

    @Test("one of them must be contained, in all its names")
    func oneOfThem() throws {
        let cluster = try cluster(global: [["cpus": 2, "mem": 2], ["disk": 5]])
        let offers = try cluster.play(
            .agent("a", .cpus(9), .mem(1)), .agent("b", .cpus(2), .mem(2)), .agent("c", .disk(4)),
            .agent("d", .disk(2), .disk(3).reserved("r"))
        ).offers
        #expect(offers == ["f r b: cpus 2, mem 2", "f r d: disk 2, disk 3 {r}"])
    }

    @Test("sets count their items, ranges their numbers")
    func collections() throws {
        let cluster = try cluster(global: [["ports": 10]])
        #expect(
            try cluster.play(.agent("a", .ports(1...5, 7...10)), .agent("b", .ports(1...5, 7...11))).offers
                == ["f r b: ports 1-5+7-11"])
    }

    @Test("a role's own replace the global ones; an empty list means no minimum")
    func ownMinimums() throws {
        #expect(try cluster(global: [["cpus": 4]], of: [["cpus": 2]]).play(.agent("a", .cpus(2))).offers.count == 1)
        #expect(try cluster(global: [["cpus": 4]], of: [["cpus": 5]]).play(.agent("a", .cpus(4))).offers == [])
        #expect(try cluster(global: [["cpus": 4]], of: []).play(.agent("a", .cpus(1))).offers.count == 1)
    }

    @Test("are per role")
    func perRole() throws {
        let cluster = try cluster(global: [["cpus": 4]], of: [])
        try cluster.play(.suppressOffers(framework: "f", roles: ["r"]), .reviveOffers(framework: "f", roles: ["s"]))
        #expect(try cluster.play(.agent("a", .cpus(1)), .agent("b", .cpus(4))).offers == ["f s b: cpus 4"])
    }

    @Test("even without minimums nothing is not offered")
    func nothing() throws {
        #expect(try cluster(global: []).play(.agent("a"), .agent("b", .cpus(0))).offers == [])
    }

    @Test("change with update_framework")
    func updated() throws {
        let cluster = try cluster(global: [], of: [["cpus": 4]])
        #expect(try cluster.play(.agent("a", .cpus(1))).offers == [])
        try cluster.play(.changedFramework("f", "r", "s"))
        #expect(try cluster.play(.seconds(1)).offers == ["f r a: cpus 1"])
    }
}
