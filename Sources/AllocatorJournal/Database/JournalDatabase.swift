import GRDB

/// A connection to a journal's database file. It converts SQLite's errors into `JournalFailure`.
struct JournalDatabase {
    enum Access {
        case reading
        case writing
        /// Access to a scratch file that is discarded unless it is finished: neither logged nor synced.
        case scratch
    }

    let path: String
    private let queue: DatabaseQueue

    /// - Parameter salvaging: Whether SQLite opens a truncated file. This also disables its schema checks, which
    ///   `JournalFormat` makes anyway.
    init(path: String, access: Access, salvaging: Bool = false) throws(JournalFailure) {
        var configuration = Configuration()
        configuration.label = "journal"
        configuration.readonly = access == .reading
        configuration.busyMode = .timeout(JournalLimits.busyTimeout)
        // A reader keeps one transaction open over several accesses.
        configuration.allowsUnsafeTransactions = access == .reading
        configuration.prepareDatabase { database in
            if salvaging { try database.execute(sql: "PRAGMA writable_schema = ON") }
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
            try database.execute(sql: "PRAGMA cell_size_check = ON")
            // A commit must not need a further file descriptor.
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

    /// Copies every page, damaged or not, in one commit of `other`.
    func copyPages(to other: JournalDatabase, _ operation: JournalFailure.Operation) throws(JournalFailure) {
        try perform(operation) { source in
            try other.queue.inDatabase { try source.backup(to: $0) }
        }
    }

    /// Closes the connection. The last connection to a file checkpoints the write-ahead log.
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
    /// Whether SQLite found a corrupt page or a wrong file length.
    var isDamagedPage: Bool { damagedPage != nil }

    /// SQLite's message about a corrupt page, or `nil` for other errors.
    var damagedPage: String? {
        guard case .sqlite(let code, let message) = cause else { return nil }
        return ResultCode(rawValue: code).primaryResultCode == .SQLITE_CORRUPT ? message : nil
    }
}
