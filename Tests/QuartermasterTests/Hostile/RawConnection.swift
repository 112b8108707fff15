import Foundation
import Glibc

/// A TCP connection that speaks no ZeroMQ.
struct RawConnection: ~Copyable {
    private let descriptor: Int32

    /// - Parameter address: As a worker writes its endpoints: `tcp://ADDRESS:PORT`.
    init(to address: String) throws {
        let parts = address.split(separator: ":")
        guard parts.count == 3, let port = UInt16(parts[2]) else { throw Overdue(description: "no port in \(address)") }
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var peer = sockaddr_in()
        peer.sin_family = sa_family_t(AF_INET)
        peer.sin_port = port.bigEndian
        guard inet_pton(AF_INET, String(parts[1].dropFirst(2)), &peer.sin_addr) == 1 else {
            close(descriptor)
            throw Overdue(description: "no IPv4 address in \(address)")
        }
        let result = withUnsafeBytes(of: &peer) {
            connect(descriptor, $0.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t($0.count))
        }
        guard result == 0 else {
            close(descriptor)
            throw Overdue(description: "no connection to \(address)")
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Sends bytes once. The peer may close the connection at any time.
    func send(_ bytes: [UInt8]) {
        _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Says that nothing more comes, in either direction.
    func shutDown() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Whether the other side ends it in time; what it says before that is not looked at.
    func ends(within patience: Duration) -> Bool {
        let deadline = ContinuousClock.now + patience
        var buffer = [UInt8](repeating: 0, count: 1_024)
        while ContinuousClock.now < deadline {
            var item = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&item, 1, 100) > 0 else { continue }
            if recv(descriptor, &buffer, buffer.count, 0) <= 0 { return true }
        }
        return false
    }

    /// The greeting of a ZMTP 3.0 peer without security.
    static let greeting: [UInt8] =
        [0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0] + Array("NULL".utf8) + [UInt8](repeating: 0, count: 48)

    /// Its first command, as a socket of `type` sends it.
    static func ready(_ type: String) -> [UInt8] {
        let property = Array("\u{b}Socket-Type".utf8) + [0, 0, 0, UInt8(type.utf8.count)] + Array(type.utf8)
        let body = Array("\u{5}READY".utf8) + property
        return [4, UInt8(body.count)] + body
    }
}
