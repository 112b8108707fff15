import GRDB

/// The identity and the schema of a database file that is a journal.
enum JournalFormat {
    /// "QMjl" in ASCII, for the application id in the header of SQLite files.
    static let applicationID = 0x514D_6A6C

    /// The version of the tables, and of the payloads of entries.
    static let version = 1

    /// The version of the payloads of snapshots.
    static let snapshotVersion = 1

    static let pageSize = 4096

    /// The statements that create the tables. STRICT: a column holds its declared type or the write fails. The payload
    /// is the last column, so reading the numbers of a large row stops at its first page.
    static let tables = [
        """
        CREATE TABLE entries (number INTEGER PRIMARY KEY, first_event INTEGER NOT NULL, event_count INTEGER NOT NULL, \
        time_ns INTEGER NOT NULL, checksum INTEGER NOT NULL, payload BLOB NOT NULL) STRICT
        """,
        """
        CREATE TABLE snapshots (after_entry INTEGER PRIMARY KEY, event_count INTEGER NOT NULL, \
        time_ns INTEGER NOT NULL, version INTEGER NOT NULL, checksum INTEGER NOT NULL, payload BLOB NOT NULL) STRICT
        """,
        // One row. An empty commit neither writes nor syncs, so each explicit sync increments this counter.
        "CREATE TABLE syncs (count INTEGER NOT NULL) STRICT",
    ]

    static let insertEntry =
        "INSERT INTO entries (number, first_event, event_count, time_ns, checksum, payload) VALUES (?, ?, ?, ?, ?, ?)"

    static let insertSnapshot = """
        INSERT OR REPLACE INTO snapshots (after_entry, event_count, time_ns, version, checksum, payload) \
        VALUES (?, ?, ?, ?, ?, ?)
        """

    /// Counts away from 0, because the sign tells which commits of the log are synced.
    static let countSync = "UPDATE syncs SET count = CASE WHEN count < 0 THEN count - 1 ELSE count + 1 END"

    /// Sets the page size and disables vacuuming. Neither can change once the file has a page.
    static func prepareEmpty(_ database: Database, pageSize: Int = pageSize) throws {
        try database.execute(sql: "PRAGMA page_size = \(pageSize)")
        try database.execute(sql: "PRAGMA auto_vacuum = NONE")
    }

    /// Creates the tables in an empty file, in one commit.
    static func create(in database: Database) throws {
        try database.inTransaction(.immediate) {
            for table in tables { try database.execute(sql: table) }
            try database.execute(sql: "INSERT INTO syncs (count) VALUES (0)")
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            try database.execute(sql: "PRAGMA user_version = \(version)")
            return .commit
        }
    }

    /// Whether the file was created but its first commit never completed.
    static func isEmpty(_ database: Database) throws -> Bool {
        try identity(of: database) == (0, 0) && Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0
    }

    /// Returns the reason why the file is not a usable journal, or `nil` if it is one.
    static func objection(to database: Database) throws -> JournalFailure.Cause? {
        let (application, found) = try identity(of: database)
        guard application == applicationID else {
            return .notAJournal(reason: "it is a SQLite database, but not one of a journal")
        }
        guard found == version else { return .unknownVersion(what: "journal", found: found, known: version) }
        // With views, triggers or other columns, the statements would have other effects.
        let schema = try String?.fetchAll(database, sql: "SELECT sql FROM sqlite_master ORDER BY rowid")
        guard schema == tables else {
            return .notAJournal(reason: "its tables are not those of format version \(version)")
        }
        return nil
    }

    private static func identity(of database: Database) throws -> (application: Int, version: Int) {
        (
            try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
            try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        )
    }
}
