import Synchronization
import ZeroMQ

/// The state that the tasks of an observer share with its thread.
final class ObserverLink: ClientLink {
    private struct State: Sendable {
        var statistics = ObserverStatistics()
        var isOver = false
    }

    let wakeUp: WakeUp
    let publications: DeliveryBuffer<ReceivedPublication>
    let connectionUpdates = DeliveryBuffer<ConnectionUpdate>(capacity: ConnectionUpdate.bufferedUpdates) {}
    let threadEnd = ThreadEnd()
    private let state = Mutex(State())

    init(_ options: ObserverOptions) throws(ZeroMQError) {
        let wakeUp = try WakeUp()
        self.wakeUp = wakeUp
        publications = DeliveryBuffer(capacity: options.bufferedPublications) { wakeUp.signal() }
    }

    var statistics: ObserverStatistics { state.withLock { $0.statistics } }

    func count(_ change: @Sendable (inout ObserverStatistics) -> Void) {
        state.withLock { change(&$0.statistics) }
    }

    var isOver: Bool { state.withLock { $0.isOver } }

    func end(_ ending: ClientFailure) {
        let isFirst = state.withLock { state in
            defer { state.isOver = true }
            return !state.isOver
        }
        guard isFirst else { return }
        publications.finish(ending == .closed ? nil : ending)
        connectionUpdates.finish(ending == .closed ? nil : ending)
        wakeUp.signal()
    }
}
