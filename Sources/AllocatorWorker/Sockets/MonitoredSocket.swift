import ZeroMQ

/// A socket whose connections are told of, in a list of such.
final class MonitoredSocket {
    private let role: SocketRole
    private var monitor: SocketMonitor

    init(_ role: SocketRole, _ monitor: consuming SocketMonitor) {
        self.role = role
        self.monitor = monitor
    }

    /// Hands on all that the monitor has told since the last time.
    func read(_ note: (SocketEvent, SocketRole) -> Void) throws(ZeroMQError) {
        while let event = try monitor.next() { note(event, role) }
    }
}
