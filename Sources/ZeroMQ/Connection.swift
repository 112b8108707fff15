import Glibc

/// A connection of a socket as the kernel sees it: its peer, its send queue, and a way to end it.
///
/// libzmq reports a connection by its file descriptor (`SocketEvent`), which libzmq may close at any moment. The number
/// may then belong to another connection. Every access therefore checks first that it is still the same connection.
package struct Connection: Hashable, Sendable {
    package enum Peer: Hashable, Sendable {
        /// The peer over tcp, by its numeric address.
        case tcp(host: String, port: UInt16)
        /// The process that connected over ipc, by its id.
        case process(Int32)
    }

    package let fileDescriptor: Int32
    package let peer: Peer
    /// The kernel's unique cookie of the socket, or `nil` if the kernel does not provide it.
    private let cookie: UInt64?

    /// Identifies the connection of a file descriptor.
    ///
    /// - Returns: `nil` if it is not a connected tcp or Unix socket.
    package init?(fileDescriptor: Int32) {
        guard let peer = Peer(of: fileDescriptor) else { return nil }
        self.fileDescriptor = fileDescriptor
        self.peer = peer
        cookie = SystemSocket.option(SOL_SOCKET, SystemSocket.cookie, of: fileDescriptor, as: UInt64.self)
    }

    /// The send queue in the kernel.
    package struct SendQueue: Hashable, Sendable {
        /// Whether the kernel accepts no more bytes now.
        package let isFull: Bool
        /// The bytes that the peer's system has not accepted yet. Over ipc they include the kernel's overhead.
        package let unsentBytes: Int
        /// The bytes acknowledged since the connection was made, over tcp only.
        package let acknowledgedBytes: UInt64?
    }

    /// Reads the send queue.
    ///
    /// - Returns: `nil` if the connection has ended.
    package func sendQueue() -> SendQueue? {
        guard isCurrent(fileDescriptor) else { return nil }
        var unsent: Int32 = 0
        guard ioctl(fileDescriptor, UInt(TIOCOUTQ), &unsent) == 0 else { return nil }
        var item = pollfd(fd: fileDescriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&item, 1, 0) >= 0 else { return nil }
        var acknowledged: UInt64?
        if case .tcp = peer { acknowledged = SystemSocket.acknowledgedBytes(of: fileDescriptor) }
        return SendQueue(isFull: item.revents == 0, unsentBytes: Int(unsent), acknowledgedBytes: acknowledged)
    }

    /// Ends the connection in both directions. libzmq notices the end, closes the connection and drops what it has
    /// queued.
    ///
    /// No other connection can be hit: the check and the shutdown use a duplicate of the file descriptor, which cannot
    /// change in between.
    ///
    /// - Returns: Whether the connection still existed.
    package func shutDown() -> Bool {
        let second = fcntl(fileDescriptor, F_DUPFD_CLOEXEC, 0)
        guard second >= 0 else { return false }
        defer { close(second) }
        return isCurrent(second) && shutdown(second, Int32(SHUT_RDWR)) == 0
    }

    private func isCurrent(_ descriptor: Int32) -> Bool {
        guard let cookie else { return Peer(of: descriptor) == peer }
        return SystemSocket.option(SOL_SOCKET, SystemSocket.cookie, of: descriptor, as: UInt64.self) == cookie
    }
}

extension Connection.Peer: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "tcp://[\(host)]:\(port)" : "tcp://\(host):\(port)"
        case .process(let number): "process \(number)"
        }
    }

    /// Returns the peer of a file descriptor, or `nil` if it is not connected.
    fileprivate init?(of descriptor: Int32) {
        var address = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let isConnected = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &size) == 0 }
        }
        guard isConnected else { return nil }
        switch Int32(address.ss_family) {
        case AF_UNIX:
            let credentials = SystemSocket.option(
                SOL_SOCKET, SO_PEERCRED, of: descriptor, as: SystemSocket.Credentials.self)
            guard let credentials else { return nil }
            self = .process(credentials.process)
        case AF_INET, AF_INET6:
            guard let (host, port) = SystemSocket.hostAndPort(&address, size) else { return nil }
            self = .tcp(host: host, port: port)
        default:
            return nil
        }
    }
}

/// System calls, and the constants that Swift's Glibc module lacks.
private enum SystemSocket {
    /// `SO_COOKIE` of asm-generic/socket.h.
    static let cookie: Int32 = 57
    /// The offset of `tcpi_bytes_acked` in `tcp_info` of linux/tcp.h, which only grows at its end. glibc's own
    /// structure ends before it.
    static let acknowledgedBytesOffset = 120

    /// `ucred` of sys/socket.h.
    struct Credentials: BitwiseCopyable {
        let process: Int32
        let user: UInt32
        let group: UInt32
    }

    static func option<Value: BitwiseCopyable>(
        _ level: Int32, _ name: Int32, of descriptor: Int32, as type: Value.Type
    ) -> Value? {
        withUnsafeTemporaryAllocation(of: Value.self, capacity: 1) { value in
            var size = socklen_t(MemoryLayout<Value>.size)
            guard getsockopt(descriptor, level, name, value.baseAddress, &size) == 0,
                size == socklen_t(MemoryLayout<Value>.size)
            else { return nil }
            return value[0]
        }
    }

    /// Reads the cookie of a socket.
    ///
    /// - Returns: `nil` on kernels before Linux 4.1.
    static func acknowledgedBytes(of descriptor: Int32) -> UInt64? {
        let end = acknowledgedBytesOffset + MemoryLayout<UInt64>.size
        return withUnsafeTemporaryAllocation(byteCount: end, alignment: 8) { information in
            var size = socklen_t(end)
            guard getsockopt(descriptor, Int32(IPPROTO_TCP), TCP_INFO, information.baseAddress, &size) == 0,
                size == socklen_t(end)
            else { return nil }
            return information.load(fromByteOffset: acknowledgedBytesOffset, as: UInt64.self)
        }
    }

    static func hostAndPort(_ address: inout sockaddr_storage, _ size: socklen_t) -> (String, UInt16)? {
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        var port = [CChar](repeating: 0, count: Int(NI_MAXSERV))
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getnameinfo(
                    $0, size, &host, socklen_t(host.count), &port, socklen_t(port.count),
                    NI_NUMERICHOST | NI_NUMERICSERV)
            }
        }
        guard result == 0, let number = UInt16(text(port)) else { return nil }
        return (text(host), number)
    }

    private static func text(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
