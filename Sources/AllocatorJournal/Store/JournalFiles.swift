import Glibc

/// The identities and sizes of the files that SQLite has open, as of the journal's last write.
///
/// SQLite does not notice that an open file was deleted, moved or replaced. Writes to it are lost when the process
/// ends.
struct JournalFiles {
    private let path: String
    private var known: [Status?]

    private struct Status: Equatable {
        let device: dev_t
        let number: ino_t
        let size: Int

        init?(_ path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            (device, number, size) = (status.st_dev, status.st_ino, Int(status.st_size))
        }

        func isSame(as other: Status) -> Bool { device == other.device && number == other.number }
    }

    /// The sizes of the database file and the log as of the last write, in bytes.
    var sizes: (database: Int, log: Int) { (known[0]?.size ?? 0, known[1]?.size ?? 0) }

    enum Expectation {
        /// Only the journal itself writes, so that the files must not have shrunk.
        case unchanged
        /// The journal's own write may have grown or shrunk the files.
        case sameFiles
    }

    private static let suffixes = ["", "-wal", "-shm"]

    init(path: String) {
        self.path = path
        known = Self.suffixes.map { Status(path + $0) }
    }

    /// Records the current sizes of the files. A replaced file keeps its old record, so the next check finds it.
    mutating func rememberSizes() {
        for (index, suffix) in Self.suffixes.enumerated() {
            let found = Status(path + suffix)
            if let former = known[index], found.map({ $0.isSame(as: former) }) != true { continue }
            known[index] = found
        }
    }

    /// - Throws: `filesReplaced` if one of the files is not the one that is open.
    mutating func check(
        _ expectation: Expectation, _ operation: JournalFailure.Operation
    ) throws(JournalFailure) {
        for (index, suffix) in Self.suffixes.enumerated() {
            let found = Status(path + suffix)
            // SQLite creates the log and its index on first use.
            guard let former = known[index] else {
                known[index] = found
                continue
            }
            guard let found, found.isSame(as: former), expectation == .sameFiles || found.size >= former.size else {
                throw JournalFailure(
                    operation: operation, path: path,
                    cause: .filesReplaced(file: path + suffix, isMissing: found == nil))
            }
            known[index] = found
        }
    }
}
