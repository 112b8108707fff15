package import Foundation

/// The conformance traces: histories that were recorded from Mesos's allocator.
package enum Traces {
    /// The names of the files, sorted.
    package static let names = names(in: "Traces")
    /// The names of the histories of options that Mesos does not have, recorded from an independent model.
    package static let policies = names(in: "Policies")

    package static func file(_ name: String) -> URL {
        folder(policies.contains(name) ? "Policies" : "Traces").appending(component: name)
    }

    private static func names(in kind: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder(kind).path)) ?? []
        return names.filter { $0.hasSuffix(".jsonl") }.sorted()
    }

    private static func folder(_ kind: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(components: "Conformance", kind)
    }
}
