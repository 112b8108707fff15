import Foundation
import Glibc
import Synchronization

/// Somebody who has the page open: takes what is sent to it and counts the bytes, at next to no cost of its own.
final class Viewer: Sendable {
    private let descriptor: Int32
    private let received = Atomic<Int>(0)

    /// - Parameter port: on this machine.
    init(ofPort port: UInt16) throws {
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
        let request = Array("GET /api/live HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
        guard isConnected, Glibc.send(descriptor, request, request.count, 0) == request.count else {
            close(descriptor)
            throw BenchmarkFailure("nobody answers at port \(port)")
        }
        Thread.detachNewThread { [self] in
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while case let count = read(descriptor, &buffer, buffer.count), count > 0 {
                received.add(count, ordering: .relaxed)
            }
            close(descriptor)
        }
    }

    var bytes: Int { received.load(ordering: .relaxed) }

    /// Ends the stream, and with it the thread that reads.
    func leave() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}
