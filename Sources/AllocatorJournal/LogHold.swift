import FoundationEssentials

/// A reader in another process that keeps the write-ahead log of a journal from being restarted, so that the log grows.
package struct LogHold: Hashable, Sendable {
    /// The size of the log.
    package let bytes: Int
    /// The reading processes that the system lists.
    package let processes: [Int32]

    /// A description of the processes: each with its number and, if known, its name.
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
