import AllocatorCore
import Testing

/// The options that Mesos does not have (Policies).
@Suite("Policies beyond Mesos")
struct PolicyBehaviourTests {
    private static func nestedCluster() throws -> TestCluster { try TestCluster { $0.quotaScope = .nested } }

    // MARK: Nested quota

    @Test
    func `a limit on a role bounds the roles below it within one run`() throws {
        let cluster = try Self.nestedCluster()
        try cluster.play(.quota("eng", limits: ["cpus": 4]), .framework("f", "eng/a", capabilities: .multiRole))
        let offers = try cluster.play(.agent("v", .cpus(2)), .agent("w", .cpus(2)), .agent("x", .cpus(2))).offers
        #expect(offers == ["f eng/a v: cpus 2", "f eng/a w: cpus 2"])
    }

    @Test
    func `a guarantee on a role is for the roles below it, too`() throws {
        let cluster = try Self.nestedCluster()
        try cluster.play(.quota("eng", guarantees: ["cpus": 4]), .framework("f", "eng/a", capabilities: .multiRole))
        let runs = try cluster.play(.agent("x", .cpus(4)))
        #expect(runs.offers == ["f eng/a x: cpus 4"])
        #expect(runs.last?.requiredHeadroom.map(\.quantity.thousandths) == [4000])
    }

    @Test
    func `quota on a nested role is refused unless the options allow it`() throws {
        let refusal = try TestCluster().refusal(of: .quota("eng/a", guarantees: ["cpus": 1]))
        #expect(refusal?.codeName == "INVALID_ARGUMENT")
        #expect(refusal?.message.contains("quota_scope NESTED") == true)
        #expect(try Self.nestedCluster().refusal(of: .quota("eng/a", guarantees: ["cpus": 1])) == nil)
    }

    @Test(
        arguments: [
            (.quota("eng/b", guarantees: ["cpus": 5]), "the roles below 'eng' are guaranteed 13 of 'cpus' together"),
            (.quota("eng", limits: ["cpus": 7]), "guaranteed 8 of 'cpus', more than its limit of 7"),
            (.quota("eng/a", guarantees: ["cpus": 9], limits: ["cpus": 8]), "more than its limit of 8"),
        ] as [(Call, String)])
    func `quotas that contradict each other are refused`(call: Call, message: String) throws {
        let cluster = try Self.nestedCluster()
        try cluster.play(.quota("eng", guarantees: ["cpus": 12]), .quota("eng/a", guarantees: ["cpus": 8]))
        let refusal = cluster.refusal(of: call)
        #expect(refusal?.codeName == "FAILED_PRECONDITION")
        #expect(refusal?.message.contains(message) == true, "\(refusal?.message ?? "accepted")")
    }

    @Test
    func `recover validates its quotas together, in any order`() throws {
        let cluster = try Self.nestedCluster()
        func quota(_ role: Name, _ cpus: Int64) -> RoleQuota {
            RoleQuota(role: role, guarantees: ["cpus": Quantity(thousandths: 1000 * cpus)])
        }
        let refusal = cluster.refusal(of: .recover(expectedAgentCount: 0, quotas: [quota("a/x", 6), quota("a", 4)]))
        #expect(refusal?.codeName == "FAILED_PRECONDITION")
        #expect(cluster.refusal(of: .recover(expectedAgentCount: 0, quotas: [quota("a/x", 4), quota("a", 6)])) == nil)
    }

    /// Histories without nested roles: the property holds for every option, so another option is set in both, which
    /// makes both keep the headroom alike.
    @Test(arguments: [UInt64](1...40))
    func `on top-level roles alone, both scopes decide the same`(seed: UInt64) throws {
        var draw = Seeded(seed)
        var clusters = try [QuotaScope.topLevel, .nested].map { scope in
            try TestCluster {
                $0.quotaScope = scope
                $0.chargesReservations = true
            }
        }
        for step in 1...60 {
            let calls = Self.randomCalls(step, &draw)
            let offers = clusters.map { cluster -> [String] in
                calls.flatMap { call in (try? cluster.play(call).offers) ?? ["refused"] }
            }
            #expect(offers[0] == offers[1], "seed \(seed), step \(step)")
            if offers[0] != offers[1] { return }
        }
        clusters.removeAll()
    }

    private static func randomCalls(_ step: Int, _ draw: inout Seeded) -> [Call] {
        let role = Name("r\(Int.random(in: 0..<4, using: &draw))")
        let amount = Int64.random(in: 1...8, using: &draw)
        switch Int.random(in: 0..<6, using: &draw) {
        case 0: return [.quota(role, guarantees: ["cpus": amount], limits: ["cpus": amount + Int64(step % 5)])]
        case 1: return [.quota(role, limits: ["cpus": amount, "mem": 4])]
        case 2: return [.framework(Name("f\(step)"), role)]
        case 3: return [.agent(Name("a\(step)"), .cpus(amount), .mem(8), .ports(1...5))]
        case 4: return [.removeFramework(Name("f\(step - 1)")), .removeAgent(Name("a\(step - 3)"))]
        default: return [.seconds(1)]
        }
    }

    // MARK: Reservations

    @Test
    func `an unused reservation counts in the fair order of roles`() throws {
        for (isCharged, first) in [(false, "f a y: cpus 1"), (true, "g b y: cpus 1")] {
            let cluster = try TestCluster { $0.chargesReservations = isCharged }
            try cluster.play(.agent("x", .cpus(6).reserved("a")), .deactivateAgent("x"))
            try cluster.play(.framework("f", "a"), .framework("g", "b"))
            #expect(try cluster.play(.agent("y", .cpus(1))).offers == [first])
        }
    }

    // MARK: Reallocation

    private func cluster(delay: TimeSpan) throws -> TestCluster {
        let cluster = try TestCluster {
            $0.allocationInterval = .seconds(60)
            $0.reallocationDelay = delay
        }
        try cluster.play(.framework("f", "a"), .agent("x", .cpus(4)))
        return cluster
    }

    @Test
    func `freed resources are offered at the end of the batch without a delay`() throws {
        let cluster = try cluster(delay: .zero)
        try cluster.play(.framework("g", "b"))
        let runs = try cluster.play(.recover("f", "x", [.cpus(4).allocated("a")], refuse: 5))
        #expect(runs.offers == ["g b x: cpus 4"])
    }

    @Test
    func `freed resources are offered when the delay has passed, once for all that was freed meanwhile`() throws {
        let cluster = try cluster(delay: .milliseconds(50))
        try cluster.play(.framework("g", "b"), .agent("y", .cpus(2)))
        try cluster.play(.recover("f", "x", [.cpus(4).allocated("a")], refuse: 5))
        #expect(try cluster.play(.advance(.milliseconds(49))).isEmpty)
        #expect(try cluster.play(.advance(.milliseconds(1))).offers == ["g b x: cpus 4"])
    }

    @Test
    func `a filter lasts as long as it says, and its end offers the agent again`() throws {
        let cluster = try cluster(delay: .zero)
        try cluster.play(.recover("f", "x", [.cpus(4).allocated("a")], refuse: 2.5))
        #expect(try cluster.play(.advance(.milliseconds(2499))).isEmpty)
        #expect(try cluster.play(.advance(.milliseconds(1))).offers == ["f a x: cpus 4"])
    }

    @Test(arguments: [nil, 0])
    func `what is declined without a time is not offered in a circle`(seconds: Double?) throws {
        let cluster = try cluster(delay: .zero)
        #expect(try cluster.play(.recover("f", "x", [.cpus(4).allocated("a")], refuse: seconds)).offers == [])
        #expect(try cluster.play(.advance(.seconds(59))).offers == [])
        #expect(try cluster.play(.advance(.seconds(1))).offers == ["f a x: cpus 4"])
    }

    @Test
    func `under the system's clock one run replaces all delayed ones that were missed`() throws {
        let cluster = try TestCluster(clock: .system) {
            $0.allocationInterval = .seconds(60)
            $0.reallocationDelay = .zero
        }
        try cluster.play(.framework("f", "a"), .agent("x", .cpus(4)), .agent("y", .cpus(2)))
        try cluster.play(
            .recover("f", "x", [.cpus(4).allocated("a")], refuse: 1),
            .recover("f", "y", [.cpus(2).allocated("a")], refuse: 2))
        let runs = cluster.advance(to: Instant(nanoseconds: 3_000_000_000))
        #expect(runs.count == 1)
        #expect(runs.offers == ["f a x: cpus 4", "f a y: cpus 2"])
    }

    @Test
    func `the expiries of an offer within one advance are bounded`() throws {
        let cluster = try TestCluster {
            $0.reallocationDelay = .zero
            $0.offerTimeout = TimeSpan(nanoseconds: 1)
        }
        #expect(cluster.refusal(of: .advance(.seconds(1)))?.codeName == "RESOURCE_EXHAUSTED")
    }

    // MARK: Offers for guarantees

    @Test(arguments: [
        (true, ["f y x: cpus 3, ports 1-8", "g z x: cpus 1"]),
        (false, ["f y x: cpus 3, ports 1-6", "g z x: cpus 1, ports 7-8"]),
    ])
    func `an offer for a guarantee takes all ports, or a part of them`(isWhole: Bool, offers: [String]) throws {
        let cluster = try TestCluster { $0.guaranteesWholeAgents = isWhole }
        try cluster.play(
            .quota("y", guarantees: ["cpus": 3]), .quota("z", guarantees: ["cpus": 1]), .framework("f", "y"),
            .framework("g", "z"))
        #expect(try cluster.play(.agent("x", .cpus(4), .ports(1...8))).offers == offers)
    }

    @Test
    func `a minimum decides how many ports an offer for a guarantee contains`() throws {
        let cluster = try TestCluster { $0.guaranteesWholeAgents = false }
        try cluster.play(
            .quota("z", guarantees: ["cpus": 1]), .quota("y", guarantees: ["cpus": 3]),
            .framework("f", "z") { $0.minimumAllocatableResources["z"] = [["ports": Quantity(thousandths: 5000)]] })
        #expect(try cluster.play(.agent("x", .cpus(4), .ports(1...8))).offers == ["f z x: cpus 1, ports 1-5"])
    }

    @Test(arguments: [(false, [String]()), (true, ["f z x: disk 10 {mount m}"])])
    func `a disk larger than a guarantee lacks is withheld, or offered for it`(isOffered: Bool, offers: [String]) throws
    {
        let cluster = try TestCluster { $0.guaranteesLargerDisks = isOffered }
        try cluster.play(.quota("z", guarantees: ["disk": 6]), .framework("f", "z"), .framework("g", "a"))
        let disk = Resource.disk(10).source(.mount, id: "m")
        #expect(
            try cluster.play(.agent("x", disk), .agent("y", .disk(1))).offers.filter { $0.contains(" x:") } == offers)
    }

    @Test
    func `a smaller disk is offered for a guarantee before a larger one`() throws {
        let cluster = try TestCluster { $0.guaranteesLargerDisks = true }
        try cluster.play(.quota("z", guarantees: ["disk": 6]), .framework("f", "z"))
        let offers = try cluster.play(
            .agent("x", .disk(10).source(.mount, id: "m")), .agent("y", .disk(6).source(.mount, id: "n"))
        ).offers
        #expect(offers.contains("f z y: disk 6 {mount n}"))
    }
}
