import AllocatorCore
import AllocatorTesting
import Foundation
import Testing

/// The core against the recorded histories of the reference, and against the dumb model of it.
@Suite(.serialized)
struct CoreConformanceTests {
    private static let traces: [URL] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Conformance/Traces").standardized
        let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return (files ?? []).filter { $0.pathExtension == "jsonl" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }()

    @Test
    func `there are traces of every family`() {
        let families = Set(
            Self.traces.map { $0.lastPathComponent.split(separator: "-").dropLast().joined(separator: "-") })
        #expect(families.count == 21)
    }

    @Test(.timeLimit(.minutes(2)), arguments: traces)
    func `a recorded history comes out as recorded, and no invariant breaks on the way`(trace: URL) throws {
        var allocator = AuditedAllocator()
        let difference = try Scenario(contentsOf: trace).firstDifference(playedBy: &allocator)
        allocator.audit("at the end")
        #expect(difference == nil, "\(difference.map(\.description) ?? "")")
    }

    @Test(.timeLimit(.minutes(5)), arguments: [UInt64](1...40))
    func `a random history comes out as the dumb model has it`(seed: UInt64) {
        var allocator = AuditedAllocator()
        let difference = Comparison.difference(of: &allocator, seed: seed, batches: 80)
        allocator.audit("at the end")
        #expect(difference == nil, "\(difference.map(\.description) ?? "")")
    }

    @Test(.timeLimit(.minutes(2)), arguments: traces.prefix(4))
    func `the same history twice ends in the same digest`(trace: URL) throws {
        let steps = try Scenario(contentsOf: trace).steps
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
