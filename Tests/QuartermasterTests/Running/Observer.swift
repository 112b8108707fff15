import AllocatorClient
import AllocatorWire
import Foundation
import SwiftProtobuf
import Synchronization
import ZeroMQ

/// Collects, on a thread of its own, what a worker publishes.
final class Observer: Sendable {
    /// The state that the thread shares with its owner.
    private final class Record: Sendable {
        let publications = Mutex<[ReceivedPublication]>([])
        let failure = Mutex<String?>(nil)
        let isOver = Atomic<Bool>(false)
    }

    /// A cluster for marks alone. The reply to a mark shows that the subscriptions of an observer are in force, and
    /// that it has received everything before.
    ///
    /// Its topics sort behind all others, and libzmq subscribes in that order.
    static let marks = "zz"

    private let record = Record()

    /// - Parameter prefixes: Beginnings of topics, also those under `json/`.
    init(of endpoints: WorkerEndpoints, _ prefixes: [String]) {
        Thread.detachNewThread { [record] in
            do {
                var receiver = try PublicationReceiver(
                    from: endpoints.publications, in: Context(),
                    prefixes: (prefixes + ["\(Self.marks)/replies/"]).map { Array($0.utf8) })
                while !record.isOver.load(ordering: .acquiring) {
                    guard let received = try receiver.receive(timeout: Patience.step) else { continue }
                    record.publications.withLock { $0.append(received) }
                }
            } catch {
                record.failure.withLock { $0 = "\(error)" }
            }
        }
    }

    deinit { record.isOver.store(true, ordering: .releasing) }

    /// Everything so far but the marks.
    var publications: [ReceivedPublication] { all.filter { $0.cluster != Self.marks } }

    /// Everything up to a mark, without the marks.
    func publications(upTo mark: String) -> [ReceivedPublication] {
        all.prefix { !$0.isReply(to: mark) }.filter { $0.cluster != Self.marks }
    }

    private var all: [ReceivedPublication] { record.publications.withLock { $0 } }

    func has(_ mark: String) -> Bool { all.contains { $0.isReply(to: mark) } }

    func wait<Result>(for what: String, _ look: ([ReceivedPublication]) throws -> Result?) async throws -> Result {
        try await waitFor("the observer has not seen \(what)") {
            if let failure = record.failure.withLock({ $0 }) { throw Overdue(description: failure) }
            return try look(publications)
        }
    }

    /// Waits until the worker knows all of them and they have what was published before now.
    ///
    /// It does not wait for events that other connections than the sender's have under way.
    static func settle(_ observers: [Observer], _ mark: String, _ sender: inout EventSender) async throws {
        let greeting = "\(mark)-greeting"
        // Counted and not timed: other tests may keep this one from its thread for long.
        var attemptsLeft = Int(Patience.usual / Patience.step)
        while !observers.allSatisfy({ $0.has(greeting) }) {
            guard attemptsLeft > 0 else { throw Overdue(description: "no mark \(greeting) was seen") }
            attemptsLeft -= 1
            try sender.send([markEvent(greeting)])
            try await Task.sleep(for: Patience.step)
        }
        try sender.send([markEvent(mark)])
        try await waitFor("no mark \(mark) was seen") { observers.allSatisfy { $0.has(mark) } ? () : nil }
    }

    /// A heartbeat whose reply is a mark.
    static func markEvent(_ name: String) -> WireEvent {
        var event = WireEvent()
        event.cluster = marks
        event.master = "marks"
        event.requestID = name
        event.heartbeat = .init()
        return event
    }
}

extension ReceivedPublication {
    var cluster: String { publication.cluster }

    func isReply(to requestID: String) -> Bool {
        guard case .reply(let reply) = publication.body else { return false }
        return reply.requestID == requestID
    }
}
