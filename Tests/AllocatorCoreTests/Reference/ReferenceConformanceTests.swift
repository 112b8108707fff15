import AllocatorTesting
import Foundation
import Testing

/// The reference plays the histories that were recorded from Mesos's allocator.
struct ReferenceConformanceTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Conformance/Traces").standardized

    private static let traces = (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.sorted() ?? []

    @Test func `all traces are there`() {
        #expect(Self.traces.count == 42)
    }

    @Test(.timeLimit(.minutes(5)), arguments: traces)
    func `a trace comes out as recorded`(file: String) throws {
        let scenario = try Scenario(contentsOf: Self.folder.appending(path: file))
        #expect(scenario.steps.count >= 250)
        let difference = scenario.firstDifference(playedBy: ReferenceAllocator.self)
        #expect(difference == nil, "\(difference.map(\.description) ?? "")")
    }
}
