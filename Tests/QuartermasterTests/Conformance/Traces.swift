import AllocatorTesting
import AllocatorWire
import Foundation

/// The histories that were recorded from Mesos's allocator.
enum Traces {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Conformance/Traces").standardized

    /// The files' names.
    static let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.sorted() ?? []

    /// The events of a file.
    static func events(_ name: String) throws -> [WireEvent] {
        try scenario(name).steps.map { try EventDecoder().decode(Array($0.event.utf8)) }
    }

    static func scenario(_ name: String) throws -> Scenario {
        try Scenario(contentsOf: folder.appending(path: name))
    }
}
