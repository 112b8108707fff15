import CZeroMQ
import Glibc

/// Waits for several sockets and file descriptors at once, on the thread that owns the sockets.
///
/// A socket stays open while a poller watches it, even if its `Socket` was destroyed.
package struct Poller: ~Copyable {
    /// The maximum number of watched sockets and file descriptors. Each wait checks all of them.
    package static let capacity = 1024

    /// A watched socket or file descriptor, by its index. Valid until it is removed.
    package struct Entry: Hashable, Sendable {
        fileprivate let place: Int
    }

    private var items: [zmq_pollitem_t] = []
    private var owners: [SocketHandle?] = []

    package init() {}

    package mutating func add(_ socket: borrowing Socket, for interest: Readiness = .readable) -> Entry {
        insert(
            zmq_pollitem_t(socket: socket.handle, fd: Self.noDescriptor, events: interest.rawValue, revents: 0),
            socket.owner)
    }

    /// - Precondition: The file descriptor stays open while it is watched.
    package mutating func add(fileDescriptor: Int32, for interest: Readiness = .readable) -> Entry {
        precondition(fileDescriptor >= 0, "\(fileDescriptor) is not a file descriptor")
        return insert(zmq_pollitem_t(socket: nil, fd: fileDescriptor, events: interest.rawValue, revents: 0), nil)
    }

    package mutating func remove(_ entry: Entry) {
        // poll(2) ignores negative descriptors, so that the index can stay until it is reused.
        items[entry.place] = zmq_pollitem_t(socket: nil, fd: Self.noDescriptor, events: 0, revents: 0)
        owners[entry.place] = nil
    }

    /// Changes the awaited readiness; none (`[]`) suspends the entry.
    package mutating func setInterest(_ interest: Readiness, of entry: Entry) {
        items[entry.place].events = interest.rawValue
    }

    /// Waits until something is ready, for at most `timeout`. `nil` waits forever, zero only checks, and fractions of a
    /// millisecond are rounded up.
    ///
    /// - Returns: The number of ready entries; `self[entry]` tells which.
    package mutating func wait(timeout: Duration? = nil) throws(ZeroMQError) -> Int {
        guard let timeout, timeout > .zero else { return try wait(milliseconds: timeout == nil ? -1 : 0) }
        let deadline = ContinuousClock.now + timeout
        var remaining = timeout
        while true {
            let milliseconds = remaining.milliseconds.map { Int(min($0, Int64(Int32.max))) } ?? Int(Int32.max)
            guard let count = try poll(milliseconds: milliseconds) else {
                remaining = max(.zero, deadline - .now)
                continue
            }
            return count
        }
    }

    /// The readiness of an entry at the last `wait`.
    package subscript(entry: Entry) -> Readiness { Readiness(rawValue: items[entry.place].revents) }

    private mutating func wait(milliseconds: Int) throws(ZeroMQError) -> Int {
        while true {
            if let count = try poll(milliseconds: milliseconds) { return count }
        }
    }

    /// Polls once.
    ///
    /// - Returns: `nil` if a signal interrupted the call.
    private mutating func poll(milliseconds: Int) throws(ZeroMQError) -> Int? {
        let count = zmq_poll(&items, Int32(items.count), milliseconds)
        if count >= 0 { return Int(count) }
        let number = zmq_errno()
        guard number == EINTR else { throw ZeroMQError(.poll, errno: number) }
        return nil
    }

    private mutating func insert(_ item: zmq_pollitem_t, _ owner: SocketHandle?) -> Entry {
        if let free = items.indices.first(where: { items[$0].socket == nil && items[$0].fd == Self.noDescriptor }) {
            items[free] = item
            owners[free] = owner
            return Entry(place: free)
        }
        precondition(items.count < Self.capacity, "a poller watches at most \(Self.capacity) sockets")
        items.append(item)
        owners.append(owner)
        return Entry(place: items.count - 1)
    }

    private static var noDescriptor: Int32 { -1 }
}
