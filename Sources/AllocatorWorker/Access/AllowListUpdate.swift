import Synchronization
import ZeroMQ

/// Hands a new allow-list to the sockets' thread. May be given from any thread; only the newest counts.
final class AllowListUpdate: Sendable {
    private struct State: Sendable {
        var list: AllowList?
        var wakeUp: WakeUp?
    }

    private let state = Mutex(State())

    /// From now on, giving a list wakes the thread.
    func begin(waking wakeUp: WakeUp) {
        state.withLock { $0.wakeUp = wakeUp }
    }

    func give(_ list: AllowList) {
        let wakeUp = state.withLock { state in
            state.list = list
            return state.wakeUp
        }
        wakeUp?.signal()
    }

    func take() -> AllowList? {
        state.withLock { state in
            defer { state.list = nil }
            return state.list
        }
    }
}
