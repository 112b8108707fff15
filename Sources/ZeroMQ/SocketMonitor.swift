import CZeroMQ
import Synchronization

/// Tells of the connections of a socket: which came, which failed, which went.
///
/// libzmq's I/O thread sends each event, and where the queue of events is full it waits, holding a lock that closing the
/// socket needs too. So this queue has no bound of its own: what bounds it are the connections that can come and go between
/// two readings, and whoever makes a monitor must read it regularly.
///
/// The monitored socket stays open while it is watched. Belongs to the same thread as the socket.
package struct SocketMonitor: ~Copyable {
    private let monitored: SocketHandle
    private let events: Socket

    /// Those of this process: libzmq gives an address free a while after its monitor has ended, so none may be used twice.
    private static let made = Atomic<UInt64>(0)

    /// - Parameter kinds: What is told of.
    package init(
        _ socket: borrowing Socket, in context: Context, for kinds: SocketEvent.Kinds = .connections
    ) throws(ZeroMQError) {
        let address = "inproc://monitor-\(Self.made.add(1, ordering: .relaxed).newValue)"
        let events = try Socket(.pair, in: context)
        try events.set(.receiveHighWaterMark, to: 0)
        guard zmq_socket_monitor(socket.handle, address, kinds.rawValue) == 0 else { throw .last(.monitor, address) }
        do {
            // At once: until somebody is connected, libzmq waits with its first event.
            try events.connect(address)
        } catch {
            zmq_socket_monitor(socket.handle, nil, 0)
            throw error
        }
        monitored = socket.owner
        self.events = events
    }

    deinit {
        // Fails where the context was shut down only, and then the monitor has ended already.
        zmq_socket_monitor(monitored.pointer, nil, 0)
    }

    /// The next event; nil where there is none. Waits for one for `timeout`, with the default not at all.
    package mutating func next(waitingAtMost timeout: Duration = .zero) throws(ZeroMQError) -> SocketEvent? {
        let deadline = timeout > .zero ? ContinuousClock.now + timeout : nil
        var rest = timeout
        while true {
            if rest > .zero { try events.set(.receiveTimeout, to: rest) }
            guard let frames = try events.receiveFrames(limit: 2, rest > .zero ? [] : .dontWait) else { return nil }
            if let event = SocketEvent(frames) { return event }
            // libzmq retries without end, and each retry is an event: the wait is bounded as a whole.
            if let deadline { rest = deadline - .now }
        }
    }
}
