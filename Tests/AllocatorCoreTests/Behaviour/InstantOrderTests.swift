import AllocatorCore
import Testing

/// The order of timers and runs at one instant (Allocation, "6. Calls", `recover_resources`).
@Suite("Order at one instant")
struct InstantOrderTests {
    /// A timer that is set at one time and lasts for a while, and the first run after its end.
    struct Case: Sendable, CustomTestStringConvertible {
        let setAt: Int64
        let lasts: Int64
        let isOverAt: Int64

        /// In milliseconds. Runs are every 1000.
        init(_ setAt: Int64, _ lasts: Int64, _ isOverAt: Int64) {
            (self.setAt, self.lasts, self.isOverAt) = (setAt, lasts, isOverAt)
        }

        var testDescription: String { "set at \(setAt) for \(lasts): over in the run of \(isOverAt)" }
        var seconds: Double { Double(lasts) / 1000 }
    }

    /// Timers that last for at least an interval, and timers that end at no run.
    static let long = [
        // Before the first run nothing is older than `initialize`.
        Case(0, 1000, 2000), Case(0, 2000, 2000), Case(0, 3000, 3000), Case(0, 1500, 2000),
        Case(500, 1500, 2000), Case(500, 2500, 3000), Case(999, 1001, 2000),
        // At the instant of a run, after it.
        Case(1000, 1000, 3000), Case(1000, 2000, 3000), Case(1000, 3000, 4000), Case(2000, 1000, 4000),
        // Between runs.
        Case(1500, 1500, 3000), Case(1500, 1499, 3000), Case(1500, 1501, 4000),
    ]
    /// Timers that may end within the interval in which they were set.
    static let short = [Case(0, 500, 1000), Case(500, 500, 2000), Case(500, 499, 1000), Case(1500, 500, 3000)]

    private static func milliseconds(_ span: Int64) -> Call { .advance(.milliseconds(span)) }

    private static let cpus = [Resource.cpus(1).allocated("r")]

    private func timesOfOffers(_ runs: [AllocationRun]) -> [Int64] {
        runs.filter { !$0.offers.isEmpty || !$0.inverseOffers.isEmpty }.map { $0.time.nanoseconds / 1_000_000 }
    }

    /// Advances, and once to a copy that was restored at each instant on the way: they must come to the same.
    private func advance(_ cluster: TestCluster, to end: Int64) throws -> [AllocationRun] {
        var runs: [AllocationRun] = []
        while cluster.allocator.now < Instant(nanoseconds: end * 1_000_000) {
            var restored = try Allocator(restoring: cluster.allocator.state, clock: cluster.allocator.clock)
            #expect(restored.digest() == cluster.digest)
            #expect(restored.brokenInvariants() == [])
            let step: Int64 = min(500, end - cluster.allocator.now.nanoseconds / 1_000_000)
            let stepped = try cluster.play(Self.milliseconds(step))
            runs += stepped
            _ = try restored.apply(Self.milliseconds(step), by: "m")
            #expect(restored.digest() == cluster.digest)
            let runsOfRestored = restored.takeEffects().compactMap { effect -> AllocationRun? in
                if case .run(let run) = effect { run } else { nil }
            }
            #expect(runsOfRestored == stepped)
        }
        return runs
    }

    @Test(arguments: long + [Case(0, 500, 2000), Case(1500, 500, 3000)])
    func `an offer filter expires on its side of a run at the same instant`(example: Case) throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"))
        #expect(try cluster.play(.agent("a", .cpus(1))).offers == ["f r a: cpus 1"])
        try cluster.play(Self.milliseconds(example.setAt))
        try cluster.play(.recover("f", "a", Self.cpus, refuse: example.seconds))
        #expect(try timesOfOffers(advance(cluster, to: 5000)) == [example.isOverAt])
    }

    @Test(arguments: long + short)
    func `an inverse-offer filter expires on its side of a run at the same instant`(example: Case) throws {
        let cluster = try TestCluster()
        try cluster.play(
            .framework("f", "r"), .agent("a", .cpus(1), unavailability: Unavailability(start: 7)))
        try cluster.play(Self.milliseconds(example.setAt))
        try cluster.play(
            .updateInverseOffer(
                InverseOfferResponse(
                    agent: "a", framework: "f",
                    status: InverseOfferStatus(status: .decline, framework: "f", timestamp: 0),
                    filters: RefusalFilters(refuseSeconds: example.seconds))))
        #expect(try timesOfOffers(advance(cluster, to: 5000)) == [example.isOverAt])
    }

    @Test(arguments: long + short)
    func `the wait of a recovery ends on its side of a run at the same instant`(example: Case) throws {
        let cluster = try TestCluster { $0.recoveryTimeout = .milliseconds(example.lasts) }
        try cluster.play(.framework("f", "r"))
        try cluster.play(Self.milliseconds(example.setAt))
        try cluster.play(.recover(expectedAgentCount: 9, quotas: [RoleQuota(role: "q")]))
        try cluster.play(.agent("a", .cpus(1)))
        #expect(try timesOfOffers(advance(cluster, to: 5000)) == [example.isOverAt])
    }

    @Test(arguments: long + short)
    func `an outstanding offer expires on its side of a run at the same instant`(example: Case) throws {
        let cluster = try TestCluster { $0.offerTimeout = .milliseconds(example.lasts) }
        try cluster.play(.framework("f", "r"))
        try cluster.play(Self.milliseconds(example.setAt))
        #expect(try cluster.play(.agent("a", .cpus(1))).offers == ["f r a: cpus 1"])
        let runs = try advance(cluster, to: example.isOverAt)
        #expect(timesOfOffers(runs) == [example.isOverAt])
    }

    @Test
    func `an offer for one interval outlasts the next run, and one for two intervals does not outlast the second`()
        throws
    {
        for (lasts, times) in [(1000, [1000, 3000, 5000]), (2000, [1000, 3000, 5000]), (3000, [1000, 4000])] {
            let cluster = try TestCluster { $0.offerTimeout = .milliseconds(Int64(lasts)) }
            try cluster.play(.pause, .agent("a", .cpus(1)), .framework("f", "r"), .resume)
            #expect(try timesOfOffers(advance(cluster, to: 5000)) == times.map { Int64($0) })
        }
    }

    @Test
    func `offers of two ages that expire at one instant expire on both sides of the run`() throws {
        let cluster = try TestCluster { $0.offerTimeout = .seconds(2) }
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(1)))
        try cluster.play(.recover("f", "a", Self.cpus, refuse: 2), .agent("b", .cpus(1)))
        try cluster.play(.seconds(1))
        // Filter of `a` and offer of `b` end at 2000, set before the run of 1000; this one of `c` is set since.
        try cluster.play(.agent("c", .cpus(1)))
        try cluster.play(.recover("f", "c", Self.cpus, refuse: 1))
        #expect(cluster.outstanding() == ["f r b: cpus 1"])
        let runs = try advance(cluster, to: 2000)
        #expect(runs.offers == ["f r a: cpus 1", "f r b: cpus 1"])
    }

    @Test
    func `rescissions of one instant are published on their side of the run`() throws {
        var options = AllocatorOptions()
        options.offerTimeout = .seconds(2)
        var allocator = Allocator()
        for call in [.initialize(options, reset: false), .framework("f", "r"), .agent("a", .cpus(1))] as [Call] {
            _ = try allocator.apply(call, by: "m")
        }
        allocator.finishBatch()
        _ = try allocator.apply(.seconds(2), by: "m")
        let effects = allocator.takeEffects().map { effect in
            switch effect {
            case .run(let run): "run at \(run.time.nanoseconds / 1_000_000): \([run].offers)"
            case .rescinded(let rescission): "rescission \(rescission.summary)"
            }
        }
        #expect(
            effects == [
                "run at 0: [\"f r a: cpus 1\"]", "run at 1000: []", "rescission [\"2000 f r a: cpus 1 (1)\"]",
                "run at 2000: [\"f r a: cpus 1\"]",
            ])
    }

    @Test
    func `a requested run within an interval does not count as the run of the interval`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"))
        try cluster.play(.agent("a", .cpus(1)))
        try cluster.play(.recover("f", "a", Self.cpus, refuse: 1))
        // Runs of their own, at 0 and at 500, which the filter was set before.
        try cluster.play(.agent("b"))
        try cluster.play(Self.milliseconds(500))
        try cluster.play(.agent("c"))
        #expect(try timesOfOffers(advance(cluster, to: 3000)) == [2000])
    }

    @Test
    func `the run of a paused interval counts`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"))
        try cluster.play(.agent("a", .cpus(1)))
        try cluster.play(.recover("f", "a", Self.cpus, refuse: 2), .pause, .seconds(1))
        try cluster.play(.resume)
        #expect(try timesOfOffers(advance(cluster, to: 3000)) == [2000])
    }

    @Test(arguments: [(0, 3200, 3200), (2200, 1000, 4200)] as [(Int64, Int64, Int64)])
    func `under the system clock a late run counts`(setAt: Int64, lasts: Int64, isOverAt: Int64) throws {
        func instant(_ milliseconds: Int64) -> Instant { Instant(nanoseconds: milliseconds * 1_000_000) }
        let cluster = try TestCluster(clock: .system)
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(1)))
        if setAt == 0 { try cluster.play(.recover("f", "a", Self.cpus, refuse: Double(lasts) / 1000)) }
        // The runs of 1000 and 2000 are missed and done as one; the next is an interval from then.
        cluster.advance(to: instant(2200))
        #expect(cluster.allocator.nextRun == instant(3200))
        if setAt == 2200 { try cluster.play(.recover("f", "a", Self.cpus, refuse: Double(lasts) / 1000)) }
        var times: [Int64] = []
        for time in [3200, 4200, 5200] as [Int64] {
            let restored = try Allocator(restoring: cluster.allocator.state, clock: .system)
            #expect(restored.digest() == cluster.digest)
            times += timesOfOffers(cluster.advance(to: instant(time)))
        }
        #expect(times == [isOverAt])
    }

    @Test
    func `the digest distinguishes filters that expire at one instant on two sides of the run`() throws {
        let digests = try [(0, 2.0), (500, 1.5), (1000, 1.0)].map { (setAt: Int64, seconds: Double) in
            let cluster = try TestCluster()
            try cluster.play(.framework("f", "r"), .agent("a", .cpus(1)))
            try cluster.play(Self.milliseconds(setAt))
            try cluster.play(.recover("f", "a", Self.cpus, refuse: seconds))
            try cluster.play(Self.milliseconds(1000 - setAt))
            #expect(cluster.allocator.now == Instant(nanoseconds: 1_000_000_000))
            return cluster.digest
        }
        #expect(digests[0] == digests[1])
        #expect(digests[1] != digests[2])
    }
}
