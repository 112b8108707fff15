import Foundation
import Synchronization

/// A viewer with the page open: receives its stream and counts the bytes, at next to no cost of its own.
final class Viewer: Sendable {
    private let connection: LoopbackConnection
    private let received = Atomic<Int>(0)

    /// - Parameter port: on this machine.
    init(ofPort port: UInt16) throws {
        connection = try LoopbackConnection(toPort: port)
        guard connection.send(Array("GET /api/live HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)) else {
            throw BenchmarkFailure("no server answers at port \(port)")
        }
        Thread.detachNewThread { [self] in
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while case let count = connection.read(into: &buffer), count > 0 {
                received.add(count, ordering: .relaxed)
            }
        }
    }

    var bytes: Int { received.load(ordering: .relaxed) }

    /// Ends the stream, and with it the thread that reads.
    func leave() { connection.shutDown() }
}
