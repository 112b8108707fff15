import AllocatorClient
import AllocatorWire
import Foundation
import SwiftProtobuf
import Synchronization
import ZeroMQ

/// Pushes events from a thread of its own, as fast as the worker takes them, until the worker takes none any more.
final class Pusher: Sendable {
    private final class Record: Sendable {
        let isOver = Atomic<Bool>(false)
        let hasEnded = Atomic<Bool>(false)
    }

    let master: String
    private let record = Record()

    /// - Parameter limit: Events after which it closes its connection.
    init(_ master: String, to endpoint: Endpoint, limit: Int = .max) {
        self.master = master
        Thread.detachNewThread { [record] in
            defer { record.hasEnded.store(true, ordering: .releasing) }
            guard var sender = try? EventSender(to: endpoint, in: Context()) else { return }
            var number = 0
            while number < limit && !record.isOver.load(ordering: .acquiring) {
                let batch = (1...min(1 + number % 7, limit - number)).map { Self.event(number + $0, of: master) }
                // The worker takes no more: it has ended.
                guard (try? sender.send(batch, timeout: .seconds(2))) != nil else { return }
                number += batch.count
            }
        }
    }

    deinit { record.isOver.store(true, ordering: .releasing) }

    func end() async throws {
        record.isOver.store(true, ordering: .releasing)
        try await waitForEnd()
    }

    /// Waits until it has ended by itself: what it sent has left its process then.
    func waitForEnd() async throws {
        try await waitFor("\(master) still pushes") { record.hasEnded.load(ordering: .acquiring) ? () : nil }
    }

    /// Agents come and go; every tenth event asks for one that never was.
    private static func event(_ number: Int, of master: String) -> WireEvent {
        WireEvent.with { event in
            event.master = master
            event.requestID = "\(number)"
            switch number % 10 {
            case 0:
                event.removeAgent.agentID = "\(master)-never-was"
            case 1, 3, 5:
                event.addAgent.agent.id.value = "\(master)-\(number)"
                event.addAgent.agent.hostname = "host"
                event.addAgent.total = .init()
            case 2, 4, 6:
                event.removeAgent.agentID = "\(master)-\(number - 1)"
            default:
                event.heartbeat = .init()
            }
        }
    }

    /// Whether the worker accepts the event of that number.
    static func isAccepted(_ number: Int) -> Bool { number % 10 != 0 }
}
