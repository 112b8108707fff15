import AllocatorClient
import AllocatorWire
import Foundation
import Glibc
import SwiftProtobuf
import Testing
import ZeroMQ

/// A worker that is asked to end has lost nothing of what it had received.
@Suite(.serialized)
struct StoppingTests {
    /// A worker with an initialized cluster and an observer that it knows.
    private static func begin() async throws -> (worker: RunningWorker, observer: Observer, marks: Int) {
        let worker = try await RunningWorker.start(["--clock", "virtual"])
        let observer = Observer(of: worker.endpoints, ["default/replies/", "default/events/"])
        var sender = try EventSender(to: worker.endpoints.events, in: Context())
        try await Observer.settle([observer], "opening", &sender)
        let marks = Int(sender.events)
        try sender.send([
            .with {
                $0.master = "first"
                $0.requestID = "1"
                $0.initialize = .init()
            }
        ])
        try await observer.wait(for: "the reply to initialize") { $0.contains { $0.isReply(to: "1") } ? () : nil }
        return (worker, observer, marks)
    }

    @Test(.timeLimit(.minutes(10)), arguments: [SIGTERM, SIGINT])
    func `under load all that was received is applied, answered and published`(signal: Int32) async throws {
        let (worker, observer, marks) = try await Self.begin()
        let pushers = (1...3).map { Pusher("pusher-\($0)", to: worker.endpoints.events) }
        try await observer.wait(for: "the load") { $0.count > 1_000 ? () : nil }
        worker.command.send(signal)
        #expect(try await worker.command.wait(within: Patience.stop) == .exited(0), "\(worker.command)")
        for pusher in pushers { try await pusher.end() }

        let all = try await Self.rest(of: observer)
        for pusher in pushers {
            let answered = Self.expectUnbroken(all, of: pusher.master)
            #expect(answered > 0)
        }
        // The worker's own count of what it accepted is what was published, and the marks, which are heartbeats.
        let accepted = try #require(try Self.accepted(by: worker))
        #expect(all.count { $0.topic.kind == .events } + marks == accepted)
    }

    @Test(.timeLimit(.minutes(10)))
    func `what a master sent before it went away is applied, though the worker is asked to end at once`() async throws {
        let (worker, observer, _) = try await Self.begin()
        let pusher = Pusher("pusher", to: worker.endpoints.events, limit: 1_000)
        try await pusher.waitForEnd()
        worker.command.send(SIGTERM)
        #expect(try await worker.command.wait(within: Patience.stop) == .exited(0), "\(worker.command)")
        #expect(Self.expectUnbroken(try await Self.rest(of: observer), of: "pusher") == 1_000)
    }

    @Test(.timeLimit(.minutes(10)), arguments: [SIGTERM, SIGINT])
    func `a second signal ends it at once`(signal: Int32) async throws {
        let (worker, observer, _) = try await Self.begin()
        // While they push, the draining goes on.
        let pushers = (1...2).map { Pusher("pusher-\($0)", to: worker.endpoints.events) }
        try await observer.wait(for: "the load") { $0.count > 100 ? () : nil }
        worker.command.send(signal)
        try await waitFor("no draining of \(worker.command)") { worker.command.errors.contains("draining") ? () : nil }
        try await waitFor("\(worker.command) still runs", within: Patience.stop) {
            worker.command.send(signal)
            return worker.command.isRunning ? nil : ()
        }
        #expect(try await worker.command.wait() == .signalled(signal), "\(worker.command)")
        for pusher in pushers { try await pusher.end() }
    }

    // MARK: - What came of it

    /// Everything that the observer gets now that the worker is gone.
    private static func rest(of observer: Observer) async throws -> [ReceivedPublication] {
        var count = -1
        while observer.publications.count > count {
            count = observer.publications.count
            try await Task.sleep(for: .milliseconds(500))
        }
        return observer.publications
    }

    /// Expects that the worker answered the events of a master in order without a gap, and published the accepted ones.
    ///
    /// - Returns: The number of answers.
    private static func expectUnbroken(_ all: [ReceivedPublication], of master: String) -> Int {
        let replies = all.filter { $0.topic.kind == .replies && $0.master == master }
        let numbers = Array(1...max(1, replies.count))
        #expect(replies.map(\.publication.reply.requestID) == numbers.map { "\($0)" })
        #expect(replies.map(\.publication.sequence) == numbers.map { UInt64($0) })
        for (number, reply) in zip(numbers, replies) {
            let isOk = if case .ok = reply.publication.reply.result { true } else { false }
            #expect(isOk == Pusher.isAccepted(number))
        }
        let events = all.compactMap { received -> WireEvent? in
            guard case .event(let event) = received.publication.body, event.master == master else { return nil }
            return event
        }
        #expect(events.map(\.requestID) == numbers.filter(Pusher.isAccepted).map { "\($0)" })
        return replies.count
    }

    /// The count in the worker's log.
    private static func accepted(by worker: RunningWorker) throws -> Int? {
        let log = worker.command.errors
        return try #require(try log.firstMatch(of: Regex(#" drained .*events_in_all=(\d+)"#)), "\(worker.command)")
            .output[1].substring.flatMap { Int($0) }
    }
}
