import GRDB

extension JournalDatabase {
    /// Opens a journal for writing. Creates it if the file is missing or empty.
    static func writing(path: String, durability: Durability, limits: JournalLimits) throws(JournalFailure) -> (
        database: JournalDatabase, isSalvaged: Bool
    ) {
        try opening { salvaging throws(JournalFailure) in
            let database = try JournalDatabase(path: path, access: .writing, salvaging: salvaging)
            try database.perform(.open) { connection in
                let isEmpty = try JournalFormat.isEmpty(connection)
                if isEmpty { try JournalFormat.prepareEmpty(connection) }
                // Check before any write, so that a foreign file is never changed.
                if !isEmpty { try database.check(connection) }
                try database.logAhead(connection, limits: limits)
                try Synchronous(durability).set(on: connection, path: path)
                if isEmpty { try JournalFormat.create(in: connection) }
            }
            return database
        }
    }

    /// Opens a journal read-only.
    static func reading(path: String) throws(JournalFailure) -> (database: JournalDatabase, isSalvaged: Bool) {
        try opening { salvaging throws(JournalFailure) in
            let database = try JournalDatabase(path: path, access: .reading, salvaging: salvaging)
            try database.perform(.open) { try database.check($0) }
            return database
        }
    }

    private static func opening(
        _ open: (_ salvaging: Bool) throws(JournalFailure) -> JournalDatabase
    ) throws(JournalFailure) -> (database: JournalDatabase, isSalvaged: Bool) {
        do throws(JournalFailure) {
            return (try open(false), false)
        } catch  where error.isDamagedPage {
            do throws(JournalFailure) {
                return (try open(true), true)
            } catch {
                // A file that does not open even so is damaged as a whole.
                throw JournalFailure(
                    operation: .open, path: error.path,
                    cause: error.damagedPage.map { .notAJournal(reason: $0) } ?? error.cause)
            }
        }
    }

    private func check(_ connection: Database) throws {
        if let cause = try JournalFormat.objection(to: connection) {
            throw JournalFailure(operation: .open, path: path, cause: cause)
        }
    }

    private func logAhead(_ connection: Database, limits: JournalLimits) throws {
        guard try String.fetchOne(connection, sql: "PRAGMA journal_mode = WAL") == "wal" else {
            throw JournalFailure(
                operation: .open, path: path, cause: .notAJournal(reason: "it cannot have a write-ahead log here"))
        }
        // The journal checkpoints itself, so that it sees the errors.
        try connection.execute(sql: "PRAGMA wal_autocheckpoint = 0")
        // Truncates a log that grew for a large snapshot.
        try connection.execute(sql: "PRAGMA journal_size_limit = \(limits.checkpointSize)")
        // Debian's SQLite overwrites deleted content, which doubles the work of pruning.
        try connection.execute(sql: "PRAGMA secure_delete = OFF")
    }
}

/// The value of `PRAGMA synchronous` in WAL mode: https://www.sqlite.org/pragma.html#pragma_synchronous.
enum Synchronous: Int {
    /// Syncs around checkpoints, so that the file cannot be corrupted, but not at commits.
    case normal = 1
    /// Also syncs the log after each commit.
    case full = 2

    init(_ durability: Durability) {
        self =
            switch durability {
            case .full: .full
            // `none` needs it, too: the file must not be corrupted, and entries synced by `makeDurable` must be found
            // again.
            case .batch, .none: .normal
            }
    }

    /// Sets the option and reads it back: SQLite ignores unsupported values silently, and GRDB has settings of its own.
    func set(on connection: Database, path: String) throws {
        try connection.execute(sql: "PRAGMA synchronous = \(rawValue)")
        let found = try Int.fetchOne(connection, sql: "PRAGMA synchronous") ?? -1
        guard found == rawValue else {
            throw JournalFailure(
                operation: .open, path: path, cause: .durabilityNotTaken(wanted: rawValue, found: found))
        }
    }
}
