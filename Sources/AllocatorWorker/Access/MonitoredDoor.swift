import ZeroMQ

/// A socket whose connections are told of, in a list of such.
final class MonitoredDoor {
    private let door: Door
    private var monitor: SocketMonitor

    init(_ door: Door, _ monitor: consuming SocketMonitor) {
        self.door = door
        self.monitor = monitor
    }

    /// Hands on all that the monitor has told since the last time.
    func read(_ note: (SocketEvent, Door) -> Void) throws(ZeroMQError) {
        while let event = try monitor.next() { note(event, door) }
    }
}
