import Glibc
import ZeroMQ

/// The files of ipc sockets, which nobody may use but whom their mode lets.
enum SocketFile {
    /// Binds, and gives the file its mode.
    ///
    /// The file is made under a umask that lets in its owner alone, and its mode is set afterwards: at no time may anybody connect
    /// who may not at the end. (The umask is the process's. A file that another thread makes in the meantime has fewer permissions
    /// than it would, never more.) One in the abstract namespace (`ipc://@name`) has no mode: every user of the machine may connect.
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

struct SocketFileFailure: Error, CustomStringConvertible {
    let path: String
    let errno: Int32

    var description: String {
        "\(path) could not be given its mode: \(String(cString: strerror(errno))); give --ipc-mode another one"
    }
}
