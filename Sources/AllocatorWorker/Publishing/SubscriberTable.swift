import ZeroMQ

/// The connections of the publications socket, as its monitor tells of them. As many as the process may have files open.
///
/// Only over tcp and ipc can subscribers be told apart: an inproc peer has no connection. (The worker's context is its own,
/// so that nobody can connect to it by inproc.)
struct SubscriberTable {
    private struct Entry {
        let number: UInt64
        let connection: Connection
        var queue: Connection.SendQueue?
        var isCutOff = false
    }

    /// By file descriptor.
    private var entries: [Int32: Entry] = [:]
    private var lastNumber: UInt64 = 0

    /// Connections, also those that have not subscribed to anything yet.
    var count: Int { entries.count }

    /// The number of a connection that has ended, if the event tells of one.
    mutating func note(_ event: SocketEvent) -> UInt64? {
        switch event.kind {
        case .accepted(let descriptor), .connected(let descriptor):
            // One that is gone already is told of once more, as disconnected.
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

    /// Looks at every connection. What has moved counts from the look before.
    ///
    /// - Complexity: four system calls for each.
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

    /// Ends a connection. Nil where it had ended by itself.
    mutating func cutOff(_ number: UInt64) -> Connection.Peer? {
        guard let (descriptor, entry) = entries.first(where: { $0.value.number == number }) else { return nil }
        entries[descriptor]?.isCutOff = true
        return entry.connection.shutDown() ? entry.connection.peer : nil
    }
}

extension Connection.SendQueue {
    /// How many bytes have left since. Over ipc the kernel counts what waits only, so that what was filled up again in the
    /// meantime does not show: then any change counts.
    fileprivate func moved(since former: Self) -> UInt64 {
        if let acknowledgedBytes, let before = former.acknowledgedBytes {
            return acknowledgedBytes - min(before, acknowledgedBytes)
        }
        return UInt64((unsentBytes - former.unsentBytes).magnitude)
    }
}

extension Connection.Peer {
    /// The host or the process.
    var origin: String {
        switch self {
        case .tcp(let host, _): host
        case .process: description
        }
    }
}
