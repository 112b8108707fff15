import Glibc
import ZeroMQ

/// Binds `ipc://` sockets with the configured file mode.
enum SocketFile {
    /// Binds a socket and sets the mode of its file.
    ///
    /// The file is created with mode 0600 by the umask, and its mode is set afterwards. So it is never more accessible
    /// than configured. The umask is the process's: a file that another thread creates meanwhile has fewer permissions,
    /// never more. A socket in the abstract namespace (`ipc://@name`) has no mode: every user of the machine may
    /// connect.
    static func bind(
        _ socket: borrowing Socket, to endpoint: Endpoint, mode: UInt32
    ) throws {
        let former = umask(0o177)
        defer { umask(former) }
        try socket.attach(endpoint)
        let bound = try Endpoint(try socket.get(.lastEndpoint))
        guard mode != 0o600, let path = bound.socketFile else { return }
        guard chmod(path, mode) == 0 else { throw SocketFileFailure(path: path, errno: errno) }
    }
}

/// The mode of a socket's file couldn't be set.
struct SocketFileFailure: Error, CustomStringConvertible {
    let path: String
    let errno: Int32

    var description: String {
        "could not set the mode of \(path): \(String(cString: strerror(errno))); choose another --ipc-mode"
    }
}
