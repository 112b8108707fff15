import AllocatorWire
import Foundation
import Synchronization

/// A well-behaved master: sends an event at each due time, over a connection of its own, even if the previous one is
/// unanswered.
final class PacedMaster: Sendable {
    static let name = "paced"

    private let interval: Duration
    private let begin = ContinuousClock.now
    private let isStopped = Atomic<Bool>(false)
    private let hasEnded = DispatchSemaphore(value: 0)

    init(eventsPerSecond: Int, to endpoint: String) {
        interval = .seconds(1) / eventsPerSecond
        Thread.detachNewThread { [self] in
            defer { hasEnded.signal() }
            do {
                let push = try Push(to: endpoint)
                var number = 0
                while !isStopped.load(ordering: .relaxed) {
                    let wait = (due(number) - ContinuousClock.now) / .microseconds(1)
                    if wait > 0 { usleep(UInt32(wait)) }
                    try push.send(MasterConnection.frames(of: Self.event(number)))
                    number += 1
                }
            } catch {
                FileHandle.standardError.write(Data("the paced master ended: \(error)\n".utf8))
            }
        }
    }

    /// Returns the due time of an event, counted from 0. Its reply repeats the number.
    func due(_ number: Int) -> ContinuousClock.Instant { begin + interval * (number + 1) }

    private static func event(_ number: Int) -> WireEvent {
        var event = Messages.event(.heartbeat(Messages.empty), from: name)
        event.requestID = String(number)
        return event
    }

    func stop() {
        isStopped.store(true, ordering: .relaxed)
        hasEnded.wait()
    }
}
