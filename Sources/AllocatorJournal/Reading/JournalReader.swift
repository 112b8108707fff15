import GRDB

/// A read-only view of a journal, also while a worker writes to it.
///
/// It may be used by one thread at a time.
package final class JournalReader {
    package let path: String
    private let database: JournalDatabase
    private let limits: JournalLimits
    /// Whether the file is truncated.
    private let isSalvaged: Bool

    init(path: String, limits: JournalLimits) throws(JournalFailure) {
        self.path = path
        self.limits = limits
        (database, isSalvaged) = try JournalDatabase.reading(path: path)
    }

    /// Scans the log for content that SQLite does not read.
    /// - Returns: `nil` if there is no log.
    private func scanLog() throws(JournalFailure) -> LogScan? {
        try JournalLog.scanWhileWritten(path, database.syncs())
    }

    /// Returns the size of an incomplete commit at the end of the log, in bytes. It is in progress, or a power cut
    /// interrupted it.
    package func tornBytes() throws(JournalFailure) -> Int { try scanLog()?.tornBytes ?? 0 }

    /// Checks the whole journal and returns the findings. While it runs, the worker cannot restart its log, which
    /// grows.
    /// - Complexity: O(n) in the size of the file.
    package func verify() throws(JournalFailure) -> [JournalFinding] {
        var walk = JournalWalk(database, isSalvaged: isSalvaged, limits: limits)
        // One read transaction, so that the worker's writes do not change the view.
        try database.perform(.read) { try $0.beginTransaction(.deferred) }
        let outcome = Result { () throws -> Void in
            _ = try walk.findSnapshot()
            try walk.readEntries { _ in }
        }
        try database.perform(.read) { if $0.isInsideTransaction { try $0.rollback() } }
        do {
            try outcome.get()
        } catch let failure as JournalFailure {
            throw failure
        } catch {
            preconditionFailure("a walk that delivers nothing throws its own failures only: \(error)")
        }
        return (try scanLog()?.damage).map { [.log($0)] + walk.findings } ?? walk.findings
    }

    package func statistics() throws(JournalFailure) -> JournalStatistics { try database.statistics() }

    /// Reads the newest intact snapshot, or returns `nil` if there is none.
    package func newestSnapshot() throws(JournalFailure) -> JournalSnapshot? {
        for place in try database.snapshotPlaces().places {
            if case .success(let snapshot) = try database.snapshot(after: place, limits: limits).content {
                return snapshot
            }
        }
        return nil
    }

    /// Passes the kept entries after `number` to `body`, in order. Holds one chunk in memory, and no read lock while
    /// `body` runs.
    ///
    /// - Throws: The errors of `body`, `damaged` at a damaged entry, or `pruned` if the worker pruned the next entry.
    package func forEachEntry(after number: Int = 0, _ body: (JournalEntry) throws -> Void) throws {
        var last: Int?
        while true {
            let chunk = try database.entries(after: last ?? number, limits: limits)
            for row in chunk.rows {
                if let last, row.number != last + 1 { throw try missing(last + 1) }
                switch row.content {
                case .success(let entry): try body(entry)
                case .failure(let error): throw failure(.damaged(entry: row.number, error.fault))
                }
                last = row.number
            }
            switch chunk.end {
            case .more: break
            case .lastRow: return
            case .damagedPage(let message):
                throw failure(.damaged(entry: (last ?? number) + 1, .pageDamaged(message)))
            }
        }
    }

    /// Returns the failure for a missing entry. Pruning removes the oldest entries, so a missing entry before a
    /// snapshot was pruned.
    private func missing(_ entry: Int) throws(JournalFailure) -> JournalFailure {
        let oldest = try database.snapshotPlaces().places.last ?? 0
        return failure(entry <= oldest ? .pruned(entry: entry) : .damaged(entry: entry, .missing))
    }

    private func failure(_ cause: JournalFailure.Cause) -> JournalFailure {
        JournalFailure(operation: .read, path: path, cause: cause)
    }
}
