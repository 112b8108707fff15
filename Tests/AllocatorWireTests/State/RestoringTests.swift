import AllocatorCore
import AllocatorTesting
import Foundation
import TestSupport
import Testing

/// An allocator that is restored from a snapshot goes on as the one that the snapshot was taken of.
@Suite("Restoring an allocator", .serialized, .timeLimit(.minutes(5)))
struct RestoringTests {
    @Test(arguments: Traces.names + Traces.policies)
    func `an allocator that is restored again and again plays a recorded history as recorded`(trace: String) throws {
        let scenario = try Scenario(contentsOf: Traces.file(trace))
        let difference = scenario.firstDifference(playedBy: RestoredAllocator.self)
        #expect(difference == nil, "\(difference.map(\.description) ?? "")")
    }

    @Test(arguments: 101...140)
    func `an allocator that is restored again and again plays a random history like the reference model`(seed: UInt64) {
        let difference = Comparison.difference(of: RestoredAllocator.self, seed: seed, batches: 80)
        #expect(difference == nil, "\(difference.map(\.description) ?? "")")
    }

    @Test(arguments: 1...20)
    func `a restored allocator with policies plays a random history like the reference model`(seed: UInt64) {
        let difference = Comparison.difference(
            of: RestoredAllocator.self, seed: seed, batches: 80, withPolicies: true)
        #expect(difference == nil, "\(difference.map(\.description) ?? "")")
    }

    @Test
    func `an allocator that was not initialized is restored`() throws {
        var original = Allocator(clock: .system, now: Instant(nanoseconds: 5))
        _ = try original.apply(.heartbeat, by: "m")
        original.advance(to: Instant(nanoseconds: 7))
        let restored = try Allocator(restoring: original.state, clock: .system)
        #expect(restored.digest() == original.digest())
        #expect(restored.appliedCalls == 1)
        #expect(restored.now == Instant(nanoseconds: 7))
        #expect(!restored.isInitialized)
    }

    // MARK: What the model does not play

    struct Setting: Sendable, CustomTestStringConvertible {
        let clock: Allocator.Clock
        let sorter: AllocatorOptions.SorterKind
        let seed: UInt64

        var testDescription: String { "\(clock) clock, \(sorter), seed \(seed)" }
    }

    private static let settings = [Allocator.Clock.system, .virtual].flatMap { clock in
        [AllocatorOptions.SorterKind.drf, .random].flatMap { sorter in
            (1...5).map { Setting(clock: clock, sorter: sorter, seed: $0) }
        }
    }

    @Test(arguments: settings)
    func `an allocator is restored with each clock, sorter and order of agents`(setting: Setting) {
        var generator = SplitMix64(seed: setting.seed)
        var allocator = RestoredAllocator(clock: setting.clock)
        var bundles = 0
        for batch in ModelRun.batches(120, seed: setting.seed) {
            for step in batch.steps {
                switch step {
                case .listening: allocator.play(step)
                case .call(let call, let master): Self.play(call, by: master, setting, &allocator)
                }
            }
            allocator.finishBatch()
            for case .run(let run) in allocator.takeEffects() {
                bundles += run.offers.reduce(0) { $0 + $1.roles.count }
                for offers in run.offers { Self.declineSome(of: offers, &allocator, &generator) }
            }
        }
        #expect(bundles > 0, "seed \(setting.seed)")
    }

    private static func play(
        _ call: Call, by master: String, _ setting: Setting, _ allocator: inout RestoredAllocator
    ) {
        switch call {
        case .initialize(var options, let reset):
            (options.roleSorter, options.frameworkSorter) = (setting.sorter, setting.sorter)
            (options.agentOrder, options.seed) = (.shuffled, setting.seed)
            _ = try? allocator.apply(.initialize(options, reset: reset), by: master)
        case .advance(let span) where setting.clock == .system:
            allocator.advance(to: allocator.now.advanced(by: span))
        default:
            _ = try? allocator.apply(call, by: master)
        }
    }

    /// The model's own offers are others, so that much of what it has frameworks decline was never offered here.
    private static func declineSome(
        of offers: FrameworkOffers, _ allocator: inout RestoredAllocator, _ generator: inout SplitMix64
    ) {
        for offer in offers.roles.flatMap(\.agents) where Int.random(in: 0..<4, using: &generator) > 0 {
            let seconds = Double(Int.random(in: 0...4, using: &generator))
            _ = try? allocator.apply(
                .recoverResources(
                    framework: offers.framework, agent: offer.agent, resources: offer.resources,
                    filters: RefusalFilters(refuseSeconds: seconds), isAllocated: false), by: offers.master)
        }
    }
}
