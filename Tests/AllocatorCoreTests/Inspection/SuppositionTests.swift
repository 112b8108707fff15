import AllocatorCore
import AllocatorTesting
import Testing

/// A supposition predicts the effects of calls without applying them.
@Suite("Suppositions")
struct SuppositionTests {
    @Test
    func `a supposed quota shows the offers and shares before and after`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(2)), .framework("g", "s"))
        let before = cluster.digest
        let supposed = try cluster.allocator.supposing(
            [
                .init(.recover("f", "a", [.cpus(2).allocated("r")]), by: "m"),
                .init(.quota("s", guarantees: ["cpus": 1], limits: ["cpus": 1]), by: "m"),
            ])
        #expect(supposed.refusals == [nil, nil])
        #expect(supposed.runs.offers == ["f r a: cpus 1", "g s a: cpus 1"])
        #expect(
            supposed.shares == [
                .init(role: "r", framework: nil, before: 1, after: 0.5),
                .init(role: "r", framework: "f", before: 1, after: 0.5),
                .init(role: "s", framework: nil, before: 0, after: 0.5),
                .init(role: "s", framework: "g", before: 0, after: 0.5),
            ])
        #expect(supposed.time == Instant(nanoseconds: 1_000_000_000))
        #expect(cluster.digest == before && cluster.allocator.brokenInvariants() == [])
    }

    @Test
    func `a supposed event that would be refused says why, and the others count`() throws {
        let cluster = try TestCluster()
        let supposed = try cluster.allocator.supposing([
            .init(.removeAgent("unknown"), by: "m"), .init(.framework("f", "r"), by: "m"),
            .init(.agent("a", .cpus(1)), by: "m"),
        ])
        #expect(supposed.refusals.map { $0?.codeName } == ["NOT_FOUND", nil, nil])
        #expect(supposed.runs.offers == ["f r a: cpus 1"])
    }

    @Test
    func `under the system clock a supposition makes every run on the way`() throws {
        let cluster = try TestCluster(clock: .system)
        let supposed = try cluster.allocator.supposing([], advancedBy: .seconds(3))
        #expect(supposed.runs.map(\.number) == [1, 2, 3])
        #expect(supposed.time == Instant(nanoseconds: 3_000_000_000))
    }

    @Test
    func `a supposition beyond its bounds is refused`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(1)))
        var bound = Supposition.Bound()
        bound.events = 1
        bound.runs = 2
        let allocator = cluster.allocator
        func code(_ events: [Call], _ span: TimeSpan? = nil, _ bound: Supposition.Bound) -> String? {
            do throws(Refusal) {
                _ = try allocator.supposing(
                    events.map { .init($0, by: "m") }, advancedBy: span, bound: bound)
                return nil
            } catch {
                return error.codeName
            }
        }
        #expect(code([.heartbeat], .seconds(2), bound) == nil)
        #expect(code([.heartbeat, .heartbeat], nil, bound) == "RESOURCE_EXHAUSTED")
        #expect(code([], .seconds(3), bound) == "RESOURCE_EXHAUSTED")
        #expect(code([.seconds(1)], nil, bound) == "INVALID_ARGUMENT")
        #expect(code([.initialize(AllocatorOptions(), reset: true)], nil, bound) == "INVALID_ARGUMENT")
        bound.clusterSize = 2
        #expect(code([], nil, bound) == "RESOURCE_EXHAUSTED")
        #expect(throws: Refusal.self) { try Allocator().supposing([]) }
    }

    @Test(.timeLimit(.minutes(10)))
    func `in random histories a supposition is what then happens`() throws {
        let runs = try (1...20).reduce(0) { try $0 + Self.runsAsSupposed(seed: $1) }
        #expect(runs > 200)
    }

    /// - Returns: how many runs came as they had been supposed.
    private static func runsAsSupposed(seed: UInt64) throws -> Int {
        var allocator = Allocator()
        var supposed = 0
        for (batch, steps) in ModelRun.batches(60, seed: seed).map(\.steps).enumerated() {
            var events: [Supposition.Event] = []
            for case .call(let call, let master) in steps {
                switch call {
                case .initialize, .advance:
                    _ = try? allocator.apply(call, by: master)
                    allocator.finishBatch()
                    _ = allocator.takeEffects()
                default: events.append(.init(call, by: master))
                }
            }
            guard allocator.isInitialized else { continue }
            let before = allocator.digest()
            let found = try allocator.supposing(events, advancedBy: .zero)
            #expect(allocator.digest() == before, "seed \(seed), batch \(batch)")
            for event in events { _ = try? allocator.apply(event.call, by: event.master) }
            allocator.finishBatch()
            let runs = allocator.takeEffects().compactMap { if case .run(let run) = $0 { run } else { nil } }
            #expect(found.runs == runs, "seed \(seed), batch \(batch)")
            supposed += runs.count
        }
        return supposed
    }
}
