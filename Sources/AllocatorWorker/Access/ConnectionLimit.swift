package import Logging
import ZeroMQ

/// Ends whatever connects to a socket beyond a number: each connection takes a file descriptor and memory, before anybody is
/// asked who it is. Lives on the sockets' thread.
///
/// libzmq accepts whoever comes and has no bound of its own. So one too many is ended once the monitor was read, which is
/// done every second.
package final class ConnectionLimit {
    private let limit: Int
    private let logger: Logger
    /// By file descriptor.
    private var open: [Door: Set<Int32>] = [:]
    private(set) var ended: [Door: UInt64] = [:]
    private var reported: [Door: UInt64] = [:]
    private var monitored: [MonitoredDoor] = []

    /// - Parameter limit: of the connections of each socket.
    package init(_ limit: Int, logger: Logger) {
        self.limit = limit
        self.logger = logger
    }

    /// Watches a socket that is not bound yet and that nobody else watches: a socket has one monitor.
    func watch(_ socket: borrowing Socket, as door: Door, in context: Context) throws(ZeroMQError) {
        monitored.append(MonitoredDoor(door, try SocketMonitor(socket, in: context)))
    }

    /// Takes in what the monitor of a socket tells that somebody else watches.
    func note(_ event: SocketEvent, at door: Door) {
        switch event.kind {
        case .accepted(let descriptor):
            // One that is gone already is told of once more, as disconnected.
            guard let connection = Connection(fileDescriptor: descriptor) else { return }
            if count(at: door) < limit || open[door, default: []].contains(descriptor) {
                open[door, default: []].insert(descriptor)
            } else if connection.shutDown() {
                ended[door, default: 0] += 1
            }
        case .disconnected(let descriptor):
            open[door]?.remove(descriptor)
        default:
            break
        }
    }

    func count(at door: Door) -> Int { open[door]?.count ?? 0 }

    /// Takes in who has come and gone, and tells in one line for each socket how many were too many. To be called every second.
    func attend() throws(ZeroMQError) {
        for monitored in monitored { try monitored.read { note($0, at: $1) } }
        for door in Door.allCases {
            let total = ended[door] ?? 0
            guard total > reported[door] ?? 0 else { continue }
            logger.warning(
                "connections were ended, for there were too many; raise --max-connections if they were meant to be",
                metadata: [
                    "socket": "\(door.rawValue)", "new": "\(total - (reported[door] ?? 0))", "total": "\(total)",
                    "limit": "\(limit)",
                ])
            reported[door] = total
        }
    }
}
