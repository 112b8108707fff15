import AllocatorCore
import Testing

/// Why there was no offer: one example of each reason, with its numbers.
@Suite("Explanations")
struct ExplanationTests {
    @Test
    func `an explanation without an obstacle is an offer, which the run makes`() throws {
        let cluster = try TestCluster()
        try cluster.play(.pause, .framework("f", "r"), .agent("a", .cpus(2), .ports(1...3)), .resume)
        #expect(try cluster.reason("f") == .offered([.cpus(2).allocated("r"), .ports(1...3).allocated("r")]))
    }

    @Test
    func `an explanation names a pause and the agents that it waits for`() throws {
        let cluster = try TestCluster()
        try cluster.play(
            .recover(expectedAgentCount: 10, quotas: [RoleQuota(role: "r")]), .framework("f", "r"),
            .agent("a", .cpus(1)))
        #expect(try cluster.reason("f") == .paused(knownAgents: 1, expectedAgents: 8))
    }

    @Test
    func `an explanation names why the framework is excluded`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r", isActive: false), .framework("g", "r", "s"), .agent("a", .cpus(1)))
        #expect(try cluster.reason("f") == .frameworkInactive)
        try cluster.play(.activateFramework("f"), .suppressOffers(framework: "f", roles: ["r"]))
        #expect(try cluster.reason("f") == .suppressed)
        #expect(try cluster.reason("f", role: "s") == .notSubscribed)
        cluster.setListening(false, "m")
        #expect(try cluster.reason("f") == .masterNotListening("m"))
    }

    @Test
    func `an explanation names why the agent is excluded`() throws {
        let cluster = try TestCluster()
        try cluster.play(.pause, .framework("f", "r"), .agent("a", .cpus(1)), .agent("b", .cpus(1)), .resume)
        try cluster.play(.deactivateAgent("a"), .updateWhitelist(["a"]))
        #expect(try cluster.reason("f", agent: "a") == .agentDeactivated)
        #expect(try cluster.reason("f", agent: "b") == .agentNotWhitelisted(hostname: "b"))
    }

    @Test
    func `an explanation names the first failed constraint of each group`() throws {
        let isSmall = AttributeConstraint(selector: .attribute("size"), predicate: .textEquals("small"))
        let isHere = AttributeConstraint(selector: .hostname, predicate: .textMatches("a"))
        let isThere = AttributeConstraint(selector: .zone, predicate: .exists)
        let cluster = try TestCluster()
        try cluster.play(
            .framework("f", "r") {
                $0.offerConstraints["r"] = RoleConstraints(groups: [[isHere, isSmall], [isThere]])
            }, .agent("a", .cpus(1)))
        #expect(try cluster.reason("f") == .excludedByConstraints([isSmall, isThere]))
    }

    @Test
    func `an explanation names a missing capability`() throws {
        let cluster = try TestCluster { $0.domain = FaultDomain(region: "here", zone: "z") }
        try cluster.play(
            .framework("f", "r"), .framework("g", "r/s", capabilities: [.multiRole]),
            .agent("gpu", .cpus(1), .gpus(1)),
            .agent("far", .cpus(1)) { $0.domain = FaultDomain(region: "there", zone: "z") },
            .agent("old", .cpus(1)) { $0.capabilities = [] },
            .agent("revocable", .cpus(1).revocable()))
        #expect(try cluster.reason("f", agent: "gpu") == .frameworkLacks(.gpuResources))
        #expect(try cluster.reason("f", agent: "far") == .frameworkLacks(.regionAware))
        #expect(try cluster.reason("f", agent: "revocable") == .frameworkLacks(.revocableResources))
        #expect(try cluster.reason("g", agent: "old") == .agentLacks([.multiRole, .hierarchicalRole]))
    }

    @Test
    func `an explanation names the holders of an agent without resources, and what is only offered`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(4)))
        try cluster.play(
            .transitionOfferedToAllocated(agent: "a", resources: [.cpus(3).allocated("r")], framework: "f"))
        try cluster.play(.framework("g", "r"))
        let holder = Holder(
            framework: "f", role: "r", held: [.cpus(4)], offered: [.cpus(1)], allocated: [.cpus(3)])
        #expect(try cluster.reason("g") == .nothingAvailable([holder]))
    }

    @Test
    func `an explanation names remaining resources that are reserved for others or too little`() throws {
        let cluster = try TestCluster { $0.minimumAllocatableResources = [["cpus": Quantity(thousandths: 2000)]] }
        try cluster.play(
            .framework("f", "r"), .agent("a", .cpus(3).reserved("s"), .mem(5).reserved("q")), .agent("b", .cpus(1)))
        #expect(try cluster.reason("f", agent: "a") == .reservedForOthers(["q", "s"]))
        #expect(
            try cluster.reason("f", agent: "b")
                == .belowMinimum(minimums: [[.cpus(2)]], available: [.cpus(1)]))
    }

    @Test
    func `an explanation names a role at its limit`() throws {
        let cluster = try TestCluster()
        try cluster.play(.quota("r", limits: ["cpus": 2]), .framework("f", "r"), .agent("a", .cpus(2)))
        try cluster.play(.agent("b", .cpus(1)))
        #expect(
            try cluster.reason("f", agent: "b") == .atLimit(role: "r", limits: [.cpus(2)], consumed: [.cpus(2)]))
    }

    @Test
    func `an explanation names the guarantees that resources are withheld for`() throws {
        let cluster = try TestCluster()
        try cluster.play(.quota("s", guarantees: ["cpus": 5]), .framework("f", "r"), .agent("a", .cpus(2)))
        #expect(
            try cluster.reason("f") == .heldBack(roles: ["s"], required: [.cpus(5)], available: [.cpus(2)]))
    }

    @Test
    func `an explanation names the end of a filter, or the first and the last of several`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(2)), .agent("b", .cpus(1)))
        try cluster.play(.recover("f", "a", [.cpus(2).allocated("r")], refuse: 10))
        try cluster.play(.seconds(1), .recover("f", "b", [.cpus(1).allocated("r")], refuse: 20))
        let (first, last) = (Instant(nanoseconds: 10_000_000_000), Instant(nanoseconds: 21_000_000_000))
        #expect(try cluster.reason("f", agent: "a") == .refused(until: first...first, declined: [.cpus(2)]))
        let groups = try cluster.explain("f").groups
        #expect(
            groups == [
                Explanation.Group(
                    role: "r", reason: .refused(until: first...last, declined: [.cpus(2)]), agents: 2,
                    examples: ["a", "b"])
            ])
        try cluster.play(.seconds(10))
        #expect(cluster.outstanding() == ["f r a: cpus 2"], "the filter has ended")
    }

    @Test
    func `an explanation names an earlier framework of the role, with both shares`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(4)), .framework("g", "r"))
        try cluster.play(.pause, .agent("b", .cpus(4)), .resume)
        let first = Contest.Contender(name: "g", weightedShare: 0, allocations: 0)
        let second = Contest.Contender(name: "f", weightedShare: 0.5, allocations: 1)
        #expect(
            try cluster.reason("f", agent: "b")
                == .behind(
                    Contest(precedence: .share, framework: "g", role: "r", first: first, second: second)))
        #expect(try cluster.reason("g", agent: "b") == .offered([.cpus(4).allocated("r")]))
    }

    @Test
    func `an explanation names an earlier role where the paths part, with shares by weight`() throws {
        let cluster = try TestCluster()
        try cluster.play(
            .weight("r", 0.5), .framework("f", "r/x"), .agent("a", .cpus(1)), .framework("g", "s/y"),
            .agent("b", .cpus(1)), .pause, .agent("c", .cpus(2)), .resume)
        // Both have a quarter; half the weight makes it a half.
        let first = Contest.Contender(name: "s", weightedShare: 0.25, allocations: 1)
        let second = Contest.Contender(name: "r", weightedShare: 0.5, allocations: 1)
        #expect(
            try cluster.reason("f", agent: "c")
                == .behind(
                    Contest(precedence: .share, framework: "g", role: "s/y", first: first, second: second)))
    }

    @Test
    func `an explanation names a role whose guarantee is met first`() throws {
        let cluster = try TestCluster()
        try cluster.play(.pause, .quota("s", guarantees: ["cpus": 2]), .framework("f", "r"), .framework("g", "s"))
        try cluster.play(.agent("a", .cpus(2)), .agent("b", .cpus(2)), .resume)
        guard case .behind(let contest) = try cluster.reason("f", agent: "a") else {
            Issue.record("nothing stands against it alone")
            return
        }
        #expect(contest.precedence == .guarantee && contest.framework == "g" && contest.role == "s")
    }

    @Test
    func `explanations in pages name each agent once, whatever a page may cost`() throws {
        let cluster = try TestCluster()
        try cluster.play(.pause, .framework("f", "r"), .framework("e", "r"))
        for number in 10..<30 { try cluster.play(.agent(Name("a\(number)"), .cpus(1))) }
        try cluster.play(.resume)
        var (agents, pages) = (0, 0)
        var last: Name?
        repeat {
            let page = try cluster.explain("f", after: last, bound: Explanation.Bound(steps: 7))
            #expect(page.groups.map(\.agents).reduce(0, +) == page.agents)
            (agents, pages, last) = (agents + page.agents, pages + 1, page.last)
        } while last != nil
        #expect(agents == 20)
        #expect(pages == 5, "two steps an agent: the look at it, and the framework that takes all of it")
    }

    @Test
    func `the search for an earlier framework is bounded`() throws {
        let cluster = try TestCluster()
        try cluster.play(.pause, .agent("a", .cpus(1)))
        for number in 10..<20 { try cluster.play(.framework(Name("f\(number)"), "r", capabilities: [])) }
        try cluster.play(.resume)
        let page = try cluster.explain("f19", bound: Explanation.Bound(steps: 100, asked: 0))
        #expect(page.groups.map(\.reason) == [.tooManyAhead(asked: 0)])
    }

    @Test
    func `an explanation names at most five agents of a reason, and counts all`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r", isActive: false))
        for number in 10..<20 { try cluster.play(.agent(Name("a\(number)"), .cpus(1))) }
        let group = try #require(try cluster.explain("f").groups.first)
        #expect(group.agents == 10 && group.examples == ["a10", "a11", "a12", "a13", "a14"])
    }

    @Test
    func `an explanation of something unknown is refused`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(1)))
        let questions: [(Name, Name?, Name?)] = [("g", nil, nil), ("f", "s", nil), ("f", "r", "b")]
        for (framework, role, agent) in questions {
            #expect(throws: Refusal.self, "\(framework)") { try cluster.explain(framework, role: role, agent: agent) }
        }
        var uninitialized = Allocator()
        #expect(throws: Refusal.self) { try uninitialized.explanation(of: "f") }
    }
}

extension TestCluster {
    func explain(
        _ framework: Name, role: Name? = nil, agent: Name? = nil, after last: Name? = nil,
        bound: Explanation.Bound = Explanation.Bound()
    ) throws -> Explanation {
        var copy = allocator
        return try copy.explanation(of: framework, role: role, agent: agent, after: last, bound: bound)
    }

    /// The only reason there is.
    func reason(_ framework: Name, role: Name? = nil, agent: Name? = nil) throws -> Reason {
        let groups = try explain(framework, role: role, agent: agent).groups
        try #require(groups.count == 1)
        return groups[0].reason
    }
}

extension NamedQuantity {
    static func cpus(_ units: Int64) -> NamedQuantity {
        NamedQuantity(name: "cpus", quantity: Quantity(thousandths: units * 1000))
    }
}
