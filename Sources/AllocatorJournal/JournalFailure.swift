/// An operation on the journal that failed. The journal's content is as before, unless the description says otherwise.
package struct JournalFailure: Error, Equatable {
    package let operation: Operation
    /// The file or folder that it was about.
    package let path: String
    package let cause: Cause

    package enum Operation: String, Sendable {
        case createFolder = "create the folder"
        case listFolder = "list the folder"
        case syncFolder = "sync the folder"
        case lock = "lock the data directory"
        case nameCluster = "keep a cluster in"
        case open = "open the journal"
        case recover = "recover the journal"
        case append = "append to the journal"
        case writeSnapshot = "write a snapshot to the journal"
        case sync = "sync the journal"
        case checkpoint = "move the write-ahead log into the journal"
        case close = "close the journal"
        case read = "read the journal"
        case keepAside = "keep a copy of the damaged journal"
        case rebuild = "rebuild the journal from what is whole in it"
    }

    package enum Cause: Equatable, Sendable {
        /// SQLite's extended result code, and its words for it.
        case sqlite(code: Int32, message: String)
        /// A number of `errno.h`.
        case system(errno: Int32)
        /// Another process holds the lock. Its id is nil if it has not written it yet.
        case inUse(holder: Int32?)
        case nameNotAllowed(String)
        case noSuchCluster(String)
        /// An unknown format version, of the journal as a whole or of a snapshot in it.
        case unknownVersion(what: String, found: Int, known: Int)
        case notAJournal(reason: String)
        case durabilityNotTaken(wanted: Int, found: Int)
        case payloadTooLarge(bytes: Int, limit: Int)
        /// No snapshot is whole, and the entries do not begin with the first one. `firstEntry` is nil if there are no
        /// entries.
        case nothingToStartFrom(firstEntry: Int?)
        case tooManyDamagedCopies(limit: Int)
        case writeAheadLogHeld(LogHold, limit: Int)
        /// Frames that were on disk lie behind a damaged part of the log.
        case damagedLog(LogDamage)
        /// A file is not the one that is open: it was deleted, moved, replaced or cut.
        case filesReplaced(file: String, isMissing: Bool)
        /// A sync failed before. While the file is open, it is unknown which of the latest writes the system kept.
        case syncFailedBefore
        /// The worker pruned the next entry to read in the meantime.
        case pruned(entry: Int)
        /// An entry that is not whole was met by a reader that does not repair.
        case damaged(entry: Int, JournalFault)
    }
}

extension JournalFailure: CustomStringConvertible {
    package var description: String { "could not \(operation.rawValue) \(path): \(cause.reason(at: path))" }

    /// Something has run out that may be there again later: room on the disk, or open files.
    package var isExhaustion: Bool { cause.isExhaustion }

    /// The payload is larger than its limit: nothing is wrong with the journal.
    package var isTooLarge: Bool { if case .payloadTooLarge = cause { true } else { false } }

    /// The disk, or the user's share of it, has no room left.
    package var isDiskFull: Bool { cause.isDiskFull }
}
