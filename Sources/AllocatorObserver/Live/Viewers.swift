import Synchronization

/// The viewers of the page: a bounded number, each with a bounded queue.
package final class Viewers: Sendable {
    /// The maximum number of open pages.
    package static let maximumViewers = 64
    /// The capacity of a viewer's queue: about ten seconds of events.
    package static let queueCapacity = 32

    private struct State: Sendable {
        var queues: [Int: ViewerQueue] = [:]
        var numbered = 0
        var givenUp: UInt64 = 0
        var isClosed = false
    }

    private let maximum: Int
    private let capacity: Int
    private let state = Mutex(State())

    package init(maximum: Int = maximumViewers, capacity: Int = queueCapacity) {
        self.maximum = maximum
        self.capacity = capacity
    }

    package var count: Int { state.withLock { $0.queues.count } }

    /// The number of viewers disconnected because their queues overflowed.
    package var givenUp: UInt64 { state.withLock { $0.givenUp } }

    /// Adds a viewer, which receives all later events. Returns `nil` at the maximum, or after `close()`.
    ///
    /// - Parameter onOverflow: Called when its queue overflows, to release the task that writes to it.
    package func enter(onOverflow: @escaping @Sendable () -> Void) -> (number: Int, queue: ViewerQueue)? {
        state.withLock { state in
            guard !state.isClosed, state.queues.count < maximum else { return nil }
            state.numbered += 1
            // Weak, because this object owns the queues.
            let queue = ViewerQueue(capacity: capacity) { [weak self] in
                self?.state.withLock { $0.givenUp += 1 }
                onOverflow()
            }
            state.queues[state.numbered] = queue
            return (state.numbered, queue)
        }
    }

    package func leave(_ number: Int) {
        state.withLock { $0.queues[number] = nil }
    }

    /// Broadcasts an event to all viewers.
    package func send(_ event: ServerSentEvent) {
        let queues = state.withLock { $0.queues }
        for (number, queue) in queues where !queue.append(event) { leave(number) }
    }

    /// Ends all streams and admits no further viewers.
    package func close() {
        let queues = state.withLock { state -> [Int: ViewerQueue] in
            state.isClosed = true
            defer { state.queues = [:] }
            return state.queues
        }
        for queue in queues.values { queue.finish() }
    }
}
