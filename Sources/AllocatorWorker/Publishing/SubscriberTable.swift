import ZeroMQ

/// The connections of the publications socket, as its monitor reports them. Bounded by the open files of the process.
///
/// Only TCP and IPC peers have connections. No inproc peer exists, because the worker doesn't share its context.
struct SubscriberTable {
    private struct Entry {
        let number: UInt64
        let connection: Connection
        var queue: Connection.SendQueue?
        var isCutOff = false
    }

    /// The entries by file descriptor.
    private var entries: [Int32: Entry] = [:]
    private var lastNumber: UInt64 = 0

    /// The number of connections, including those without a subscription.
    var count: Int { entries.count }

    /// Records an event of the monitor.
    ///
    /// - Returns: The number of the connection that the event has ended, if any.
    mutating func record(_ event: SocketEvent) -> UInt64? {
        switch event.kind {
        case .accepted(let descriptor), .connected(let descriptor):
            // A connection that is closed already is reported once more, as disconnected.
            guard let connection = Connection(fileDescriptor: descriptor) else { return nil }
            lastNumber += 1
            let former = entries.updateValue(
                Entry(number: lastNumber, connection: connection), forKey: descriptor)
            return former?.number
        case .disconnected(let descriptor):
            return entries.removeValue(forKey: descriptor)?.number
        default:
            return nil
        }
    }

    /// Observes every connection. Sent bytes count from the previous call.
    ///
    /// - Complexity: Four system calls per connection.
    mutating func observe() -> [SlowSubscriberPolicy.Observation] {
        var observations: [SlowSubscriberPolicy.Observation] = []
        observations.reserveCapacity(entries.count)
        for descriptor in Array(entries.keys) {
            guard let entry = entries[descriptor], !entry.isCutOff, let queue = entry.connection.sendQueue() else {
                continue
            }
            observations.append(
                SlowSubscriberPolicy.Observation(
                    number: entry.number, origin: entry.connection.peer.origin, isBehind: queue.isFull,
                    movedBytes: queue.moved(since: entry.queue ?? queue), unsentBytes: queue.unsentBytes))
            entries[descriptor]?.queue = queue
        }
        return observations
    }

    /// Closes a connection.
    ///
    /// - Returns: Its peer, or `nil` if the connection had closed by itself.
    mutating func cutOff(_ number: UInt64) -> Connection.Peer? {
        guard let (descriptor, entry) = entries.first(where: { $0.value.number == number }) else { return nil }
        entries[descriptor]?.isCutOff = true
        return entry.connection.shutDown() ? entry.connection.peer : nil
    }
}

extension Connection.SendQueue {
    /// The number of bytes sent since `former`. For IPC the kernel counts waiting bytes only, which may have been
    /// refilled meanwhile, so any change counts as progress.
    fileprivate func moved(since former: Self) -> UInt64 {
        if let acknowledgedBytes, let before = former.acknowledgedBytes {
            return acknowledgedBytes - min(before, acknowledgedBytes)
        }
        return UInt64((unsentBytes - former.unsentBytes).magnitude)
    }
}

extension Connection.Peer {
    /// The host, or the process of an IPC peer.
    var origin: String {
        switch self {
        case .tcp(let host, _): host
        case .process: description
        }
    }
}
