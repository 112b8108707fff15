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
    private var open: [SocketRole: Set<Int32>] = [:]
    private(set) var ended: [SocketRole: UInt64] = [:]
    private var reported: [SocketRole: UInt64] = [:]
    private var monitored: [MonitoredSocket] = []

    /// - Parameter limit: of the connections of each socket.
    package init(_ limit: Int, logger: Logger) {
        self.limit = limit
        self.logger = logger
    }

    /// Watches a socket that is not bound yet and that nobody else watches: a socket has one monitor.
    func watch(_ socket: borrowing Socket, as role: SocketRole, in context: Context) throws(ZeroMQError) {
        monitored.append(MonitoredSocket(role, try SocketMonitor(socket, in: context)))
    }

    /// Takes in what the monitor of a socket tells that somebody else watches.
    func note(_ event: SocketEvent, at role: SocketRole) {
        switch event.kind {
        case .accepted(let descriptor):
            // One that is gone already is told of once more, as disconnected.
            guard let connection = Connection(fileDescriptor: descriptor) else { return }
            if count(at: role) < limit || open[role, default: []].contains(descriptor) {
                open[role, default: []].insert(descriptor)
            } else if connection.shutDown() {
                ended[role, default: 0] += 1
            }
        case .disconnected(let descriptor):
            open[role]?.remove(descriptor)
        default:
            break
        }
    }

    func count(at role: SocketRole) -> Int { open[role]?.count ?? 0 }

    /// Takes in who has come and gone, and tells in one line for each socket how many were too many. To be called every second.
    func attend() throws(ZeroMQError) {
        for monitored in monitored { try monitored.read { note($0, at: $1) } }
        for role in SocketRole.allCases {
            let total = ended[role] ?? 0
            guard total > reported[role] ?? 0 else { continue }
            logger.warning(
                "connections were ended, for there were too many; raise --max-connections if they were meant to be",
                metadata: [
                    "socket": "\(role.rawValue)", "new": "\(total - (reported[role] ?? 0))", "total": "\(total)",
                    "limit": "\(limit)",
                ])
            reported[role] = total
        }
    }
}
