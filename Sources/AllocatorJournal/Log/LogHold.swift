import FoundationEssentials
import Glibc

/// Another process reads a journal, so that its write-ahead log cannot be begun anew and grows.
package struct LogHold: Hashable, Sendable {
    /// The size of the log.
    package let bytes: Int
    /// The processes that read, as far as the system tells.
    package let processes: [Int32]

    /// Each with its number and, where it can be found out, its name.
    package var holders: String {
        processes.isEmpty
            ? "a process that the system does not tell" : processes.map(Self.description).joined(separator: ", ")
    }

    init(path: String) {
        bytes = Folder.size(ofFile: "\(path)-wal") ?? 0
        processes = Self.readers(of: "\(path)-shm")
    }

    private static func description(of process: Int32) -> String {
        let name = (try? Data(contentsOf: URL(filePath: "/proc/\(process)/comm")))
            .map { String(decoding: $0, as: UTF8.self).filter { !$0.isNewline } }
        return "process \(process)" + (name.map { " (\($0))" } ?? "")
    }

    /// The bytes of the log's index that SQLite locks for readers: https://www.sqlite.org/walformat.html#locks.
    private static let readLocks = 123...127

    /// Finds readers in the system's list of locks. Opening the file and asking would be simpler, but closing it again
    /// would release this process's own locks.
    private static func readers(of index: String) -> [Int32] {
        var status = stat()
        guard stat(index, &status) == 0, let locks = try? Data(contentsOf: URL(filePath: "/proc/locks")) else {
            return []
        }
        let own = getpid()
        var processes: Set<Int32> = []
        for line in String(decoding: locks, as: UTF8.self).split(separator: "\n") {
            // 1: POSIX  ADVISORY  READ 1234 08:01:5678 124 124
            let words = line.split(separator: " ").drop { $0 != "POSIX" }
            let fields = Array(words)
            guard fields.count >= 7, let process = Int32(fields[3]), process != own,
                fields[4].split(separator: ":").last.flatMap({ UInt64($0) }) == UInt64(status.st_ino),
                let first = Int(fields[5]), readLocks.contains(first)
            else { continue }
            processes.insert(process)
        }
        return processes.sorted()
    }
}

/// The sizes of the journals' files, in bytes.
package struct JournalSizes: Hashable, Sendable {
    package var database = 0
    package var log = 0
    /// Logs that another process holds.
    package var heldLogs = 0

    package init() {}

    package mutating func add(_ other: JournalSizes) {
        database += other.database
        log += other.log
        heldLogs += other.heldLogs
    }
}
