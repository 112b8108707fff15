import AllocatorWire
import AllocatorWorker
import Glibc
import Testing
import ZeroMQ

/// Subscribers that do not read, beside those that do.
@Suite(.timeLimit(.minutes(2)), .serialized) struct StuckSubscriberTests {
    /// Subscribes and never reads.
    private static func stuck(at endpoint: String, in context: Context, comesAgain: Bool) throws -> Socket {
        let socket = try Socket(.sub, in: context)
        try socket.set(.receiveHighWaterMark, to: 5)
        try socket.set(.receiveBufferSize, to: 16_384)
        try socket.set(.reconnectInterval, to: comesAgain ? .milliseconds(10) : nil)
        try socket.subscribe(to: [])
        try socket.connect(endpoint)
        return socket
    }

    @Test(arguments: [false, true])
    func `who never reads is named and cut off, and who reads everything misses nothing`(comesAgain: Bool) async throws
    {
        let log = LogCollector()
        let folder = try TemporaryFolder()
        // Over ipc, where the kernel keeps little, so that not much has to be published.
        try await withWorker(logger: log.logger) {
            $0.publications = try Endpoint("ipc://\(folder.path)/publications")
            $0.publicationsQueue = 50
            $0.subscriberPatience = .milliseconds(200)
        } _: { worker in
            var reader = try TestClients.connect(to: worker, subscribingTo: ["default/replies/m1/", "heartbeat/"])
            let context = try Context()
            let stuck = try Self.stuck(at: worker.endpoints.publications, in: context, comesAgain: comesAgain)
            let id = String(repeating: "x", count: 200)
            var got: [Received] = []
            for batch in 0..<10 {
                let events = (0..<300).map { number in
                    #"{"master": "m1", "request_id": "\#(batch)-\#(number)-\#(id)", "heartbeat": {}}"#
                }
                got += try reader.publications(after: events)
            }
            let sequences = got.filter { $0.topic.kind == .replies }.map(\.publication.sequence)
            #expect(sequences == Array(1...3_000))
            var cutOff: UInt64 = 0
            while cutOff == 0 {
                let heartbeat = try reader.receive()
                if heartbeat.topic == .heartbeat { cutOff = heartbeat.publication.heartbeat.subscribersCutOff }
            }
            #expect(comesAgain ? cutOff >= 1 : cutOff == 1)
            withExtendedLifetime(stuck) {}
        }
        let cuts = log.lines.filter { $0.contains("was cut off") }
        #expect(!cuts.isEmpty)
        #expect(cuts.allSatisfy { $0.hasPrefix("warning: ") && $0.contains("subscriber=process \(getpid()) ") })
        #expect(!log.lines.contains { $0.contains("dropped") })
    }

    @Test func `a burst larger than the queue is waited with, for who reads it`() async throws {
        let log = LogCollector()
        try await withWorker(logger: log.logger) {
            $0.publicationsQueue = 10
        } _: { worker in
            var reader = try TestClients.connect(to: worker, subscribingTo: ["default/replies/m1/"])
            let count = 5_000
            let events = (0..<count).map { #"{"master": "m1", "request_id": "\#($0)", "heartbeat": {}}"# }
            let got = try reader.publications(after: events)
            #expect(got.map(\.publication.sequence) == Array(1...UInt64(count)))
        }
        #expect(!log.lines.contains { $0.contains("cut off") || $0.contains("dropped") })
    }
}

/// The socket that publications leave by, without a worker around it.
@Suite(.timeLimit(.minutes(1)), .serialized) struct PublicationSocketTests {
    private static let topic = Array("topic/".utf8)

    private static func subscriber(at endpoint: String, in context: Context, queue: Int) throws -> Socket {
        let socket = try Socket(.sub, in: context)
        try socket.set(.receiveHighWaterMark, to: queue)
        try socket.set(.receiveTimeout, to: .seconds(10))
        try socket.set(.reconnectInterval, to: nil)
        try socket.subscribe(to: topic)
        try socket.connect(endpoint)
        return socket
    }

    @Test(arguments: ["tcp", "ipc"])
    func `who never reads is named and cut off at its limit, and who reads misses nothing`(transport: String) throws {
        let log = LogCollector()
        let folder = try TemporaryFolder()
        let context = try Context()
        let queue = 20
        var outlet = try PublicationSocket(
            queueLimit: queue, patience: .milliseconds(200), in: context, logger: log.logger)
        try outlet.socket.bind(transport == "tcp" ? "tcp://127.0.0.1:*" : "ipc://\(folder.path)/publications")
        let endpoint = try outlet.socket.get(.lastEndpoint)
        let reader = try Self.subscriber(at: endpoint, in: context, queue: 0)
        _ = try #require(try outlet.socket.receiveFrames())
        let stuck = try Self.subscriber(at: endpoint, in: context, queue: 1)
        while outlet.subscriberCount < 2 { try outlet.readConnections() }
        let size = 100_000
        var most = 0
        var number = 0
        while number < 1_000, number < 200 || outlet.cutOffCount == 0 {
            number += 1
            try outlet.send(topic: Self.topic, body: [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: size))
            most = max(most, outlet.queuedBytes)
            let received = try #require(try reader.receiveFrames())
            #expect(received[1].count == size && received[1][0] == UInt8(truncatingIfNeeded: number))
        }
        #expect(outlet.cutOffCount == 1 && outlet.droppedCount == 0)
        // The queue, and what libzmq's I/O thread has in its hands.
        #expect(most <= (queue + 2) * size)
        let name = transport == "tcp" ? "subscriber=tcp://127.0.0.1:" : "subscriber=process \(getpid()) "
        #expect(log.lines.filter { $0.contains("was cut off") && $0.contains(name) }.count == 1)
        withExtendedLifetime(stuck) {}
    }

    @Test func `who is to end waits for nobody's patience to end`() throws {
        let log = LogCollector()
        let context = try Context()
        // Longer than the test may take.
        var outlet = try PublicationSocket(queueLimit: 10, patience: .seconds(600), in: context, logger: log.logger)
        try outlet.socket.bind("tcp://127.0.0.1:*")
        let stuck = try Self.subscriber(at: outlet.socket.get(.lastEndpoint), in: context, queue: 1)
        _ = try #require(try outlet.socket.receiveFrames())
        outlet.minimizeWaits()
        var sent = 0
        while outlet.cutOffCount == 0, sent < 1_000 {
            try outlet.send(topic: Self.topic, body: [UInt8](repeating: 1, count: 100_000))
            sent += 1
        }
        #expect(outlet.cutOffCount == 1)
        withExtendedLifetime(stuck) {}
    }

    @Test func `bytes are bounded as well as messages, whoever does not read`() throws {
        let log = LogCollector()
        let context = try Context()
        let limit = 2_000_000
        var outlet = try PublicationSocket(
            queueLimit: 1_000_000, patience: .milliseconds(200), byteLimit: limit, in: context, logger: log.logger)
        try outlet.socket.bind("tcp://127.0.0.1:*")
        let endpoint = try outlet.socket.get(.lastEndpoint)
        let stuck = try Self.subscriber(at: endpoint, in: context, queue: 1)
        _ = try #require(try outlet.socket.receiveFrames())
        // What the stuck one has not read stays with its own socket and the kernel up to their bounds, and here beyond.
        let size = 500_000
        var most = 0
        var sent = 0
        while outlet.cutOffCount == 0, sent < 1_000 {
            try outlet.send(topic: Self.topic, body: [UInt8](repeating: 1, count: size))
            most = max(most, outlet.queuedBytes)
            sent += 1
        }
        #expect(outlet.cutOffCount == 1 && outlet.droppedCount == 0)
        #expect(most > limit - size && most < limit + size)
        #expect(log.lines.contains { $0.contains("was cut off") })
        try outlet.readConnections()
        #expect(outlet.subscriberCount == 0)
        withExtendedLifetime(stuck) {}
    }

    @Test func `who cannot be told from the others is left out, and that is said`() throws {
        let log = LogCollector()
        let context = try Context()
        var outlet = try PublicationSocket(
            queueLimit: 2, patience: .milliseconds(150), in: context, logger: log.logger)
        try outlet.socket.bind("inproc://publications")
        let stuck = try Self.subscriber(at: "inproc://publications", in: context, queue: 2)
        let reader = try Self.subscriber(at: "inproc://publications", in: context, queue: 2)
        _ = try #require(try outlet.socket.receiveFrames())
        var got: [[UInt8]] = []
        for number in UInt8(1)...20 {
            try outlet.send(topic: Self.topic, body: [number])
            got.append(try #require(try reader.receiveFrames())[1])
        }
        #expect(got == (1...20).map { [$0] }, "the other one misses nothing")
        #expect(outlet.droppedCount >= 1 && outlet.cutOffCount == 0)
        outlet.reportDrops()
        #expect(log.lines.filter { $0.hasPrefix("error: publications were dropped") }.count == 1)
        #expect(log.lines.last?.contains("last_topic=topic/") == true)
        outlet.reportDrops()
        #expect(log.lines.filter { $0.contains("dropped") }.count == 1, "each is reported once")
        withExtendedLifetime(stuck) {}
    }

    @Test func `subscribers are counted as they come and go`() throws {
        let context = try Context()
        var outlet = try PublicationSocket(
            queueLimit: 10, patience: .seconds(1), in: context, logger: .silent)
        try outlet.socket.bind("tcp://127.0.0.1:*")
        let endpoint = try outlet.socket.get(.lastEndpoint)
        do {
            let one = try Self.subscriber(at: endpoint, in: context, queue: 10)
            _ = try #require(try outlet.socket.receiveFrames())
            try outlet.readConnections()
            #expect(outlet.subscriberCount == 1)
            withExtendedLifetime(one) {}
        }
        let unsubscribed = try #require(try outlet.socket.receiveFrames())
        #expect(unsubscribed == [[0] + Self.topic])
        try outlet.readConnections()
        #expect(outlet.subscriberCount == 0)
    }
}
