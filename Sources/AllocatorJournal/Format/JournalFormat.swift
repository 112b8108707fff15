import GRDB

/// The identity and the schema of a database file that is a journal.
enum JournalFormat {
    /// "QMjl" in ASCII, in the field of the file's header that SQLite keeps for it.
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
        // One row. A commit that changes nothing writes nothing and syncs nothing, so a sync counts itself here.
        "CREATE TABLE syncs (count INTEGER NOT NULL) STRICT",
    ]

    static let insertEntry =
        "INSERT INTO entries (number, first_event, event_count, time_ns, checksum, payload) VALUES (?, ?, ?, ?, ?, ?)"

    static let insertSnapshot = """
        INSERT OR REPLACE INTO snapshots (after_entry, event_count, time_ns, version, checksum, payload) \
        VALUES (?, ?, ?, ?, ?, ?)
        """

    /// Away from 0: the sign tells which commits of the log are synced.
    static let countSync = "UPDATE syncs SET count = CASE WHEN count < 0 THEN count - 1 ELSE count + 1 END"

    /// Neither of them can be changed once there is a page in the file.
    static func prepareEmpty(_ database: Database, pageSize: Int = pageSize) throws {
        try database.execute(sql: "PRAGMA page_size = \(pageSize)")
        try database.execute(sql: "PRAGMA auto_vacuum = NONE")
    }

    /// Makes the tables in a file that has none, in one commit.
    static func create(in database: Database) throws {
        try database.inTransaction(.immediate) {
            for table in tables { try database.execute(sql: table) }
            try database.execute(sql: "INSERT INTO syncs (count) VALUES (0)")
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            try database.execute(sql: "PRAGMA user_version = \(version)")
            return .commit
        }
    }

    /// A file that was made, but whose first commit never came about.
    static func isEmpty(_ database: Database) throws -> Bool {
        try identity(of: database) == (0, 0) && Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0
    }

    /// The reason why the file cannot be read or written as a journal; nil if it can.
    static func objection(to database: Database) throws -> JournalFailure.Cause? {
        let (application, found) = try identity(of: database)
        guard application == applicationID else {
            return .notAJournal(reason: "it is a SQLite database, but not one of a journal")
        }
        guard found == version else { return .unknownVersion(what: "journal", found: found, known: version) }
        // Views, triggers or other columns would make the statements do something else than they say.
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
