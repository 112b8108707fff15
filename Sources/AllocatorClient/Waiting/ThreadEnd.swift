import Synchronization

/// Signals that a client's thread has closed its sockets.
final class ThreadEnd: Sendable {
    private enum State: Sendable {
        case running(waiting: [Promise<Void>])
        case over
    }

    private let state = Mutex(State.running(waiting: []))

    func signal() {
        let waiting = state.withLock { state -> [Promise<Void>] in
            guard case .running(let waiting) = state else { return [] }
            state = .over
            return waiting
        }
        for promise in waiting { promise.fulfil(.success(())) }
    }

    /// Returns a promise that is fulfilled when the thread has ended.
    func promise() -> Promise<Void> {
        let promise = Promise<Void>()
        let isOver = state.withLock { state in
            guard case .running(let waiting) = state else { return true }
            state = .running(waiting: waiting + [promise])
            return false
        }
        if isOver { promise.fulfil(.success(())) }
        return promise
    }
}
