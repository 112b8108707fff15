import AllocatorWire
import AllocatorWorker
import Glibc
import TestSupport
import Testing
import ZeroMQ

/// Subscribers that do not read, beside subscribers that do.
@Suite(.timeLimit(.minutes(2)), .serialized) struct StuckSubscriberTests {
    /// Subscribes and never reads.
    private static func stuck(at endpoint: String, in context: Context, comesAgain: Bool) throws -> Socket {
        let socket = try Socket(.sub, in: context)
        try socket.set(.receiveHighWaterMark, to: 5)
        try socket.set(.receiveBufferSize, to: 16_384)
        try socket.set(.reconnectInterval, to: comesAgain ? .milliseconds(10) : nil)
        // libzmq 4.3 aborts the process when a heartbeat falls due after a connection with a full queue has ended.
        try socket.set(.heartbeatInterval, to: .zero)
        try socket.subscribe(to: [])
        try socket.connect(endpoint)
        return socket
    }

    @Test(arguments: [false, true])
    func `a subscriber that never reads is logged and cut off, and others miss nothing`(comesAgain: Bool) async throws {
        let log = LogCollector()
        let folder = try TemporaryFolder()
        // Uses IPC, because the kernel buffers little for it.
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

    @Test func `the worker waits with a burst larger than the queue for a subscriber that reads`() async throws {
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

/// The publications socket without a worker.
@Suite(.timeLimit(.minutes(1)), .serialized) struct PublicationSocketTests {
    private static let topic = Array("topic/".utf8)

    private static func subscriber(at endpoint: String, in context: Context, queue: Int) throws -> Socket {
        let socket = try Socket(.sub, in: context)
        try socket.set(.receiveHighWaterMark, to: queue)
        try socket.set(.receiveTimeout, to: .seconds(10))
        try socket.set(.reconnectInterval, to: nil)
        // As above.
        try socket.set(.heartbeatInterval, to: .zero)
        try socket.subscribe(to: topic)
        try socket.connect(endpoint)
        return socket
    }

    @Test(arguments: ["tcp", "ipc"])
    func `a subscriber that never reads is cut off at the limit, and others miss nothing`(transport: String) throws {
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
        // The queue, and what libzmq's I/O thread holds.
        #expect(most <= (queue + 2) * size)
        let name = transport == "tcp" ? "subscriber=tcp://127.0.0.1:" : "subscriber=process \(getpid()) "
        #expect(log.lines.filter { $0.contains("was cut off") && $0.contains(name) }.count == 1)
        withExtendedLifetime(stuck) {}
    }

    @Test func `a worker that is shutting down waits only the minimum time`() throws {
        let log = LogCollector()
        let context = try Context()
        // Longer than the test's time limit.
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

    @Test func `queued bytes are bounded as well as queued messages`() throws {
        let log = LogCollector()
        let context = try Context()
        let limit = 2_000_000
        var outlet = try PublicationSocket(
            queueLimit: 1_000_000, patience: .milliseconds(200), byteLimit: limit, in: context, logger: log.logger)
        try outlet.socket.bind("tcp://127.0.0.1:*")
        let endpoint = try outlet.socket.get(.lastEndpoint)
        let stuck = try Self.subscriber(at: endpoint, in: context, queue: 1)
        _ = try #require(try outlet.socket.receiveFrames())
        // Unread bytes fill the buffers of the subscriber and the kernel first, and then the queue here.
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

    @Test func `publications are dropped for an unidentified slow subscriber, and logged`() throws {
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

    @Test func `connected subscribers are counted`() throws {
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
