import AllocatorCore
import Testing

/// The roles with the largest dominant shares, and the sums over all others.
@Suite("Survey of the roles")
struct RoleSurveyTests {
    /// Until the survey comes to the end.
    private func findings(
        _ cluster: TestCluster, limit: Int = RoleSurvey.maximumShownRoles, looks: Int = .max
    ) throws -> (findings: RoleSurvey.Findings, steps: Int) {
        var survey = RoleSurvey(limit: limit, unnameable: "other")
        for step in 1...100_000 {
            if let found = cluster.allocator.survey(&survey, looks: looks) { return (found, step) }
        }
        throw NeverEnded()
    }

    private struct NeverEnded: Error {}

    @Test
    func `the share of a role is its largest part of any resource, with the roles below it and without its weight`()
        throws
    {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "a/b"), .agent("x", .cpus(2), .mem(8)), .weight("a", 4))
        try cluster.play(.pause, .framework("g", "c"), .agent("y", .cpus(6), .mem(2)))
        let (found, _) = try findings(cluster)
        #expect(found.shown.map(\.path) == ["a", "a/b", "c"] && found.rest == nil)
        #expect(found.shown.map(\.dominantShare) == [0.8, 0.8, 0])
        #expect(found.shown.map(\.weight) == [4, 1, 1])
        #expect(found.shown.map(\.offeredOrAllocated) == [[2, 8, 0], [2, 8, 0], [0, 0, 0]])
        #expect(found.names.shown == ["cpus", "mem"])
    }

    @Test
    func `subscribed and suppressed frameworks and filters are counted in their own role`() throws {
        let cluster = try TestCluster()
        try cluster.play(
            .framework("f", "a", "b"), .framework("g", "a"), .agent("x", .cpus(1)), .agent("y", .cpus(1)))
        try cluster.play(.suppressOffers(framework: "f", roles: ["a"]))
        try cluster.play(.recover("f", "x", [.cpus(1).allocated("a")], refuse: 60))
        let (found, _) = try findings(cluster)
        let a = try #require(found.shown.first { $0.path == "a" })
        let b = try #require(found.shown.first { $0.path == "b" })
        #expect(a.subscribed == 2 && a.suppressed == 1 && a.offerFilters == 1)
        #expect(b.subscribed == 1 && b.suppressed == 0 && b.offerFilters == 0)
    }

    @Test
    func `a survey reports the guarantee, limit and consumption of a quota, if there is one`() throws {
        let cluster = try TestCluster()
        try cluster.play(
            .quota("a", guarantees: ["cpus": 3], limits: ["cpus": 5, "mem": 0]), .framework("f", "a"),
            .agent("x", .cpus(2), .cpus(1).reserved("a")))
        let (found, _) = try findings(cluster)
        let quota = try #require(found.shown.first?.quota)
        #expect(found.names.shown == ["cpus", "mem"])
        #expect(quota.guarantee == [3, 0, 0] && quota.limit == [5, 0, nil] && quota.consumed == [3, 0, 0])
        try cluster.play(.quota("a"))
        #expect(try findings(cluster).findings.shown.first?.quota == nil)
    }

    @Test
    func `a role that is named like the remainder is part of the remainder`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "other"), .agent("x", .cpus(2)))
        let (found, _) = try findings(cluster)
        #expect(found.shown.isEmpty && found.rest?.dominantShare == 1 && found.rest?.path == nil)
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `of many roles the largest are shown, and the remainder completes the sum`(seed: UInt64) throws {
        var generator = Seeded(seed)
        let cluster = try TestCluster()
        try cluster.play(.pause, .agent("x", .cpus(10_000)))
        for number in 0..<60 {
            let role = Name("r\(Int.random(in: 0..<40, using: &generator))")
            let held = Resource.cpus(Int64.random(in: 1...20, using: &generator)).allocated(role)
            try cluster.play(
                .framework(Name("f\(number)"), role),
                .agent(Name("x\(number)"), .cpus(20), used: [Name("f\(number)"): [held]]))
        }
        let all = try findings(cluster).findings
        #expect(all.rest == nil)
        let (some, steps) = try findings(cluster, limit: 5, looks: 7)
        #expect(steps > 10, "seed \(seed)")
        #expect(some.shown == Array(all.shown.prefix(5)), "seed \(seed)")
        #expect(all.shown.map(\.dominantShare) == all.shown.map(\.dominantShare).sorted(by: >), "seed \(seed)")
        let rest = try #require(some.rest)
        #expect(rest.subscribed + some.shown.reduce(0) { $0 + $1.subscribed } == 60, "seed \(seed)")
        let share = all.shown.dropFirst(5).reduce(0) { $0 + $1.dominantShare }
        #expect(abs(rest.dominantShare - share) < 1e-9, "seed \(seed)")
    }

    @Test
    func `roles and frameworks that are removed between two survey steps are skipped`() throws {
        let cluster = try TestCluster()
        for number in 0..<20 { try cluster.play(.framework(Name("f\(number)"), Name("r\(number)"))) }
        var survey = RoleSurvey(unnameable: "other")
        #expect(cluster.allocator.survey(&survey, looks: 30) == nil)
        for number in 0..<20 { try cluster.play(.removeFramework(Name("f\(number)"))) }
        var found: RoleSurvey.Findings?
        while found == nil { found = cluster.allocator.survey(&survey, looks: 30) }
        #expect(try findings(cluster).findings.shown.allSatisfy { $0.subscribed == 0 })
    }
}
