import GRDB

/// One connection to a journal's database file, and the turning of its errors into `JournalFailure`.
struct JournalDatabase {
    enum Access {
        case reading
        case writing
        /// Access to a scratch file that is discarded unless it is finished: neither logged nor synced.
        case scratch
    }

    let path: String
    private let queue: DatabaseQueue

    /// - Parameter salvaging: lets SQLite open a file of which the end is missing. It gives that up only together with
    ///   its checks of the schema, which `JournalFormat` makes anyway.
    init(path: String, access: Access, salvaging: Bool = false) throws(JournalFailure) {
        var configuration = Configuration()
        configuration.label = "journal"
        configuration.readonly = access == .reading
        configuration.busyMode = .timeout(JournalLimits.busyTimeout)
        // A reader holds one view of the file over several accesses.
        configuration.allowsUnsafeTransactions = access == .reading
        configuration.prepareDatabase { database in
            if salvaging { try database.execute(sql: "PRAGMA writable_schema = ON") }
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
            try database.execute(sql: "PRAGMA cell_size_check = ON")
            // No file has to be opened for it in the middle of a commit.
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            if access == .scratch {
                _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = OFF")
                try database.execute(sql: "PRAGMA synchronous = OFF")
            }
        }
        self.path = path
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
        } catch {
            throw Self.failure(.open, path, error)
        }
    }

    func perform<Result>(
        _ operation: JournalFailure.Operation, _ body: (Database) throws -> Result
    ) throws(JournalFailure) -> Result {
        do {
            return try queue.inDatabase(body)
        } catch {
            throw Self.failure(operation, path, error)
        }
    }

    /// Copies every page, damaged or not, in one commit of the other.
    func copyPages(to other: JournalDatabase, _ operation: JournalFailure.Operation) throws(JournalFailure) {
        try perform(operation) { source in
            try other.queue.inDatabase { try source.backup(to: $0) }
        }
    }

    /// The last connection to a file that closes moves the write-ahead log into it.
    func close(_ operation: JournalFailure.Operation = .close) throws(JournalFailure) {
        do {
            try queue.close()
        } catch {
            throw Self.failure(operation, path, error)
        }
    }

    private static func failure(
        _ operation: JournalFailure.Operation, _ path: String, _ error: any Error
    ) -> JournalFailure {
        switch error {
        case let failure as JournalFailure:
            failure
        case let error as DatabaseError:
            JournalFailure(
                operation: operation, path: path,
                cause: .sqlite(
                    code: error.extendedResultCode.rawValue,
                    message: error.message ?? error.extendedResultCode.description))
        default:
            JournalFailure(operation: operation, path: path, cause: .notAJournal(reason: "\(error)"))
        }
    }
}

extension JournalFailure {
    /// SQLite met a page that contradicts itself or the file's length.
    var isDamagedPage: Bool { damagedPage != nil }

    /// SQLite's words for it.
    var damagedPage: String? {
        guard case .sqlite(let code, let message) = cause else { return nil }
        return ResultCode(rawValue: code).primaryResultCode == .SQLITE_CORRUPT ? message : nil
    }
}
