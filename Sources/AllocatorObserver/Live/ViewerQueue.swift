import DequeModule
import Synchronization

/// A bounded queue of events for one viewer, in order, each once.
///
/// Enqueueing never waits. A viewer whose queue overflows is disconnected. It misses nothing: its browser reconnects
/// and starts with the whole picture.
package final class ViewerQueue: Sendable {
    private enum Ending {
        case open
        /// Closed: nothing more is enqueued; the rest is still delivered.
        case finished
        /// Overflowed: the queued events are dropped.
        case overflowed
    }

    private struct State: Sendable {
        var events: Deque<ServerSentEvent> = []
        var ending = Ending.open
        var taker: CheckedContinuation<ServerSentEvent?, Never>?
    }

    package let capacity: Int
    private let onOverflow: @Sendable () -> Void
    private let state = Mutex(State())

    /// - Parameter onOverflow: Called once on overflow, from the enqueueing thread: the task that writes may be blocked
    ///   by the very viewer that does not read, and must be released.
    package init(capacity: Int, onOverflow: @escaping @Sendable () -> Void) {
        precondition(capacity >= 1, "a queue without room would give up every viewer")
        self.capacity = capacity
        self.onOverflow = onOverflow
    }

    package var hasOverflowed: Bool { state.withLock { $0.ending == .overflowed } }

    private enum Taking {
        case handedTo(CheckedContinuation<ServerSentEvent?, Never>)
        case queued
        case overflows
        case isOver
    }

    /// Takes an event in. Whether there was room; where there was none, the queue is at its end.
    @discardableResult
    package func append(_ event: ServerSentEvent) -> Bool {
        switch take(event) {
        case .handedTo(let taker): taker.resume(returning: event)
        case .queued: break
        case .overflows:
            onOverflow()
            return false
        case .isOver: return false
        }
        return true
    }

    private func take(_ event: ServerSentEvent) -> Taking {
        state.withLock { state in
            guard state.ending == .open else { return .isOver }
            if let taker = state.taker {
                state.taker = nil
                return .handedTo(taker)
            }
            guard state.events.count < capacity else {
                state.ending = .overflowed
                state.events = []
                return .overflows
            }
            state.events.append(event)
            return .queued
        }
    }

    /// Ends it: nothing more is taken in.
    package func finish() {
        let taker = state.withLock { state -> CheckedContinuation<ServerSentEvent?, Never>? in
            if state.ending == .open { state.ending = .finished }
            defer { state.taker = nil }
            return state.taker
        }
        taker?.resume(returning: nil)
    }

    /// The next event; nil at the end. Cancelling the task that waits ends the queue.
    ///
    /// - Precondition: One task takes, one event after the other.
    package nonisolated(nonsending) func next() async -> ServerSentEvent? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let now = state.withLock { state -> ServerSentEvent?? in
                    if let event = state.events.popFirst() { return .some(event) }
                    guard state.ending == .open else { return .some(nil) }
                    precondition(state.taker == nil, "one task takes from a viewer's queue")
                    state.taker = continuation
                    return nil
                }
                if let now { continuation.resume(returning: now) }
            }
        } onCancel: {
            finish()
        }
    }
}
