import AllocatorCore
import AllocatorTesting
import Foundation
import TestSupport
import Testing

/// The core against the recorded histories of Mesos, and against the reference model.
@Suite(.serialized)
struct CoreConformanceTests {
    @Test
    func `there are traces of each of the 21 families`() {
        let families = Set(
            Traces.names.map { $0.split(separator: "-").dropLast().joined(separator: "-") })
        #expect(families.count == 21)
    }

    @Test(.timeLimit(.minutes(2)), arguments: Traces.names)
    func `the core plays a recorded history as recorded, and keeps its invariants`(trace: String) throws {
        var allocator = AuditedAllocator()
        let difference = try Scenario(contentsOf: Traces.file(trace)).firstDifference(playedBy: &allocator)
        allocator.audit("at the end")
        #expect(difference == nil, "\(difference.map(\.description) ?? "")")
    }

    @Test(.timeLimit(.minutes(2)), arguments: Traces.policies)
    func `the core plays a history of policies as recorded, and keeps its invariants`(trace: String) throws {
        var allocator = AuditedAllocator()
        let difference = try Scenario(contentsOf: Traces.file(trace)).firstDifference(playedBy: &allocator)
        allocator.audit("at the end")
        #expect(difference == nil, "\(difference.map(\.description) ?? "")")
    }

    @Test(.timeLimit(.minutes(5)), arguments: [UInt64](1...40))
    func `the core plays a random history like the reference model, and keeps its invariants`(seed: UInt64) {
        var allocator = AuditedAllocator()
        let difference = Comparison.difference(of: &allocator, seed: seed, batches: 80)
        allocator.audit("at the end")
        #expect(difference == nil, "\(difference.map(\.description) ?? "")")
    }

    @Test(.timeLimit(.minutes(5)), arguments: [UInt64](1...60))
    func `the core plays a random history with policies like the reference model, and keeps its invariants`(
        seed: UInt64
    ) {
        var allocator = AuditedAllocator()
        let difference = Comparison.difference(of: &allocator, seed: seed, batches: 80, withPolicies: true)
        allocator.audit("at the end")
        #expect(difference == nil, "\(difference.map(\.description) ?? "")")
    }

    @Test(.timeLimit(.minutes(2)), arguments: Traces.names.prefix(4))
    func `the same history twice ends in the same digest`(trace: String) throws {
        let steps = try Scenario(contentsOf: Traces.file(trace)).steps
        var digests: [String] = []
        for _ in 1...2 {
            var allocator = Allocator()
            for step in steps {
                if let call = try? step.call.get() { _ = try? allocator.apply(call, by: step.master) }
                allocator.finishBatch()
            }
            digests.append(allocator.digest())
        }
        #expect(digests[0] == digests[1])
        #expect(digests[0] != Allocator().digest())
    }
}
