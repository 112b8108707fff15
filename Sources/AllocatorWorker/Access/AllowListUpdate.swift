import Synchronization
import ZeroMQ

/// Hands a reloaded allow-list from any thread to the sockets' thread. A newer list replaces one that was not taken
/// yet.
final class AllowListUpdate: Sendable {
    private struct State: Sendable {
        var list: AllowList?
        var wakeUp: WakeUp?
    }

    private let state = Mutex(State())

    /// Registers the wake-up that `give(_:)` signals.
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
