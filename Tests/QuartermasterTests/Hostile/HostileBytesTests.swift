import AllocatorClient
import AllocatorTesting
import AllocatorWire
import SwiftProtobuf
import TestSupport
import Testing
import ZeroMQ

/// Whatever comes to any of its sockets, the worker goes on, and decides as before.
@Suite(.worker("--clock", "virtual"), .serialized)
struct HostileBytesTests {
    private static let messages = 2_500

    @Test(.timeLimit(.minutes(10)), arguments: [UInt64(1), 2])
    func `hostile bytes leave the worker alive and right`(seed: UInt64) async throws {
        let worker = try #require(WorkerTrait.worker)
        let untouched = "untouched-\(seed)"
        let scenario = try Traces.scenario("everything-1.jsonl")
        var player = try ScenarioPlayer(worker.endpoints, cluster: untouched, .json)
        try player.greet()
        for step in scenario.steps.prefix(100) { _ = try player.outcomes(of: step) }
        let before = try Self.digest(of: untouched, in: worker)

        // Moving the clock far is not malformed, only long.
        let events = scenario.steps.map(\.event).filter { !$0.contains(#""advance""#) }
        var hostile = try HostileBytes(seed: seed, events: events)
        try await Self.push(&hostile, to: worker)
        try Self.askNonsense(&hostile, of: worker)
        try Self.subscribeToNonsense(&hostile, at: worker)
        try Self.connectRaw(&hostile, to: worker)

        #expect(try worker.ask(.ping(.init())).pong.worker.isEmpty == false, "seed \(seed)")
        #expect(try Self.digest(of: untouched, in: worker) == before, "seed \(seed)")
        let other = try Traces.scenario("basic-1.jsonl")
        var next = try ScenarioPlayer(worker.endpoints, cluster: "after-\(seed)", .binary)
        try next.greet()
        let difference = try other.firstDifference { try next.outcomes(of: $0) }
        #expect(difference == nil, "seed \(seed): \(difference.map(\.description) ?? "")")
    }

    private static func digest(of cluster: String, in worker: RunningWorker) throws -> WireDigest {
        let answer = try worker.ask(.digest(.with { $0.cluster = cluster }))
        #expect(answer.digest.events > 0, "\(answer)")
        return answer.digest
    }

    // MARK: - Socket by socket

    private static func push(
        _ hostile: inout HostileBytes, to worker: RunningWorker
    ) async throws {
        let observer = Observer(of: worker.endpoints, ["rejects/", "default/replies/"])
        var sender = try EventSender(to: worker.endpoints.events, in: Context())
        try await Observer.settle([observer], "opening", &sender)
        let socket = try Socket(.push, in: Context())
        try socket.set(.sendTimeout, to: Patience.usual)
        try socket.attach(worker.endpoints.events)
        for _ in 0..<messages {
            guard try socket.send(frames: hostile.message()) else { throw Overdue(description: "no event was taken") }
        }
        // More frames than a batch may have.
        #expect(try socket.send(frames: [[UInt8]](repeating: Array("{}".utf8), count: 10_100)))
        // After all of it, the same connection still gets an answer.
        #expect(try socket.send(try EventEncoder().encode(Observer.markEvent("closing"), as: .json)))
        // Under a sanitizer thousands of messages that are all refused take half a minute.
        try await waitFor("no reply after hostile bytes", within: Patience.usual * 4) {
            observer.has("closing") ? () : nil
        }
        let kinds = Dictionary(grouping: observer.publications, by: \.topic.kind).mapValues(\.count)
        #expect(kinds[.rejects, default: 0] > messages / 10 && kinds[.replies, default: 0] > messages / 10, "\(kinds)")
    }

    private static func askNonsense(_ hostile: inout HostileBytes, of worker: RunningWorker) throws {
        let socket = try Socket(.dealer, in: Context())
        try socket.set(.sendTimeout, to: Patience.usual)
        try socket.attach(worker.endpoints.control)
        for _ in 0..<500 {
            #expect(try socket.send(frames: hostile.message()))
            // Answers are received here, but a client that does not receive them does no harm.
            if hostile.number(in: 0...1) == 0 { _ = try socket.receiveFrames(limit: 64, .dontWait) }
        }
        #expect(try socket.send(frames: [[UInt8]](repeating: [], count: 100)))
        let last = #"{"request_id":"last","ping":{}}"#
        #expect(try socket.send(Array(last.utf8)))
        try socket.set(.receiveTimeout, to: Patience.usual)
        while let answer = try socket.receiveFrames()?.first {
            if (try? AnswerDecoder().decode(answer))?.requestID == "last" { return }
        }
        throw Overdue(description: "no answer after hostile questions")
    }

    private static func subscribeToNonsense(_ hostile: inout HostileBytes, at worker: RunningWorker) throws {
        let socket = try Socket(.xsub, in: Context())
        try socket.set(.sendTimeout, to: Patience.usual)
        try socket.attach(worker.endpoints.publications)
        for _ in 0..<500 {
            let topic = hostile.number(in: 0...1) == 0 ? Array("json/default/offers/".utf8) : []
            // 1 subscribes, 0 takes it back, everything else is nothing.
            let sort = UInt8(hostile.number(in: 0...3))
            #expect(try socket.send([sort] + topic + hostile.bytes(hostile.number(in: 0...300))))
        }
        #expect(try socket.send([1] + [UInt8](repeating: 0x2f, count: 50_000)))
    }

    private static func connectRaw(_ hostile: inout HostileBytes, to worker: RunningWorker) throws {
        let endpoints = worker.endpoints
        let sockets = [(endpoints.events, "PUSH"), (endpoints.publications, "SUB"), (endpoints.control, "DEALER")]
        for (endpoint, type) in sockets {
            let greeting = RawConnection.greeting
            let ready = RawConnection.ready(type)
            // A frame that claims to have 2^63 bytes.
            let huge: [UInt8] = [2, 0x7f] + [UInt8](repeating: 0xff, count: 7)
            let beginnings = [
                [], Array("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8), Array(greeting.prefix(20)), greeting,
                greeting + RawConnection.ready("PUB"), greeting + ready, greeting + ready + huge,
                greeting + ready + [1, 3, 1, 2, 3],
            ]
            for beginning in beginnings {
                for _ in 0..<4 {
                    let connection = try RawConnection(to: endpoint.address)
                    connection.send(beginning)
                    connection.send(hostile.bytes(hostile.number(in: 0...2_000)))
                }
            }
        }
    }
}
