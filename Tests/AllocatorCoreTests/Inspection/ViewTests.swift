import AllocatorCore
import Testing

/// The views of a cluster for people and tools.
@Suite("Views of the state")
struct ViewTests {
    private static func example() throws -> TestCluster {
        let cluster = try TestCluster()
        try cluster.play(
            .weight("r", 2), .quota("r", guarantees: ["cpus": 6], limits: ["cpus": 8, "mem": 4]),
            .framework("f", "r"), .agent("a", .cpus(8), .mem(4)), by: "m")
        try cluster.play(.framework("g", "s/t", capabilities: [.gpuResources]), .agent("b", .cpus(8)), by: "n")
        return cluster
    }

    @Test
    func `the view of the cluster sums it up`() throws {
        let cluster = try Self.example()
        try cluster.play(.deactivateAgent("a"), .updateUnavailability(agent: "b", Unavailability(start: 3)))
        let view = try cluster.allocator.clusterView()
        #expect(view.agents == 2 && view.frameworks == 2 && view.roles == 3)
        #expect(view.ineligibleAgents == 1 && view.agentsInMaintenance == 1)
        #expect(view.maintenance?.start == 3 && view.maintenance?.end == nil)
        try cluster.play(
            .updateUnavailability(agent: "a", Unavailability(start: 9, duration: 4)),
            .updateUnavailability(agent: "b", Unavailability(start: 5, duration: 6)))
        let both = try cluster.allocator.clusterView().maintenance
        #expect(both?.start == 5 && both?.end == 13)
        #expect(view.total == [.cpus(16), NamedQuantity(name: "mem", quantity: Quantity(thousandths: 4000))])
        #expect(view.held == view.total && view.availableHeadroom == [] && view.requiredHeadroom == [])
        #expect(view.outstandingOffers == 2 && view.filters == 0 && !view.isPaused)
        #expect(view.runs == 3 && view.nextRun == Instant(nanoseconds: 1_000_000_000))
    }

    @Test
    func `the view of a role has its quota, consumption, reached limits, share and place in the order`() throws {
        var allocator = try Self.example().allocator
        let roles = try allocator.roleViews(ViewSelection()).views
        #expect(roles.map(\.path) == ["r", "s", "s/t"])
        let role = roles[0]
        #expect(role.guarantees == [.cpus(6)] && role.unmetGuarantees == [])
        #expect(role.limitsReached == ["cpus", "mem"] && role.weight == 2 && role.frameworks == 1)
        #expect(role.consumed.first == .cpus(8))
        let standing = try #require(role.standing)
        #expect(standing.share == 1 && standing.resource == "mem" && standing.weightedShare == 0.5)
        #expect(standing.position == 1 && roles[1].standing?.position == 2, "half the share, but no weight")
        #expect(roles[1].frameworks == 0 && roles[2].frameworks == 1)
        #expect(try allocator.roleViews(ViewSelection(role: "s")).views.map(\.path) == ["s", "s/t"])
        #expect(try allocator.roleViews(ViewSelection(id: "s")).views.map(\.path) == ["s"])
    }

    @Test
    func `the view of a framework has its master, holdings and place in the order`() throws {
        let cluster = try Self.example()
        try cluster.play(.framework("h", "s/t"), by: "n")
        cluster.setListening(false, "m")
        var allocator = cluster.allocator
        let views = try allocator.frameworkViews(ViewSelection()).views
        #expect(views.map(\.id) == ["f", "g", "h"] && views.map(\.master) == ["m", "n", "n"])
        #expect(views.map(\.isMasterListening) == [false, true, true])
        let positions = views.map { $0.memberships.first?.standing.position }
        #expect(positions == [nil, 2, 1], "one is in no order, one has something, one has nothing")
        let membership = try #require(views[1].memberships.first)
        #expect(membership.role == "s/t" && membership.held == [.cpus(8)] && membership.agents == 1)
        #expect(membership.isSubscribed && !membership.isSuppressed && membership.standing.share == 0.5)
        #expect(views[1].capabilities == .gpuResources)
        #expect(try allocator.frameworkViews(ViewSelection(role: "s")).views.map(\.id) == ["g", "h"])
    }

    @Test
    func `the view of an agent has what is available and the holders of the rest`() throws {
        let cluster = try Self.example()
        try cluster.play(.recover("g", "b", [.cpus(3).allocated("s/t")]))
        let views = try cluster.allocator.agentViews(ViewSelection()).views
        #expect(views.map(\.id) == ["a", "b"] && views[1].available == [.cpus(3)])
        let holder = Holder(framework: "g", role: "s/t", held: [.cpus(5)], offered: [.cpus(5)])
        #expect(views[1].holders == [holder] && views[1].holderCount == 1)
        #expect(try cluster.allocator.agentViews(ViewSelection(role: "r")).views.map(\.id) == ["a"])
        #expect(try cluster.allocator.agentViews(ViewSelection(id: "b")).views.map(\.id) == ["b"])
    }

    @Test
    func `the view of an agent separates offered and allocated parts`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(4), used: ["f": [.cpus(1).allocated("r")]]))
        func holders() throws -> [Holder] {
            try cluster.allocator.agentViews(ViewSelection()).views.flatMap(\.holders)
        }
        #expect(
            try holders() == [
                Holder(framework: "f", role: "r", held: [.cpus(4)], offered: [.cpus(3)], allocated: [.cpus(1)])
            ])
        try cluster.play(.changedAgent("a", total: [.cpus(6)]), .deactivateFramework("f"), .framework("g", "r"))
        // Either may be meant, so that nothing is known of the 2 cpus but that they are held.
        try cluster.play(.transitionOfferedToAllocated(agent: "a", resources: [.cpus(2).allocated("r")]))
        #expect(
            try holders() == [
                Holder(
                    framework: "f", role: "r", held: [.cpus(4)], offered: [.cpus(1)], allocated: [.cpus(3)],
                    isMerged: true),
                Holder(framework: "g", role: "r", held: [.cpus(2)], allocated: [.cpus(2)], isMerged: true),
            ])
    }

    @Test(arguments: [1, 2, 3, 7, 100])
    func `views in pages contain each element once`(steps: Int) throws {
        let cluster = try TestCluster()
        for number in 10..<33 {
            let name = Name("x\(number)")
            try cluster.play(.framework(name, name), .agent(name, .cpus(1)))
        }
        var allocator = cluster.allocator
        let wanted = (10..<33).map { Name("x\($0)") }
        #expect(try Self.all(steps) { try allocator.agentViews($0) }.map(\.id) == wanted)
        #expect(try Self.all(steps) { try allocator.frameworkViews($0) }.map(\.id) == wanted)
        #expect(try Self.all(steps) { try allocator.roleViews($0) }.map(\.path) == wanted)
        #expect(allocator.digest() == cluster.digest)
    }

    private static func all<View>(
        _ steps: Int, _ ask: (ViewSelection) throws -> ViewPage<View>
    ) throws -> [View] {
        var selection = ViewSelection(steps: steps)
        var views: [View] = []
        for _ in 0..<100 {
            let page = try ask(selection)
            #expect(page.views.count <= steps)
            views += page.views
            guard let last = page.last else { return views }
            selection.last = last
        }
        Issue.record("pages without end")
        return views
    }

    @Test
    func `names near an unknown one are suggested in answers and not in refusals of calls`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("frame", "role"), .agent("agent-1", .cpus(8)), by: "m")
        var allocator = cluster.allocator
        func words(_ body: () throws(Refusal) -> Void) -> String {
            do throws(Refusal) {
                try body()
                return ""
            } catch {
                return error.message
            }
        }
        let asked = [
            words { () throws(Refusal) in _ = try allocator.agentViews(ViewSelection(id: "agent-2")) },
            words { () throws(Refusal) in _ = try allocator.frameworkViews(ViewSelection(id: "frme")) },
            words { () throws(Refusal) in _ = try allocator.roleViews(ViewSelection(id: "rloe")) },
            words { () throws(Refusal) in _ = try allocator.explanation(of: "framee") },
            words { () throws(Refusal) in _ = try allocator.explanation(of: "frame", role: "Role") },
            words { () throws(Refusal) in _ = try allocator.explanation(of: "frame", agent: "agent1") },
        ]
        for (told, name) in zip(asked, ["agent-1", "frame", "role", "frame", "role", "agent-1"]) {
            #expect(told.hasSuffix("did you mean '\(name)'?"), "\(told)")
        }
        let calls: [Call] = [
            .removeAgent("agent-2"), .removeFramework("frme"), .reviveOffers(framework: "framee", roles: []),
        ]
        for call in calls {
            let told = words { () throws(Refusal) in _ = try allocator.apply(call, by: "m") }
            #expect(told.contains("is not known") && !told.contains("agent-1") && !told.contains("'frame'"), "\(told)")
        }
    }

    @Test
    func `a view of something unknown is refused`() throws {
        var allocator = try Self.example().allocator
        for selection in [ViewSelection(id: "z"), ViewSelection(role: "z")] {
            #expect(throws: Refusal.self) { try allocator.agentViews(selection) }
            #expect(throws: Refusal.self) { try allocator.frameworkViews(selection) }
            #expect(throws: Refusal.self) { try allocator.roleViews(selection) }
        }
        #expect(throws: Refusal.self) { try Allocator().clusterView() }
    }
}
