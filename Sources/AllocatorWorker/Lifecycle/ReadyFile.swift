import FoundationEssentials

/// The file that tells, for as long as the worker serves, where its sockets are.
struct ReadyFile {
    let path: String

    /// It could not be written.
    struct Failure: Error, CustomStringConvertible {
        let path: String
        let reason: String

        var description: String {
            "could not write the ready file \(path): \(reason); give --ready-file a path in a folder that can be written"
        }
    }

    /// Writes it whole: a reader finds all of it or none.
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
