import Synchronization

/// A value that one task waits for. The first call of `fulfil` sets it. Cancelling the task sets it to the failure
/// `cancelled`.
final class Promise<Value: Sendable>: Sendable {
    private enum State: Sendable {
        case open
        case awaited(CheckedContinuation<Result<Value, ClientFailure>, Never>)
        case fulfilled(Result<Value, ClientFailure>)
    }

    private let state = Mutex(State.open)

    /// Whether the value was set, or the task was cancelled.
    var isFulfilled: Bool {
        state.withLock { if case .fulfilled = $0 { true } else { false } }
    }

    /// Sets the value unless it is already set.
    ///
    /// - Returns: Whether this was the first call.
    @discardableResult
    func fulfil(_ result: Result<Value, ClientFailure>) -> Bool {
        let (isFirst, continuation) = state.withLock {
            state -> (Bool, CheckedContinuation<Result<Value, ClientFailure>, Never>?) in
            switch state {
            case .fulfilled: return (false, nil)
            case .open:
                state = .fulfilled(result)
                return (true, nil)
            case .awaited(let continuation):
                state = .fulfilled(result)
                return (true, continuation)
            }
        }
        continuation?.resume(returning: result)
        return isFirst
    }

    /// Waits for the value. May be called only once.
    nonisolated(nonsending) func value() async throws(ClientFailure) -> Value {
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Result<Value, ClientFailure>, Never>) in
                let early = state.withLock { state -> Result<Value, ClientFailure>? in
                    switch state {
                    case .fulfilled(let result): return result
                    case .open: state = .awaited(continuation)
                    case .awaited: preconditionFailure("a promise is awaited once")
                    }
                    return nil
                }
                if let early { continuation.resume(returning: early) }
            }
        } onCancel: {
            fulfil(.failure(.cancelled))
        }
        return try result.get()
    }
}
