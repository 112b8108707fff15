import FoundationEssentials
import Glibc

/// A copy of a damaged journal, stored beside it: `journal.sqlite.damaged-N`.
enum DamagedCopy {
    /// - Throws: `tooManyDamagedCopies` if no name is free.
    static func path(for journal: String, limit: Int) throws(JournalFailure) -> String {
        let paths = (1...max(1, limit)).lazy.map { "\(journal).damaged-\($0)" }
        guard let path = paths.first(where: { Folder.size(ofFile: $0) == nil }) else {
            throw JournalFailure(operation: .keepAside, path: journal, cause: .tooManyDamagedCopies(limit: limit))
        }
        return path
    }

    /// Copies the database file and its log byte for byte, so that SQLite can open the copy like the journal.
    ///
    /// - Precondition: SQLite has not opened the files in this process, because closing a file releases the process's
    ///   locks on it.
    static func make(of journal: String, limit: Int) throws(JournalFailure) -> String {
        let copy = try path(for: journal, limit: limit)
        do {
            // The database file comes last, because it marks the copy as complete.
            for suffix in ["-wal", ""] {
                try? FileManager.default.removeItem(atPath: copy + suffix)
                try FileManager.default.copyItem(atPath: journal + suffix, toPath: copy + suffix)
                try OpenFile(copy + suffix, flags: O_RDONLY).sync()
            }
        } catch {
            for suffix in ["", "-wal"] { unlink(copy + suffix) }
            let errno = (error as? SystemError)?.errno
            throw JournalFailure(
                operation: .keepAside, path: copy,
                cause: errno.map { .system(errno: $0) } ?? .notAJournal(reason: "\(error)"))
        }
        return copy
    }
}
