import GRDB

/// The write-ahead log of a journal that is not open yet.
enum JournalLog {
    /// Looks for damage before SQLite has the files: it would overwrite what it does not read.
    ///
    /// - Returns: nil where there is nothing in the log.
    static func scan(_ path: String) throws(JournalFailure) -> LogScan? {
        guard let size = Folder.size(ofFile: "\(path)-wal"), size > LogLayout.headerSize else { return nil }
        return try LogScan.read("\(path)-wal", syncs(of: path))
    }

    /// As `scan`, of a journal that a worker may be writing to: damage stays, what is only under way does not.
    static func scanWhileWritten(_ path: String, _ syncs: LogScan.Syncs) throws(JournalFailure) -> LogScan? {
        var scan = try LogScan.read("\(path)-wal", syncs)
        for _ in 0..<JournalLimits.logScans where scan?.damage != nil {
            let again = try LogScan.read("\(path)-wal", syncs)
            if again?.damage?.frame == scan?.damage?.frame, again?.generation == scan?.generation { return again }
            scan = again
        }
        return scan
    }

    /// What is wrong with the database file is for who opens it to say.
    private static func syncs(of path: String) -> LogScan.Syncs {
        guard let database = try? JournalDatabase(path: path, access: .reading) else { return .unknown }
        let syncs = database.syncs()
        try? database.close()
        return syncs
    }
}

extension JournalDatabase {
    /// Which commits of the log were synced. Where the table that tells cannot be read, those are counted on that always were.
    func syncs() -> LogScan.Syncs {
        let syncs = try? perform(.read) { connection in
            let mark = try Int.fetchOne(connection, sql: "SELECT count FROM syncs") ?? 0
            let page = try Int.fetchOne(connection, sql: "SELECT rootpage FROM sqlite_master WHERE name = 'syncs'")
            return LogScan.Syncs(isEveryCommit: mark < 0, page: page)
        }
        return syncs ?? .unknown
    }

    /// Notes in the file whether every commit of its log is synced. The sign of the count of syncs tells, so that journals of
    /// all versions have it: below 0, every commit is. A log never has commits of both kinds.
    func markSyncs(_ durability: Durability) throws(JournalFailure) {
        let isEveryCommit = durability == .full
        guard syncs().isEveryCommit != isEveryCommit else { return }
        try beginLog()
        try perform(.open) { try $0.execute(sql: "UPDATE syncs SET count = -1 - count") }
        // From the database file it can be read whatever becomes of the log.
        try beginLog()
    }

    /// Moves the log into the database file and begins it anew.
    func beginLog() throws(JournalFailure) {
        _ = try perform(.checkpoint) { try $0.checkpoint(.truncate) }
    }
}
