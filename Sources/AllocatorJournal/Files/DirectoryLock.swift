import Glibc

/// An exclusive lock of a data directory, held by flock(2) for the object's lifetime. The kernel releases it when the
/// process ends, even by a crash, so a stale lock file does no harm.
final class DirectoryLock: Sendable {
    static let fileName = "lock"

    private let file: OpenFile

    init(folder: Folder) throws(JournalFailure) {
        let path = "\(folder.path)/\(Self.fileName)"
        do throws(SystemError) {
            file = try OpenFile(path, flags: O_RDWR | O_CREAT, mode: 0o600)
        } catch {
            throw JournalFailure(operation: .lock, path: path, cause: .system(errno: error.errno))
        }
        let descriptor = file.descriptor
        guard repeating({ flock(descriptor, LOCK_EX | LOCK_NB) }) == 0 else {
            let error = SystemError()
            let cause: JournalFailure.Cause =
                error.errno == EWOULDBLOCK ? .inUse(holder: Self.holder(descriptor)) : .system(errno: error.errno)
            throw JournalFailure(operation: .lock, path: folder.path, cause: cause)
        }
        try Self.writeHolder(descriptor, path: path)
    }

    private static func writeHolder(_ descriptor: Int32, path: String) throws(JournalFailure) {
        let line = "\(getpid())\n"
        let written = ftruncate(descriptor, 0) == 0 ? pwrite(descriptor, line, line.utf8.count, 0) : -1
        guard written == line.utf8.count else {
            // A short write sets no `errno`. Its only cause is a full disk.
            let errno = written < 0 ? SystemError().errno : ENOSPC
            throw JournalFailure(operation: .lock, path: path, cause: .system(errno: errno))
        }
    }

    /// Reads the process id in the lock file, or returns `nil` if there is none yet.
    private static func holder(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return count > 0
            ? Int32(String(decoding: bytes[..<count].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)) : nil
    }
}
