import Synchronization
import ZeroMQ

/// A request to drain and end. It may be made from any thread, any number of times.
final class StopRequest: Sendable {
    private let requested = Atomic<Bool>(false)
    private let wakeUp: WakeUp

    init(waking wakeUp: WakeUp) {
        self.wakeUp = wakeUp
    }

    func make() {
        requested.store(true, ordering: .releasing)
        wakeUp.signal()
    }

    var isMade: Bool { requested.load(ordering: .acquiring) }
}
