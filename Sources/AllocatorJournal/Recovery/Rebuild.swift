import GRDB
import Glibc

/// Rebuilds a damaged database file. Changing a damaged file in place would rely on its damaged pages. So the intact
/// content is copied to a new file. Its pages then replace the old ones in one commit under SQLite's locks, so other
/// processes may have the file open.
enum Rebuild {
    static func run(_ walk: JournalWalk) throws(JournalFailure) {
        let path = scratchPath(of: walk.database.path)
        let scratch = try JournalDatabase(path: path, access: .scratch)
        // In WAL mode, SQLite can only replace pages by pages of the same size.
        let pageSize = try walk.database.perform(.rebuild) { try Int.fetchOne($0, sql: "PRAGMA page_size") }
        try scratch.perform(.rebuild) { connection in
            try JournalFormat.prepareEmpty(connection, pageSize: pageSize ?? JournalFormat.pageSize)
            try JournalFormat.create(in: connection)
        }
        try copySnapshots(walk, to: scratch)
        try copyEntries(walk, to: scratch)
        try walk.database.perform(.rebuild) { try Synchronous.full.set(on: $0, path: walk.database.path) }
        try scratch.copyPages(to: walk.database, .rebuild)
        try scratch.close(.rebuild)
        try removeScratch(of: walk.database.path)
    }

    private static func copySnapshots(_ walk: JournalWalk, to scratch: JournalDatabase) throws(JournalFailure) {
        for place in walk.snapshots {
            guard case .success(let snapshot) = try walk.database.snapshot(after: place, limits: walk.limits).content
            else {
                continue
            }
            try scratch.perform(.rebuild) {
                try $0.execute(sql: JournalFormat.insertSnapshot, arguments: snapshot.columns)
            }
        }
    }

    private static func copyEntries(_ walk: JournalWalk, to scratch: JournalDatabase) throws(JournalFailure) {
        var after = walk.firstEntry - 1
        while after < walk.end.entry {
            let rows = try walk.database.entries(after: after, limits: walk.limits).rows
                .filter { $0.number <= walk.end.entry }
            let entries = try rows.map { row throws(JournalFailure) in
                do throws(RowFault) {
                    return try row.content.get()
                } catch {
                    // The walk has just read it without a fault.
                    throw unsteady(walk, row.number, error.fault)
                }
            }
            guard let last = entries.last else { throw unsteady(walk, after + 1, .missing) }
            try scratch.perform(.rebuild) { connection in
                try connection.inTransaction {
                    for entry in entries {
                        try connection.cachedStatement(sql: JournalFormat.insertEntry).execute(arguments: entry.columns)
                    }
                    return .commit
                }
            }
            after = last.number
        }
    }

    private static func unsteady(_ walk: JournalWalk, _ entry: Int, _ fault: JournalFault) -> JournalFailure {
        JournalFailure(operation: .rebuild, path: walk.database.path, cause: .damaged(entry: entry, fault))
    }

    /// Copies the file and the content of its log to `journal.sqlite.damaged-N`, and returns the path of the copy.
    static func keepAside(_ database: JournalDatabase, limit: Int) throws(JournalFailure) -> String {
        let path = try DamagedCopy.path(for: database.path, limit: limit)
        do throws(JournalFailure) {
            let copy = try JournalDatabase(path: path, access: .scratch)
            try database.copyPages(to: copy, .keepAside)
            try copy.close(.keepAside)
            do throws(SystemError) {
                try OpenFile(path, flags: O_RDONLY).sync()
            } catch {
                throw JournalFailure(operation: .keepAside, path: path, cause: .system(errno: error.errno))
            }
        } catch {
            // A partial copy must not be mistaken for a complete one.
            unlink(path)
            throw error
        }
        return path
    }

    /// Removes the files of an unfinished rebuild.
    static func removeScratch(of path: String) throws(JournalFailure) {
        let scratch = scratchPath(of: path)
        guard unlink(scratch) != 0, errno != ENOENT else { return }
        throw JournalFailure(operation: .rebuild, path: scratch, cause: .system(errno: SystemError().errno))
    }

    private static func scratchPath(of path: String) -> String { "\(path).rebuilding" }
}
