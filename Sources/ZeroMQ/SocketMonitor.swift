import CZeroMQ
import Synchronization

/// Reports the connections of a socket: made, failed and ended ones.
///
/// libzmq's I/O thread waits while the queue of events is full, and holds a lock that closing the socket needs. This
/// queue is therefore unbounded. The connections made and ended between two reads bound it in practice, so that the
/// owner of a monitor must read it regularly.
///
/// The monitored socket stays open while it is monitored. The monitor belongs to the socket's thread.
package struct SocketMonitor: ~Copyable {
    private let monitored: SocketHandle
    private let events: Socket

    /// The number of monitors of this process. libzmq releases an address only some time after its monitor has ended,
    /// so that none is used twice.
    private static let made = Atomic<UInt64>(0)

    /// - Parameter kinds: The events to report.
    package init(
        _ socket: borrowing Socket, in context: Context, for kinds: SocketEvent.Kinds = .connections
    ) throws(ZeroMQError) {
        let address = "inproc://monitor-\(Self.made.add(1, ordering: .relaxed).newValue)"
        let events = try Socket(.pair, in: context)
        try events.set(.receiveHighWaterMark, to: 0)
        guard zmq_socket_monitor(socket.handle, address, kinds.rawValue) == 0 else { throw .last(.monitor, address) }
        do {
            // Connect at once, because libzmq blocks at its first event until a peer is connected.
            try events.connect(address)
        } catch {
            zmq_socket_monitor(socket.handle, nil, 0)
            throw error
        }
        monitored = socket.owner
        self.events = events
    }

    deinit {
        // Fails only if the context was shut down; the monitor has ended then.
        zmq_socket_monitor(monitored.pointer, nil, 0)
    }

    /// Waits for the next event for at most `timeout`, by default not at all.
    ///
    /// - Returns: `nil` if there is none.
    package mutating func next(waitingAtMost timeout: Duration = .zero) throws(ZeroMQError) -> SocketEvent? {
        let deadline = timeout > .zero ? ContinuousClock.now + timeout : nil
        var rest = timeout
        while true {
            if rest > .zero { try events.set(.receiveTimeout, to: rest) }
            guard let frames = try events.receiveFrames(limit: 2, rest > .zero ? [] : .dontWait) else { return nil }
            if let event = SocketEvent(frames) { return event }
            // libzmq retries forever, and each retry is an event. The timeout therefore covers the whole wait.
            if let deadline { rest = deadline - .now }
        }
    }
}
