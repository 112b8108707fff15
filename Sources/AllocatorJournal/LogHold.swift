import FoundationEssentials

/// Readers in other processes that keep SQLite from restarting the write-ahead log, so that it grows.
package struct LogHold: Hashable, Sendable {
    /// The size of the log, in bytes.
    package let bytes: Int
    /// The ids of the reading processes that the kernel lists.
    package let processes: [Int32]

    /// A description of the processes: the id of each and, if known, its name.
    package var holders: String {
        processes.isEmpty
            ? "a process that the system does not list" : processes.map(Self.description).joined(separator: ", ")
    }

    private static func description(of process: Int32) -> String {
        let name = (try? Data(contentsOf: URL(filePath: "/proc/\(process)/comm")))
            .map { String(decoding: $0, as: UTF8.self).filter { !$0.isNewline } }
        return "process \(process)" + (name.map { " (\($0))" } ?? "")
    }
}
