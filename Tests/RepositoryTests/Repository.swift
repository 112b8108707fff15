import Foundation

/// The checkout that these tests are part of.
enum Repository {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    struct File: Sendable {
        /// The path from the top of the repository.
        let path: String
        let text: String

        var name: String { path.split(separator: "/").last.map(String.init) ?? path }
    }

    /// The text files below some folders, or single files, in order of their paths.
    ///
    /// Generated code and recorded input are left out: no person writes them.
    static func files(in places: [String], endings: [String]) throws -> [File] {
        try places.flatMap { place in try paths(in: place) }
            .filter { path in endings.contains { path.hasSuffix($0) } && !isGenerated(path) }
            .sorted()
            .map { File(path: $0, text: try String(contentsOf: root.appending(path: $0), encoding: .utf8)) }
    }

    static func swiftFiles(in places: [String]) throws -> [File] { try files(in: places, endings: [".swift"]) }

    private static func paths(in place: String) throws -> [String] {
        let url = root.appending(path: place)
        guard (try? url.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true else { return [place] }
        return try FileManager.default.subpathsOfDirectory(atPath: url.path).map { "\(place)/\($0)" }
            .filter { path in
                var isFolder: ObjCBool = false
                let exists = FileManager.default.fileExists(
                    atPath: root.appending(path: path).path, isDirectory: &isFolder)
                return exists && !isFolder.boolValue
            }
    }

    private static func isGenerated(_ path: String) -> Bool {
        ["/Generated/", "/Corpora/", "/Conformance/Traces/", "_pb2.py", ".egg-info", "/dist/", "__pycache__"]
            .contains { path.contains($0) }
    }
}
