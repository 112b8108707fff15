import Glibc

/// An open file, which owns its descriptor.
struct OpenFile: ~Copyable, Sendable {
    let descriptor: Int32

    /// - Throws: `errno`.
    init(_ path: String, flags: Int32, mode: mode_t = 0) throws(SystemError) {
        let descriptor = repeating { open(path, flags | O_CLOEXEC, mode) }
        guard descriptor >= 0 else { throw SystemError() }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Reads bytes from `offset` on until `bytes` is full or the file ends.
    ///
    /// - Returns: The number of bytes read, which is less than `bytes.count` only at the end of the file.
    func read(into bytes: inout [UInt8], at offset: Int) throws(SystemError) -> Int {
        var count = 0
        while count < bytes.count {
            let done = bytes.withUnsafeMutableBytes { buffer in
                let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
                return repeating { Int32(clamping: pread(descriptor, rest.baseAddress, rest.count, offset + count)) }
            }
            guard done >= 0 else { throw SystemError() }
            if done == 0 { break }
            count += Int(done)
        }
        return count
    }

    /// Syncs the file's content, or the folder's names, to disk.
    func sync() throws(SystemError) {
        guard repeating({ fsync(descriptor) }) == 0 else { throw SystemError() }
    }
}

/// The `errno` of the calling thread's last system call.
struct SystemError: Error {
    let errno: Int32

    init() { errno = Glibc.errno }
}

/// Retries a call while signals interrupt it (`EINTR`).
func repeating(_ call: () -> Int32) -> Int32 {
    while true {
        let result = call()
        if result >= 0 || errno != EINTR { return result }
    }
}
