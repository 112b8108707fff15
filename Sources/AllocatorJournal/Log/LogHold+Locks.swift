import FoundationEssentials
import Glibc

extension LogHold {
    /// Finds the processes that hold the log of the database at `path`.
    init(path: String) {
        bytes = Folder.size(ofFile: "\(path)-wal") ?? 0
        processes = Self.readers(of: "\(path)-shm")
    }

    /// The bytes of the log's index that SQLite locks for readers: https://www.sqlite.org/walformat.html#locks.
    private static let readLocks = 123...127

    /// Finds readers in `/proc/locks`. `F_GETLK` would be simpler, but closing the file afterwards releases this
    /// process's own locks.
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
