import AllocatorCore
import Testing

/// Offers that are neither used nor declined within the cluster's offer timeout.
@Suite("Offer timeout")
struct OfferTimeoutTests {
    private static func cpus(_ units: Int64) -> [Resource] { [Resource.cpus(units).allocated("r")] }

    /// Framework `f` is offered the 4 cpus of agent `a` at 0.
    private static func cluster(
        timeout: TimeSpan? = .milliseconds(2500), limits: AllocatorLimits = AllocatorLimits()
    ) throws -> TestCluster {
        let cluster = try TestCluster(limits: limits) { $0.offerTimeout = timeout }
        try cluster.play(.framework("f", "r"))
        #expect(try cluster.play(.agent("a", .cpus(4))).offers == ["f r a: cpus 4"])
        return cluster
    }

    @Test
    func `an offer that is outstanding at its timeout is rescinded, and the next run offers the resources`() throws {
        let cluster = try Self.cluster()
        #expect(try cluster.play(.advance(.milliseconds(2499))).offers == [])
        #expect(cluster.rescinded == [] && cluster.outstanding() == ["f r a: cpus 4"])
        #expect(try cluster.play(.advance(.milliseconds(1))).isEmpty)
        #expect(cluster.rescinded == ["2500 f r a: cpus 4 (1)"] && cluster.outstanding() == [])
        #expect(try cluster.play(.seconds(1)).offers == ["f r a: cpus 4"])
        try cluster.play(.seconds(2))
        #expect(cluster.rescinded == ["5500 f r a: cpus 4 (2)"])
    }

    @Test
    func `without a timeout an offer never expires`() throws {
        let cluster = try Self.cluster(timeout: nil)
        try cluster.play(.advance(.days(1)))
        #expect(cluster.rescinded == [] && cluster.outstanding() == ["f r a: cpus 4"])
    }

    @Test
    func `a run at the instant of a timeout comes first and does not see the expired offers`() throws {
        let cluster = try Self.cluster(timeout: .seconds(1))
        let runs = try cluster.play(.seconds(2))
        #expect(cluster.rescinded == ["1000 f r a: cpus 4 (1)"])
        #expect(runs.map { [$0].offers } == [[], ["f r a: cpus 4"]])
    }

    @Test
    func `timeouts within one advance come in due order between the runs`() throws {
        var allocator = Allocator()
        var options = AllocatorOptions()
        options.offerTimeout = .milliseconds(1500)
        for call in [.initialize(options, reset: false), .framework("f", "r"), .agent("a", .cpus(1))] as [Call] {
            _ = try allocator.apply(call, by: "m")
        }
        allocator.finishBatch()
        _ = try allocator.apply(.seconds(4), by: "m")
        let times = allocator.takeEffects().map { effect in
            switch effect {
            case .run(let run): "run at \(run.time.nanoseconds / 1_000_000)"
            case .rescinded(let rescission): "rescission at \(rescission.time.nanoseconds / 1_000_000)"
            }
        }
        #expect(
            times == [
                "run at 0", "run at 1000", "rescission at 1500", "run at 2000", "run at 3000", "rescission at 3500",
                "run at 4000",
            ])
    }

    @Test(
        arguments: [
            (.transitionOfferedToAllocated(agent: "a", resources: cpus(3), framework: "f"), ["2500 f r a: cpus 1 (1)"]),
            (.transitionOfferedToAllocated(agent: "a", resources: cpus(4)), []),
            (.recover("f", "a", cpus(4), refuse: 100), []),
            (.recover("f", "a", cpus(1), refuse: 100), ["2500 f r a: cpus 3 (1)"]),
            (.removeFramework("f"), []), (.removeAgent("a"), []),
        ] as [(Call, [String])])
    func `resources that were used, declined or freed before the timeout are not rescinded`(
        call: Call, rescinded: [String]
    ) throws {
        let cluster = try Self.cluster()
        try cluster.play(call)
        try cluster.play(.seconds(3))
        #expect(cluster.rescinded == rescinded)
    }

    @Test(
        arguments: [
            .pause, .deactivateFramework("f"), .deactivateAgent("a"), .changedFramework("f", "s"),
            .changedAgent("a", total: [.cpus(1)]), .suppressOffers(framework: "f", roles: []),
        ] as [Call])
    func `a timeout takes effect whatever else happens`(call: Call) throws {
        let cluster = try Self.cluster()
        try cluster.play(call)
        try cluster.play(.seconds(3))
        #expect(cluster.rescinded == ["2500 f r a: cpus 4 (1)"])
    }

    @Test
    func `allocated resources survive the timeout`() throws {
        let cluster = try Self.cluster()
        try cluster.play(.transitionOfferedToAllocated(agent: "a", resources: Self.cpus(3), framework: "f"))
        #expect(try cluster.play(.seconds(3)).offers == ["f r a: cpus 1"])
        #expect(
            cluster.refusal(of: .recover("f", "a", Self.cpus(4), isAllocated: true))?.codeName == "FAILED_PRECONDITION")
        #expect(cluster.refusal(of: .recover("f", "a", Self.cpus(3), isAllocated: true)) == nil)
    }

    @Test
    func `the offer of each run has its own timeout, and used resources leave the oldest`() throws {
        let cluster = try Self.cluster()
        try cluster.play(.seconds(1), .changedAgent("a", total: [.cpus(6)]))
        #expect(cluster.outstanding() == ["f r a: cpus 6"])
        try cluster.play(.transitionOfferedToAllocated(agent: "a", resources: Self.cpus(3), framework: "f"), .pause)
        try cluster.play(.seconds(5))
        #expect(cluster.rescinded == ["2500 f r a: cpus 1 (1)", "3500 f r a: cpus 2 (2)"])
    }

    @Test
    func `rescissions of one instant are published together, by framework, role and agent`() throws {
        let cluster = try TestCluster { $0.offerTimeout = .seconds(3) }
        try cluster.play(
            .agent("b", .cpus(1)), .agent("a", .cpus(1)), .agent("c", .cpus(1)), .framework("g", "s"),
            .framework("f", "q", "r"), by: "m")
        try cluster.play(.pause, .activateFramework("g"), by: "n")
        try cluster.play(.seconds(3))
        #expect(
            cluster.rescinded == ["3000 f q a: cpus 1 (2)", "3000 f r b: cpus 1 (2)", "3000 g s c: cpus 1 (1)"])
    }

    @Test
    func `a rescission goes to the master that has the framework at that time`() throws {
        var allocator = Allocator()
        var options = AllocatorOptions()
        options.offerTimeout = .milliseconds(1)
        _ = try allocator.apply(.initialize(options, reset: false), by: "m")
        _ = try allocator.apply(.framework("f", "r"), by: "m")
        _ = try allocator.apply(.agent("a", .cpus(1)), by: "m")
        allocator.finishBatch()
        _ = try allocator.apply(.changedFramework("f", "r"), by: "n")
        _ = allocator.takeEffects()
        _ = try allocator.apply(.advance(.milliseconds(1)), by: "m")
        guard case .rescinded(let rescission) = allocator.takeEffects().first else {
            Issue.record("nothing was taken back")
            return
        }
        #expect(rescission.frameworks.map(\.offers.master) == ["n"])
    }

    @Test
    func `the count of rescissions restarts for a framework that is added again`() throws {
        let cluster = try Self.cluster()
        try cluster.play(.seconds(3))
        #expect(cluster.rescinded == ["2500 f r a: cpus 4 (1)"])
        try cluster.play(.removeFramework("f"), .framework("f", "r"))
        try cluster.play(.seconds(3))
        #expect(cluster.rescinded == ["5500 f r a: cpus 4 (1)"])
    }

    @Test
    func `an agent that replaced another one keeps its own offers`() throws {
        let cluster = try Self.cluster()
        try cluster.play(.advance(.milliseconds(2000)))
        #expect(try cluster.play(.removeAgent("a"), .agent("b", .cpus(2))).offers == ["f r b: cpus 2"])
        try cluster.play(.seconds(1))
        #expect(cluster.rescinded == [])
        try cluster.play(.pause, .advance(.milliseconds(1500)))
        #expect(cluster.rescinded == ["4500 f r b: cpus 2 (1)"])
    }

    @Test
    func `a framework that left the role leaves the order when its offer is rescinded`() throws {
        let cluster = try Self.cluster()
        try cluster.play(.changedFramework("f", "s"))
        #expect(try cluster.play(.seconds(3)).offers == ["f s a: cpus 4"])
    }

    @Test
    func `beyond the bound an offer joins the newest one and expires with it`() throws {
        var limits = AllocatorLimits()
        limits.offersPerHolding = 2
        let cluster = try Self.cluster(limits: limits)
        try cluster.play(.seconds(1), .changedAgent("a", total: [.cpus(5)]))
        try cluster.play(.seconds(1), .changedAgent("a", total: [.cpus(7)]))
        #expect(cluster.outstanding() == ["f r a: cpus 7"])
        try cluster.play(.pause, .seconds(4))
        #expect(cluster.rescinded == ["2500 f r a: cpus 4 (1)", "4500 f r a: cpus 3 (2)"])
    }

    @Test(.timeLimit(.minutes(2)))
    func `timers of many declined offers do not delay the timeout of one`() throws {
        let cluster = try TestCluster { $0.offerTimeout = .seconds(100) }
        try cluster.play(.framework("f", "r"), .agent("b", .cpus(1)))
        for round in 0..<1500 {
            let agent = Name("a\(round % 2)")
            try cluster.play(.agent(agent, .cpus(1)))
            try cluster.play(.removeAgent(agent))
        }
        try cluster.play(.pause, .seconds(100))
        #expect(cluster.rescinded == ["100000 f r b: cpus 1 (1)"])
    }

    @Test
    func `under the system clock the offers of a late run last for the whole timeout`() throws {
        let cluster = try TestCluster(clock: .system) { $0.offerTimeout = .seconds(2) }
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(4)), .recover("f", "a", []))
        try cluster.play(.recover("f", "a", Self.cpus(4)))
        #expect(cluster.advance(to: Instant(nanoseconds: 10_000_000_000)).offers == ["f r a: cpus 4"])
        #expect(cluster.rescinded == [])
        cluster.advance(to: Instant(nanoseconds: 12_000_000_000))
        #expect(cluster.rescinded == ["12000 f r a: cpus 4 (1)"])
    }

    @Test
    func `the next timeout is a time to wake up at`() throws {
        let cluster = try Self.cluster(timeout: .milliseconds(300))
        #expect(cluster.allocator.nextEffect == Instant(nanoseconds: 300_000_000))
        try cluster.play(.advance(.milliseconds(300)))
        #expect(cluster.allocator.nextEffect == Instant(nanoseconds: 1_000_000_000))
        try cluster.play(.recover("f", "a", []), .framework("g", "r"))
        #expect(try Self.cluster(timeout: nil).allocator.nextEffect == Instant(nanoseconds: 1_000_000_000))
    }

    @Test
    func `a timeout beyond the end of time never expires`() throws {
        let cluster = try Self.cluster(timeout: TimeSpan(nanoseconds: .max))
        try cluster.play(.seconds(100_000))
        #expect(cluster.rescinded == [])
    }
}
