import CZeroMQ
import Glibc

/// Waits for several sockets and file descriptors at once, on the thread that owns the sockets.
///
/// A socket stays open while a poller watches it, also after its `Socket` is gone.
package struct Poller: ~Copyable {
    /// How many sockets and file descriptors one poller watches at most: each wait looks at all of them.
    package static let capacity = 1024

    /// One that is watched, by its place; good until it is removed.
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

    /// - Precondition: the file descriptor is open; it stays open while it is watched.
    package mutating func add(fileDescriptor: Int32, for interest: Readiness = .readable) -> Entry {
        precondition(fileDescriptor >= 0, "\(fileDescriptor) is not a file descriptor")
        return insert(zmq_pollitem_t(socket: nil, fd: fileDescriptor, events: interest.rawValue, revents: 0), nil)
    }

    package mutating func remove(_ entry: Entry) {
        // poll(2) passes over negative descriptors, so the place can stay until it is taken again.
        items[entry.place] = zmq_pollitem_t(socket: nil, fd: Self.noDescriptor, events: 0, revents: 0)
        owners[entry.place] = nil
    }

    /// Changes what is waited for; nothing (`[]`) suspends the entry.
    package mutating func setInterest(_ interest: Readiness, of entry: Entry) {
        items[entry.place].events = interest.rawValue
    }

    /// Waits until something is ready, at most for `timeout`: `nil` is forever, zero only looks, parts of a millisecond
    /// count as a whole one. Returns how many are ready; `self[entry]` tells which.
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

    /// What the last `wait` found.
    package subscript(entry: Entry) -> Readiness { Readiness(rawValue: items[entry.place].revents) }

    private mutating func wait(milliseconds: Int) throws(ZeroMQError) -> Int {
        while true {
            if let count = try poll(milliseconds: milliseconds) { return count }
        }
    }

    /// `nil` where a signal interrupted.
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
