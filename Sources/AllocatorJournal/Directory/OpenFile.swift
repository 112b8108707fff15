import Glibc

/// Owns a file descriptor.
struct OpenFile: ~Copyable, Sendable {
    let descriptor: Int32

    /// - Throws: `errno`.
    init(_ path: String, flags: Int32, mode: mode_t = 0) throws(SystemError) {
        let descriptor = repeating { open(path, flags | O_CLOEXEC, mode) }
        guard descriptor >= 0 else { throw SystemError() }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Returns when what was written to the file, or the names in the folder, are on disk.
    func sync() throws(SystemError) {
        guard repeating({ fsync(descriptor) }) == 0 else { throw SystemError() }
    }
}

/// The error number that the calling thread's last system call left behind.
struct SystemError: Error {
    let errno: Int32

    init() { errno = Glibc.errno }
}

/// Repeats a call for as long as a signal interrupts it.
func repeating(_ call: () -> Int32) -> Int32 {
    while true {
        let result = call()
        if result >= 0 || errno != EINTR { return result }
    }
}
