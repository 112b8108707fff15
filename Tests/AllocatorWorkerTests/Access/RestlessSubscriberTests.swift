import AllocatorClient
import AllocatorWire
import AllocatorWorker
import SwiftProtobuf
import Testing
import ZeroMQ

/// Subscribers that do not behave as SUB sockets do, or not for long: what libzmq's XPUB leaves to its user.
@Suite(.timeLimit(.minutes(3))) struct RestlessSubscriberTests {
    private static let reply = #"{"master": "m2", "request_id": "secret", "heartbeat": {}}"#

    private static func subscription(_ prefix: String) -> [UInt8] { [1] + Array(prefix.utf8) }

    private static func socket(_ type: SocketType, as keys: Keys, in context: Context) throws -> Socket {
        let socket = try Socket(type, in: context)
        try socket.set(.linger, to: .zero)
        try keys.identify(socket)
        return socket
    }

    @Test func `who sends something else than subscriptions is disconnected, and gets nothing of what others ask for`()
        async throws
    {
        let ring = try KeyRing()
        try await withGuardedWorker(ring) { worker in
            let sender = try TestClients.connect(to: worker, as: ring.admin)
            var received: Set<String> = []
            for _ in 0..<30 {
                let context = try Context()
                let foreign = try Self.socket(.xsub, as: ring.observer, in: context)
                try foreign.connect(worker.endpoints.publications)
                // libzmq's queue of subscribers is then one entry short. It would attribute the next one wrongly.
                _ = try foreign.send(Array("no subscription".utf8))
                _ = try foreign.send(Self.subscription("default/runs/"))
                let other = try Self.socket(.sub, as: ring.admin, in: context)
                try other.subscribe(to: Array("default/replies/".utf8))
                try other.connect(worker.endpoints.publications)
                try other.set(.receiveTimeout, to: .milliseconds(20))
                // A client that subscribed at that moment may be disconnected too, and reconnects.
                var isServed = false
                for _ in 0..<500 where !isServed {
                    try sender.send(Self.reply)
                    isServed = try other.receiveFrames() != nil
                }
                #expect(isServed)
                while let frames = try foreign.receiveFrames(.dontWait) {
                    received.insert(String(decoding: frames[0], as: UTF8.self))
                }
            }
            #expect(received.isSubset(of: ["default/runs/"]))
            var control = try ControlConnection(
                to: Endpoint(worker.endpoints.control, default: .connect),
                with: ConnectionKeys(own: ring.admin.own, worker: ring.admin.worker), in: Context())
            let metrics = MetricsView(try control.ask(.metrics(.init())).metrics)
            #expect((metrics.number("denied_total", ["socket": "publications", "key": "observer"]) ?? 0) >= 1)
        }
    }

    @Test func `subscribers that subscribe to much and leave at once do no harm`() async throws {
        let ring = try KeyRing()
        try await withGuardedWorker(ring) { worker in
            var steady = try TestClients.connect(to: worker, subscribingTo: ["default/"], as: ring.admin)
            for round in 0..<100 {
                let context = try Context()
                for keys in [ring.admin, ring.observer, ring.master] {
                    let brief = try Self.socket(.sub, as: keys, in: context)
                    for number in 0..<50 { try brief.subscribe(to: Array("default/runs/\(number)".utf8)) }
                    try brief.connect(worker.endpoints.publications)
                    try brief.subscribe(to: [])
                    // Some go before they are let in, some after, some with half of what they ask for on its way.
                    try await Task.sleep(for: .microseconds(Int64(round % 20) * 500))
                }
                let got = try steady.publications(after: Self.reply)
                #expect(got.contains { $0.publication.reply.requestID == "secret" })
            }
        }
    }
}
