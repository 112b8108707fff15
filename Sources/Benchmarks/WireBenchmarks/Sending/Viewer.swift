import Foundation
import Synchronization

/// A viewer of the page: receives its event stream and only counts the bytes.
final class Viewer: Sendable {
    private let connection: LoopbackConnection
    private let received = Atomic<Int>(0)

    /// - Parameter port: The port on this machine.
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

    /// Ends the stream and the reading thread.
    func leave() { connection.shutDown() }
}
