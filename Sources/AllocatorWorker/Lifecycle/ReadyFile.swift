import FoundationEssentials

/// A file with the endpoints of the sockets, which exists while the worker serves.
struct ReadyFile {
    let path: String

    /// The file couldn't be written.
    struct Failure: Error, CustomStringConvertible {
        let path: String
        let reason: String

        var description: String {
            "could not write the ready file \(path): \(reason); choose a --ready-file in a writable folder"
        }
    }

    /// Writes the file atomically.
    func write(_ endpoints: BoundEndpoints) throws(Failure) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            try encoder.encode(endpoints).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw Failure(path: path, reason: "\(error)")
        }
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }
}
