import ZeroMQ

/// A monitored socket. An object, because the noncopyable monitor can't be an element of an array.
final class MonitoredSocket {
    private let role: SocketRole
    private var monitor: SocketMonitor

    init(role: SocketRole, monitor: consuming SocketMonitor) {
        self.role = role
        self.monitor = monitor
    }

    /// Reads the events since the last call.
    func read(_ record: (SocketEvent, SocketRole) -> Void) throws(ZeroMQError) {
        while let event = try monitor.next() { record(event, role) }
    }
}
