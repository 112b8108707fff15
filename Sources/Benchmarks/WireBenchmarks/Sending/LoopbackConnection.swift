import Glibc

/// A raw TCP connection to this machine, closed on destruction.
struct LoopbackConnection: ~Copyable {
    let descriptor: Int32

    /// - Throws: An error if the port does not accept the connection.
    init(toPort port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        let isConnected = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else {
            close(descriptor)
            throw BenchmarkFailure("no server listens at port \(port)")
        }
    }

    deinit { close(descriptor) }

    /// Sends bytes. Returns whether all were accepted; the peer may have disconnected.
    func send(_ bytes: [UInt8]) -> Bool {
        Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    /// Waits for bytes.
    ///
    /// - Returns: The number of bytes, or 0 if the peer has disconnected.
    func read(into buffer: inout [UInt8]) -> Int { max(0, Glibc.read(descriptor, &buffer, buffer.count)) }

    /// Shuts the connection down, which also ends a blocked `read`.
    func shutDown() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}
