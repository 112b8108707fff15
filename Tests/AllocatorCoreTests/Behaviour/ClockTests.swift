import AllocatorCore
import Testing

/// The two clocks (WireProtocol, "Time").
@Suite("Time")
struct ClockTests {
    @Test
    func `an advance over several intervals makes each of their runs`() throws {
        let cluster = try TestCluster()
        let runs = try cluster.play(.advance(.milliseconds(3500)))
        #expect(runs.map(\.time.nanoseconds) == [1_000_000_000, 2_000_000_000, 3_000_000_000])
        #expect(runs.map(\.number) == [1, 2, 3])
        #expect(cluster.allocator.now == Instant(nanoseconds: 3_500_000_000))
        #expect(try cluster.play(.advance(.milliseconds(500))).map(\.number) == [4])
    }

    @Test(arguments: [1, 7, 250, 999, 1000, 2300] as [Int64])
    func `an advance in steps and at once have the same result`(milliseconds: Int64) throws {
        let (one, other) = (try TestCluster(), try TestCluster())
        let calls: [Call] = [
            .framework("f", "r"), .agent("a", .cpus(2)), .recover("f", "a", [.cpus(1).allocated("r")], refuse: 2.5),
        ]
        for call in calls {
            try one.play(call)
            try other.play(call)
        }
        let total: Int64 = 6000
        var stepped: [AllocationRun] = []
        var passed: Int64 = 0
        while passed < total {
            let step = min(milliseconds, total - passed)
            stepped += try one.play(.advance(.milliseconds(step)))
            passed += step
        }
        #expect(try other.play(.advance(.milliseconds(total))) == stepped)
        #expect(one.digest == other.digest)
        #expect(stepped.offers == ["f r a: cpus 1"])
    }

    @Test
    func `under the system clock missed runs are coalesced into one`() throws {
        var allocator = Allocator(clock: .system, now: Instant(nanoseconds: 5))
        _ = try allocator.apply(.initialize(AllocatorOptions(), reset: false), by: "m")
        #expect(allocator.nextRun == Instant(nanoseconds: 1_000_000_005))
        allocator.advance(to: Instant(nanoseconds: 10_000_000_000))
        #expect(allocator.takeEffects().count == 1)
        #expect(allocator.nextRun == Instant(nanoseconds: 11_000_000_000))
        allocator.advance(to: Instant(nanoseconds: 11_000_000_000))
        #expect(allocator.takeEffects().count == 1)
        #expect(allocator.nextRun == Instant(nanoseconds: 12_000_000_000))
    }

    @Test
    func `time never goes back`() throws {
        var allocator = Allocator(clock: .system, now: Instant(nanoseconds: 50))
        allocator.advance(to: .zero)
        #expect(allocator.now == Instant(nanoseconds: 50))
        _ = try allocator.apply(.initialize(AllocatorOptions(), reset: false), by: "m")
        allocator.advance(to: Instant(nanoseconds: 20))
        #expect(allocator.now == Instant(nanoseconds: 50))
    }

    @Test
    func `the allocator counts the accepted calls`() throws {
        let cluster = try TestCluster()
        try cluster.play(.heartbeat, .agent("a"))
        _ = cluster.refusal(of: .agent("a"))
        #expect(cluster.allocator.appliedCalls == 3)
    }
}
