import GRDB

/// Scans of a journal's write-ahead log, outside of SQLite.
enum JournalLog {
    /// Scans for damage. Must run before SQLite opens the files, because SQLite overwrites frames that it does not
    /// read.
    ///
    /// - Returns: `nil` if the log is empty.
    static func scan(_ path: String) throws(JournalFailure) -> LogScan? {
        guard let size = Folder.size(ofFile: "\(path)-wal"), size > LogLayout.headerSize else { return nil }
        return try LogScan.read("\(path)-wal", syncs(of: path))
    }

    /// Like `scan`, for a journal that a worker may be writing to. A commit in progress does not count as damage.
    static func scanWhileWritten(_ path: String, _ syncs: LogScan.Syncs) throws(JournalFailure) -> LogScan? {
        var scan = try LogScan.read("\(path)-wal", syncs)
        for _ in 0..<JournalLimits.logScans where scan?.damage != nil {
            let again = try LogScan.read("\(path)-wal", syncs)
            if again?.damage?.frame == scan?.damage?.frame, again?.generation == scan?.generation { return again }
            scan = again
        }
        return scan
    }

    /// Reads which commits were synced. Ignores faults of the database file, which the caller finds when it opens it.
    private static func syncs(of path: String) -> LogScan.Syncs {
        guard let database = try? JournalDatabase(path: path, access: .reading) else { return .unknown }
        let syncs = database.syncs()
        try? database.close()
        return syncs
    }
}

extension JournalDatabase {
    /// Reads which commits of the log were synced. If the table is unreadable, only commits that always sync count.
    func syncs() -> LogScan.Syncs {
        let syncs = try? perform(.read) { connection in
            let mark = try Int.fetchOne(connection, sql: "SELECT count FROM syncs") ?? 0
            let page = try Int.fetchOne(connection, sql: "SELECT rootpage FROM sqlite_master WHERE name = 'syncs'")
            return LogScan.Syncs(isEveryCommit: mark < 0, page: page)
        }
        return syncs ?? .unknown
    }

    /// Records in the file whether every commit of its log is synced. A negative sync count means yes, so the format
    /// needs no further field. A log never has commits of both kinds.
    func markSyncs(_ durability: Durability) throws(JournalFailure) {
        let isEveryCommit = durability.syncsEveryEntry
        guard syncs().isEveryCommit != isEveryCommit else { return }
        try beginLog()
        try perform(.open) { try $0.execute(sql: "UPDATE syncs SET count = -1 - count") }
        // Checkpointed into the database file, the mark survives damage to the log.
        try beginLog()
    }

    /// Checkpoints the log and restarts it.
    func beginLog() throws(JournalFailure) {
        _ = try perform(.checkpoint) { try $0.checkpoint(.truncate) }
    }
}
