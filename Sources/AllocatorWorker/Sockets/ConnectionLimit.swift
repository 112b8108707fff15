package import Logging
import ZeroMQ

/// Closes the connections to a socket beyond a limit: each takes a file descriptor and memory, even before it
/// authenticates.
///
/// libzmq accepts every connection and has no limit of its own. So excess connections are closed when the monitor is
/// read, about every second.
package final class ConnectionLimit {
    private let limit: Int
    private let logger: Logger
    /// The file descriptors of open connections.
    private var open: [SocketRole: Set<Int32>] = [:]
    private(set) var ended: [SocketRole: UInt64] = [:]
    private var reported: [SocketRole: UInt64] = [:]
    private var monitored: [MonitoredSocket] = []

    /// - Parameter limit: The maximum number of connections to each socket.
    package init(_ limit: Int, logger: Logger) {
        self.limit = limit
        self.logger = logger
    }

    /// Monitors a socket. A socket can only have one monitor.
    ///
    /// - Precondition: The socket isn't bound yet.
    func watch(_ socket: borrowing Socket, as role: SocketRole, in context: Context) throws(ZeroMQError) {
        monitored.append(MonitoredSocket(role: role, monitor: try SocketMonitor(socket, in: context)))
    }

    /// Records an event of a monitor that another object reads.
    func record(_ event: SocketEvent, at role: SocketRole) {
        switch event.kind {
        case .accepted(let descriptor):
            // A connection that is closed already is reported once more, as disconnected.
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

    /// Reads the monitors, and logs the excess connections of each socket. Called every second.
    func attend() throws(ZeroMQError) {
        for monitored in monitored { try monitored.read { record($0, at: $1) } }
        for role in SocketRole.allCases {
            let total = ended[role] ?? 0
            guard total > reported[role] ?? 0 else { continue }
            logger.warning(
                "excess connections were closed; raise --max-connections if they are wanted",
                metadata: [
                    "socket": "\(role.rawValue)", "new": "\(total - (reported[role] ?? 0))", "total": "\(total)",
                    "limit": "\(limit)",
                ])
            reported[role] = total
        }
    }
}
