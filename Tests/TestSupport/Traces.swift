package import Foundation

/// The conformance traces: histories that were recorded from Mesos's allocator.
package enum Traces {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(components: "Conformance", "Traces")

    /// The names of the files, sorted.
    package static let names: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".jsonl") }.sorted()
    }()

    package static func file(_ name: String) -> URL { folder.appending(component: name) }
}
