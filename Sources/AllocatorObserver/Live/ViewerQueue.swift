import DequeModule
import Synchronization

/// A bounded FIFO queue of events for one viewer.
///
/// Enqueueing never waits. A viewer whose queue overflows is disconnected. Its browser then reconnects and receives the
/// whole picture.
package final class ViewerQueue: Sendable {
    private enum Ending {
        case open
        /// The queue is closed: it accepts no events but still delivers the queued ones.
        case finished
        /// The queue overflowed, and its events are dropped.
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

    /// - Parameter onOverflow: Called once on overflow, on the enqueueing thread. It must release the writing task,
    ///   which the stalled viewer may block.
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

    /// Enqueues an event.
    ///
    /// - Returns: Whether there was room. Otherwise the queue has overflowed and ended.
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

    /// Closes the queue for further events.
    package func finish() {
        let taker = state.withLock { state -> CheckedContinuation<ServerSentEvent?, Never>? in
            if state.ending == .open { state.ending = .finished }
            defer { state.taker = nil }
            return state.taker
        }
        taker?.resume(returning: nil)
    }

    /// Dequeues the next event, or returns `nil` at the end. Cancelling the waiting task ends the queue.
    ///
    /// - Precondition: Only one task dequeues.
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
