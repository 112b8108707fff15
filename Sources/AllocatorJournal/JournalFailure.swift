/// The failure of an operation on a journal. The journal is unchanged, unless the description says otherwise.
package struct JournalFailure: Error, Equatable {
    package let operation: Operation
    /// The affected file or folder.
    package let path: String
    package let cause: Cause

    package enum Operation: String, Sendable {
        case createFolder = "create the folder"
        case listFolder = "list the folder"
        case syncFolder = "sync the folder"
        case lock = "lock the data directory"
        case nameCluster = "choose the folder of a cluster in"
        case open = "open the journal"
        case recover = "recover the journal"
        case append = "append to the journal"
        case writeSnapshot = "write a snapshot to the journal"
        case sync = "sync the journal"
        case checkpoint = "move the write-ahead log into the journal"
        case close = "close the journal"
        case read = "read the journal"
        case keepAside = "keep a copy of the damaged journal"
        case rebuild = "rebuild the journal from its intact content"
    }

    package enum Cause: Equatable, Sendable {
        /// SQLite's extended result code and message.
        case sqlite(code: Int32, message: String)
        /// An error of a system call.
        case system(errno: Int32)
        /// Another process holds the lock. `holder` is `nil` if it has not written its process id yet.
        case inUse(holder: Int32?)
        case nameNotAllowed(String)
        case noSuchCluster(String)
        /// An unknown format version, of the journal as a whole or of a snapshot in it.
        case unknownVersion(what: String, found: Int, known: Int)
        case notAJournal(reason: String)
        case durabilityNotTaken(wanted: Int, found: Int)
        case payloadTooLarge(bytes: Int, limit: Int)
        /// No snapshot is intact, and entry 1 is missing. `firstEntry` is `nil` if there are no entries.
        case nothingToStartFrom(firstEntry: Int?)
        case tooManyDamagedCopies(limit: Int)
        case writeAheadLogHeld(LogHold, limit: Int)
        /// Synced frames of the log follow a damaged part.
        case damagedLog(LogDamage)
        /// The path no longer leads to the open file, which was deleted, moved, replaced or truncated.
        case filesReplaced(file: String, isMissing: Bool)
        /// An earlier sync failed, so it is unknown which of the latest writes are on disk until the journal is
        /// reopened.
        case syncFailedBefore
        /// The worker pruned the next entry during the read.
        case pruned(entry: Int)
        /// A reader, which does not repair, found a damaged entry.
        case damaged(entry: Int, JournalFault)
    }
}

extension JournalFailure: CustomStringConvertible {
    package var description: String { "could not \(operation.rawValue) \(path): \(cause.reason(at: path))" }

    /// Whether a resource is exhausted that may become available again, such as disk space or file descriptors.
    package var isExhaustion: Bool { cause.isExhaustion }

    /// Whether the payload exceeds its limit. The journal itself is intact.
    package var isTooLarge: Bool { if case .payloadTooLarge = cause { true } else { false } }

    /// Whether the disk or the user's quota on it is full.
    package var isDiskFull: Bool { cause.isDiskFull }
}
