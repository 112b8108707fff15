import FoundationEssentials
import GRDB

/// The journal of a cluster on disk: its entries, one commit each, and its newest snapshots.
///
/// It may be used by one thread at a time. The first call must be `recover` or `begin`.
package final class ClusterJournal {
    package let path: String
    package let durability: Durability
    package let limits: JournalLimits

    /// The position after the newest entry, or `nil` before `recover`.
    package internal(set) var place: JournalPlace?

    var database: JournalDatabase
    /// Whether the file was truncated when it was opened.
    var isSalvaged: Bool
    /// The content of the log at the time of opening.
    let log: LogScan?
    /// The path of the copy made because of a damaged log, if any.
    let damagedLogCopy: String?
    let folder: Folder
    private let lock: DirectoryLock
    var files: JournalFiles
    private var isUnsynced = false
    private var hasFailedSync = false
    /// The bytes written to the write-ahead log since the last checkpoint.
    private var loggedBytes = 0
    private var isLogTooLarge = false
    /// The readers that keep the log from restarting, or `nil` if it restarts in time.
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

    /// - Returns: The path of the copy.
    private static func attend(
        to damage: LogDamage?, of path: String, _ policy: DamagedLogPolicy, _ limits: JournalLimits
    ) throws(JournalFailure) -> String? {
        guard let damage else { return nil }
        guard policy == .cut else {
            throw JournalFailure(operation: .open, path: path, cause: .damagedLog(damage))
        }
        return try DamagedCopy.make(of: path, limit: limits.maximumDamagedCopies)
    }

    /// Appends an entry, in one commit. With `full` durability it is on disk when this returns.
    ///
    /// - Complexity: O(log n) in the entries, O(n) in the payload.
    ///
    /// - Parameters:
    ///   - events: The number of events in the entry, 0 or more.
    ///   - time: The time in nanoseconds, on the caller's clock.
    /// - Throws: `JournalFailure`. The journal is unchanged, and appends succeed again once the cause is removed. After
    ///   a failed sync, the journal must be reopened and may contain the entry.
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

    /// Writes a snapshot after the newest entry, and prunes: deletes snapshots older than the second-newest and the
    /// entries up to that one. All in one commit.
    package func writeSnapshot(payload: [UInt8], time: Int64) throws(JournalFailure) {
        let place = try placeToWrite(.writeSnapshot, bytes: payload.count, limit: limits.maximumSnapshotPayload)
        let snapshot = JournalSnapshot(place: place, time: time, payload: payload)
        try write(.writeSnapshot, bytes: payload.count) { connection in
            try connection.inTransaction(.immediate) {
                try connection.cachedStatement(sql: JournalFormat.insertSnapshot).execute(arguments: snapshot.columns)
                let newest = try Int.fetchAll(
                    connection, sql: "SELECT after_entry FROM snapshots ORDER BY after_entry DESC LIMIT 2")
                // The fallback of the first snapshot is all entries from 1 on.
                if newest.count == 2 {
                    try connection.execute(sql: "DELETE FROM snapshots WHERE after_entry < ?", arguments: [newest[1]])
                    try connection.execute(sql: "DELETE FROM entries WHERE number <= ?", arguments: [newest[1]])
                }
                return .commit
            }
        }
        moveLogIfDue()
    }

    /// Syncs everything written so far, with `batch` durability only: `full` has synced it already, and `none` does not
    /// promise it.
    package func sync() throws(JournalFailure) {
        guard durability.syncsLater else { return }
        try makeDurable()
    }

    /// Syncs everything written so far, at any durability.
    ///
    /// The sync is a commit with an fsync of the log, which covers all earlier writes.
    package func makeDurable() throws(JournalFailure) {
        guard !durability.syncsEveryEntry, isUnsynced else { return }
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

    /// Syncs, checkpoints the log and closes both files. The journal cannot be used afterwards.
    package func close() throws(JournalFailure) {
        if place != nil, !hasFailedSync { try sync() }
        try database.close()
        place = nil
    }

    /// Returns the position to write at, or throws if the journal cannot be written.
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
        // Earlier writes to a file that was deleted or replaced are lost.
        try files.check(.sameFiles, operation)
        isUnsynced = true
        // A commit writes at least one page.
        loggedBytes += max(bytes, JournalFormat.pageSize)
    }

    /// Checks that the files are still the opened ones. Call it periodically, even without writes.
    package func checkFiles() throws(JournalFailure) {
        guard place != nil else { return }
        try files.check(.unchanged, .append)
    }

    /// Checkpoints the log when it has reached `checkpointSize`. A failure does not affect the commit before it, and
    /// recurs at the next append.
    private func moveLogIfDue() {
        guard loggedBytes >= limits.checkpointSize else { return }
        defer { files.rememberSizes() }
        do throws(JournalFailure) {
            let moved = try database.perform(.checkpoint) { try $0.checkpoint(.passive) }
            loggedBytes = 0
            let bytes = moved.walFrameCount * JournalFormat.pageSize
            isLogTooLarge = bytes > limits.maximumWriteAheadLog
            // Ignores short-lived readers, which are gone by the next checkpoint.
            let isHeld = moved.checkpointedFrameCount < moved.walFrameCount && bytes > 2 * limits.checkpointSize
            logHold = isHeld ? LogHold(path: path) : nil
        } catch {
            // On a full disk, for example, the log still holds everything, and the next append shows whether it can
            // grow.
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
    /// The columns in the order of `JournalFormat.insertEntry`.
    var columns: StatementArguments { [number, firstEvent, eventCount, time, Int(checksum), Data(payload)] }
}

extension JournalSnapshot {
    /// The columns in the order of `JournalFormat.insertSnapshot`.
    var columns: StatementArguments {
        let version = JournalFormat.snapshotVersion
        return [place.entry, place.events, time, version, Int(checksum(version: version)), Data(payload)]
    }
}

extension JournalFailure {
    /// Whether another connection holds a lock.
    fileprivate var isBusy: Bool {
        guard case .sqlite(let code, _) = cause else { return false }
        return ResultCode(rawValue: code).primaryResultCode == .SQLITE_BUSY
    }
}
