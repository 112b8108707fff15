import FoundationEssentials
import GRDB

/// The journal of one cluster on disk: its entries, each a commit, and its newest snapshots.
///
/// One thread at a time uses it. It begins with `recover`.
package final class ClusterJournal {
    package let path: String
    package let durability: Durability
    package let limits: JournalLimits

    /// The place after the newest entry. Unknown before `recover`.
    package internal(set) var place: JournalPlace?

    var database: JournalDatabase
    /// The end of the file was missing when it was opened.
    var isSalvaged: Bool
    /// The content of the log at the time of opening.
    let log: LogScan?
    /// The copy of a journal whose log is damaged.
    let damagedLogCopy: String?
    let folder: Folder
    private let lock: DirectoryLock
    var files: JournalFiles
    private var isUnsynced = false
    private var hasFailedSync = false
    /// Bytes that went into the write-ahead log since it was last moved into the database file.
    private var loggedBytes = 0
    private var isLogTooLarge = false
    /// The reader that keeps the log from being restarted; nil if the log is restarted in time.
    package private(set) var logHold: LogHold?

    package var sizes: JournalSizes {
        var sizes = JournalSizes()
        (sizes.database, sizes.log) = files.sizes
        sizes.heldLogs = logHold == nil ? 0 : 1
        return sizes
    }

    init(
        folder: Folder, durability: Durability, limits: JournalLimits, damagedLog: DamagedLogPolicy, lock: DirectoryLock
    ) throws(JournalFailure) {
        path = "\(folder.path)/\(ClusterFolder.journalFile)"
        log = try JournalLog.scan(path)
        damagedLogCopy = try Self.attend(to: log?.damage, of: path, damagedLog, limits)
        self.durability = durability
        self.limits = limits
        self.folder = folder
        self.lock = lock
        (database, isSalvaged) = try JournalDatabase.writing(path: path, durability: durability, limits: limits)
        files = JournalFiles(path: path)
        try folder.sync()
    }

    /// - Returns: where the files were copied to.
    private static func attend(
        to damage: LogDamage?, of path: String, _ policy: DamagedLogPolicy, _ limits: JournalLimits
    ) throws(JournalFailure) -> String? {
        guard let damage else { return nil }
        guard policy == .cut else {
            throw JournalFailure(operation: .open, path: path, cause: .damagedLog(damage))
        }
        return try DamagedCopy.make(of: path, limit: limits.maximumDamagedCopies)
    }

    /// Writes one entry, in one commit. With `full` it is on disk when this returns. Logarithmic in the count of
    /// entries, linear in the payload.
    ///
    /// - Parameters:
    ///   - events: how many of them it holds, 0 or more.
    ///   - time: nanoseconds, on the clock of the caller.
    /// - Throws: the journal is then as before, and later appends succeed once the cause is gone; but for a failed
    ///   sync, after which only opening it anew helps, and may find the entry there all the same.
    @discardableResult
    package func append(payload: [UInt8], events: Int, time: Int64) throws(JournalFailure) -> JournalPlace {
        let place = try placeToWrite(.append, bytes: payload.count, limit: limits.maximumEntryPayload)
        precondition(events >= 0 && place.events + events <= JournalLimits.maximumNumber)
        let entry = JournalEntry(
            number: place.entry + 1, firstEvent: place.events + 1, eventCount: events, time: time, payload: payload)
        try write(.append, bytes: payload.count) { connection in
            try connection.cachedStatement(sql: JournalFormat.insertEntry).execute(arguments: entry.columns)
        }
        self.place = entry.end
        moveLogIfDue()
        return entry.end
    }

    /// Writes the state behind the newest entry, and prunes what no recovery needs any more: snapshots older than the
    /// second-newest, and the entries up to that. All in one commit.
    package func writeSnapshot(payload: [UInt8], time: Int64) throws(JournalFailure) {
        let place = try placeToWrite(.writeSnapshot, bytes: payload.count, limit: limits.maximumSnapshotPayload)
        let snapshot = JournalSnapshot(place: place, time: time, payload: payload)
        try write(.writeSnapshot, bytes: payload.count) { connection in
            try connection.inTransaction(.immediate) {
                try connection.cachedStatement(sql: JournalFormat.insertSnapshot).execute(arguments: snapshot.columns)
                let newest = try Int.fetchAll(
                    connection, sql: "SELECT after_entry FROM snapshots ORDER BY after_entry DESC LIMIT 2")
                // With a first and only snapshot, the entries from 1 on are the fallback.
                if newest.count == 2 {
                    try connection.execute(sql: "DELETE FROM snapshots WHERE after_entry < ?", arguments: [newest[1]])
                    try connection.execute(sql: "DELETE FROM entries WHERE number <= ?", arguments: [newest[1]])
                }
                return .commit
            }
        }
        moveLogIfDue()
    }

    /// With `batch`, syncs everything written so far. With `full` it is synced already; `none` promises nothing.
    package func sync() throws(JournalFailure) {
        guard durability == .batch else { return }
        try makeDurable()
    }

    /// Syncs everything written so far, at any durability.
    ///
    /// The sync is a commit like any other, but with the fsync that the others leave out. The log is one file, so the
    /// fsync covers all earlier writes.
    ///
    /// It is a commit like any other, but with the sync that the others leave out: the log is one file, so the sync
    /// takes with it all that was written to it before.
    package func makeDurable() throws(JournalFailure) {
        guard durability != .full, isUnsynced else { return }
        _ = try placeToWrite(.sync, bytes: 0, limit: 0)
        let path = path
        try write(.sync, bytes: 0) { connection in
            try Synchronous.full.set(on: connection, path: path)
            let outcome = Result { try connection.cachedStatement(sql: JournalFormat.countSync).execute() }
            try Synchronous(durability).set(on: connection, path: path)
            try outcome.get()
        }
        isUnsynced = false
    }

    /// Syncs, checkpoints the log and closes both files. It cannot be used after that.
    package func close() throws(JournalFailure) {
        if place != nil, !hasFailedSync { try sync() }
        try database.close()
        place = nil
    }

    /// The place of the next write, if one is possible.
    private func placeToWrite(
        _ operation: JournalFailure.Operation, bytes: Int, limit: Int
    ) throws(JournalFailure) -> JournalPlace {
        guard let place else { preconditionFailure("a journal is recovered before it is written to, and not closed") }
        guard bytes <= limit else {
            throw JournalFailure(operation: operation, path: path, cause: .payloadTooLarge(bytes: bytes, limit: limit))
        }
        guard !hasFailedSync else { throw JournalFailure(operation: operation, path: path, cause: .syncFailedBefore) }
        if isLogTooLarge { try shortenLog(operation) }
        return place
    }

    private func write(
        _ operation: JournalFailure.Operation, bytes: Int, _ body: (Database) throws -> Void
    ) throws(JournalFailure) {
        try files.check(.unchanged, operation)
        do throws(JournalFailure) {
            try database.perform(operation, body)
        } catch {
            if error.cause.leavesUnknownState { hasFailedSync = true }
            throw error
        }
        // Data written to a file that is gone was lost.
        try files.check(.sameFiles, operation)
        isUnsynced = true
        // At least one page is written, however little changes on it.
        loggedBytes += max(bytes, JournalFormat.pageSize)
    }

    /// Checks that the files are still the opened ones. Call it periodically, even when nothing is written.
    package func checkFiles() throws(JournalFailure) {
        guard place != nil else { return }
        try files.check(.unchanged, .append)
    }

    /// Moves the log into the database file when there is enough of it. The commit before has succeeded, and so has the
    /// append, whatever comes of this; a failure comes up again at the next one.
    private func moveLogIfDue() {
        guard loggedBytes >= limits.checkpointSize else { return }
        defer { files.rememberSizes() }
        do throws(JournalFailure) {
            let moved = try database.perform(.checkpoint) { try $0.checkpoint(.passive) }
            loggedBytes = 0
            let bytes = moved.walFrameCount * JournalFormat.pageSize
            isLogTooLarge = bytes > limits.maximumWriteAheadLog
            // A short-lived reader is gone by the next checkpoint.
            let isHeld = moved.checkpointedFrameCount < moved.walFrameCount && bytes > 2 * limits.checkpointSize
            logHold = isHeld ? LogHold(path: path) : nil
        } catch {
            // For example a full disk: the log still holds everything, and the next append shows whether writing can
            // continue.
            if error.cause.leavesUnknownState { hasFailedSync = true }
        }
    }

    /// Restarts the log, unless another process still reads it.
    private func shortenLog(_ operation: JournalFailure.Operation) throws(JournalFailure) {
        defer { files.rememberSizes() }
        do throws(JournalFailure) {
            _ = try database.perform(.checkpoint) { try $0.checkpoint(.restart) }
            isLogTooLarge = false
        } catch  where error.isBusy {
            let hold = LogHold(path: path)
            logHold = hold
            throw JournalFailure(
                operation: operation, path: path,
                cause: .writeAheadLogHeld(hold, limit: limits.maximumWriteAheadLog))
        }
    }
}

extension JournalEntry {
    /// In the order of `JournalFormat.insertEntry`.
    var columns: StatementArguments { [number, firstEvent, eventCount, time, Int(checksum), Data(payload)] }
}

extension JournalSnapshot {
    /// In the order of `JournalFormat.insertSnapshot`.
    var columns: StatementArguments {
        let version = JournalFormat.snapshotVersion
        return [place.entry, place.events, time, version, Int(checksum(version: version)), Data(payload)]
    }
}

extension JournalFailure {
    /// Another connection is in the way.
    fileprivate var isBusy: Bool {
        guard case .sqlite(let code, _) = cause else { return false }
        return ResultCode(rawValue: code).primaryResultCode == .SQLITE_BUSY
    }
}
