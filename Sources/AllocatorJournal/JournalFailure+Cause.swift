import GRDB
import Glibc

extension JournalFailure.Cause {
    var isDiskFull: Bool {
        switch self {
        case .sqlite(let code, _):
            // SQLite fills the shared-memory file when it creates it, so that a full disk cannot fault a later access.
            ResultCode(rawValue: code).primaryResultCode == .SQLITE_FULL
                || ResultCode(rawValue: code) == .SQLITE_IOERR_SHMSIZE
        case .system(let errno): errno == ENOSPC || errno == EDQUOT
        default: false
        }
    }

    var isExhaustion: Bool {
        if isDiskFull { return true }
        guard case .system(let errno) = self else { return false }
        return errno == EMFILE || errno == ENFILE || errno == ENOMEM
    }

    /// Whether the state on disk is unknown: after a failed sync, the kernel may drop dirty pages and report the next
    /// sync as a success.
    var leavesUnknownState: Bool {
        guard case .sqlite(let code, _) = self else { return false }
        let result = ResultCode(rawValue: code)
        return result == .SQLITE_IOERR_FSYNC || result == .SQLITE_IOERR_DIR_FSYNC
    }

    /// The problem, and what to do next.
    func reason(at path: String) -> String {
        switch self {
        case .sqlite(let code, let message):
            "\(message) (SQLite code \(code)); \(Self.advice(sqlite: code, path: path))"
        case .system(let errno):
            "\(String(cString: strerror(errno))) (errno \(errno)); \(Self.advice(errno: errno, path: path))"
        case .inUse(let holder):
            "\(holder.map { "process \($0)" } ?? "another process") uses it; stop that process, or give this "
                + "one its own data directory"
        case .nameNotAllowed(let name):
            "invalid cluster name \"\(name)\"; use 1 to 255 of A-Z a-z 0-9 . _ -"
        case .noSuchCluster(let name):
            "it has no cluster \"\(name)\"; name one of those that it lists"
        case .unknownVersion(let what, let found, let known):
            "the \(what) has format version \(found), and this program reads version \(known); use the program "
                + "that wrote it, or move the cluster's folder away to start afresh"
        case .notAJournal(let reason):
            "\(reason); put back a copy of the file, or move the cluster's folder away to start afresh"
        case .durabilityNotTaken(let wanted, let found):
            "SQLite runs with synchronous=\(found) instead of \(wanted), so durability is not guaranteed; use a SQLite "
                + "that was built with write-ahead logs"
        case .payloadTooLarge(let bytes, let limit):
            "it is \(bytes) bytes and \(limit) is the limit; write less at once"
        case .nothingToStartFrom(let entry):
            "it has no intact snapshot, and "
                + "\(entry.map { "its entries begin with number \($0)" } ?? "it has no entries"); "
                + "put back a copy of the file, or move the cluster's folder away to start afresh"
        case .tooManyDamagedCopies(let limit):
            "there are \(limit) damaged copies beside it already; move them away and start again"
        case .writeAheadLogHeld(let hold, let limit):
            "its write-ahead log has grown to \(hold.bytes) bytes (the limit is \(limit)) because another process "
                + "keeps reading the file: \(hold.holders); end that process"
        case .damagedLog(let damage):
            "\(damage): acknowledged events would be lost. Nothing was changed. Put back a copy of the "
                + "folder, or start with --damaged-log cut to continue without them and keep a copy of the files"
        case .filesReplaced(let file, let isMissing):
            "\(file) \(isMissing ? "was deleted or moved away" : "was replaced or cut off") while it was open, "
                + "and what is written to it would be lost. Nothing more is acknowledged. Put the file back and start "
                + "again; without it the cluster starts afresh"
        case .syncFailedBefore:
            "an earlier sync failed, so the content of the disk is unknown; start again: whole entries are then read "
                + "anew"
        case .pruned(let entry):
            "entry \(entry) was pruned by the worker while it was read; read again from the newest snapshot"
        case .damaged(let entry, let fault):
            "entry \(entry) is damaged: \(fault); `quartermaster journal verify` lists all damage, and the worker "
                + "repairs it when it starts"
        }
    }

    private static func advice(sqlite code: Int32, path: String) -> String {
        let result = ResultCode(rawValue: code)
        if result == .SQLITE_IOERR_SHMSIZE { return freeSpace(path) }
        switch result.primaryResultCode {
        case .SQLITE_FULL: return freeSpace(path)
        case .SQLITE_CORRUPT: return "start again: the recovery keeps the intact content and reports the damage"
        case .SQLITE_NOTADB: return "put back a copy of the file, or move the cluster's folder away to start afresh"
        case .SQLITE_BUSY, .SQLITE_LOCKED: return "end the other program that writes to it"
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
            return
                "check the permissions of the file and of its folder, that the file system can be written, "
                + "that the path is shorter than 500 bytes and that the process may open more files"
        case .SQLITE_IOERR: return "check the disk and the system's log, and start again"
        case .SQLITE_NOMEM: return "raise the memory limit of the process"
        default: return "check the disk; if it is intact, report a bug"
        }
    }

    private static func advice(errno: Int32, path: String) -> String {
        switch errno {
        case ENOSPC, EDQUOT: freeSpace(path)
        case EACCES, EPERM: "check its owner and permissions, or choose another data directory"
        case EROFS: "choose a data directory on a file system that can be written"
        case ENOENT: "create its parent folder, or mount the disk"
        case ENAMETOOLONG: "give the cluster a shorter name, or the data directory another file system"
        case ENOTDIR, EEXIST: "a file is in the way: choose another data directory"
        case EMFILE, ENFILE: "raise the limit of open files"
        default: "check the disk and the system's log"
        }
    }

    private static func freeSpace(_ path: String) -> String { "free space on the disk of \(path) and start again" }
}
