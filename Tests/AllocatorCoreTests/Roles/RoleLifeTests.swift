import AllocatorCore
import Testing

/// A role exists while it, or a role below it, has a framework, a reservation, a quota or a weight other than 1.
///
/// Afterwards it is in no list and no count (Allocation, "2. State").
@Suite("The life of a role")
struct RoleLifeTests {
    /// The call that creates a role and the call that ends it.
    struct Life: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let gives: [Call]
        let takes: [Call]
        let listed: [Name]

        init(_ what: String, _ gives: [Call], _ takes: [Call], _ listed: [Name] = ["team", "team/one"]) {
            (testDescription, self.gives, self.takes, self.listed) = (what, gives, takes, listed)
        }
    }

    private static let role: Name = "team/one"

    static let lives = [
        Life("a framework", [.framework("f", role)], [.removeFramework("f")]),
        Life("a framework that leaves", [.framework("f", role)], [.changedFramework("f", "elsewhere")]),
        Life(
            "what a framework holds after it has left",
            [.framework("f", role), .agent("a", .cpus(1)), .changedFramework("f", "elsewhere")], [.removeAgent("a")]),
        Life("a quota", [.quota("team", guarantees: ["cpus": 1])], [.quota("team")], ["team"]),
        Life("a limit of nothing", [.quota("team", limits: ["cpus": 0])], [.quota("team")], ["team"]),
        Life("a weight", [.weight(role, 2)], [.weight(role, 1)]),
        Life("a reservation", [.agent("a", .cpus(1).reserved(role))], [.removeAgent("a")]),
        Life(
            "a reservation that is dropped", [.agent("a", .cpus(1).reserved(role))],
            [.changedAgent("a", total: [.cpus(1)])]),
        Life("reserved ports", [.agent("a", .ports(1...9).reserved(role))], [.removeAgent("a")]),
    ]

    private static func listed(_ cluster: TestCluster) throws -> [Name] {
        var allocator = cluster.allocator
        let listed = try allocator.roleViews(ViewSelection()).views.map(\.path)
        // Every other place agrees.
        #expect(try allocator.clusterView().roles == listed.count)
        #expect(allocator.measures?.roles == listed.count)
        var survey = RoleSurvey(unnameable: "-")
        #expect(allocator.survey(&survey, looks: .max)?.shown.compactMap(\.path).sorted() == listed)
        for name in ["team", "team/one"] as [Name] {
            #expect(((try? allocator.roleViews(ViewSelection(id: name))) != nil) == listed.contains(name))
            #expect(((try? allocator.agentViews(ViewSelection(role: name))) != nil) == listed.contains(name))
        }
        return listed.filter { $0 != "elsewhere" }
    }

    @Test(arguments: lives)
    func `a role exists as long as something needs it`(life: Life) throws {
        let cluster = try TestCluster()
        for call in life.gives { try cluster.play(call) }
        #expect(try Self.listed(cluster) == life.listed)
        for call in life.takes { try cluster.play(call) }
        #expect(try Self.listed(cluster) == [])
        // And again, as anew.
        try cluster.play(.weight("team/one", 3))
        #expect(try Self.listed(cluster) == ["team", "team/one"])
    }

    @Test(arguments: lives)
    func `a role ends with the last thing that needs it`(life: Life) throws {
        let cluster = try TestCluster()
        try cluster.play(.weight("team/two", 2))
        for call in life.gives { try cluster.play(call) }
        #expect(try Self.listed(cluster) == life.listed + ["team/two"])
        for call in life.takes { try cluster.play(call) }
        #expect(try Self.listed(cluster) == ["team", "team/two"])
        try cluster.play(.weight("team/two", 1))
        #expect(try Self.listed(cluster) == [])
    }

    @Test(arguments: lives)
    func `the life of a role is the same in a restored cluster`(life: Life) throws {
        let cluster = try TestCluster()
        for call in life.gives { try cluster.play(call) }
        for calls in [[], life.takes] {
            for call in calls { try cluster.play(call) }
            var restored = try Allocator(restoring: cluster.allocator.state, clock: .virtual)
            #expect(restored.brokenInvariants() == [])
            var allocator = cluster.allocator
            #expect(try restored.roleViews(ViewSelection()) == allocator.roleViews(ViewSelection()))
        }
    }

    @Test(
        arguments: [
            .quota("team"), .weight("team/one", 1), .recover("x", "a", [.cpus(1).allocated("team/one")]),
            .framework("f", "team/one", used: ["a": [Resource.cpus(9).allocated("team/one")]]),
        ] as [Call])
    func `neither a refused call nor one without effect creates a role`(call: Call) throws {
        let cluster = try TestCluster()
        try cluster.play(.agent("a", .cpus(1)))
        _ = cluster.refusal(of: call)
        #expect(try Self.listed(cluster) == [])
    }

    @Test
    func `a role in which only an unknown framework holds something does not exist, but can be queried`() throws {
        let cluster = try TestCluster()
        try cluster.play(.agent("a", .cpus(1), used: ["x": [Resource.cpus(1).allocated("team/one")]]))
        let allocator = cluster.allocator
        #expect(try allocator.agentViews(ViewSelection(role: "team")).views.map(\.id) == ["a"])
        #expect(allocator.measures?.roles == 0)
    }
}
