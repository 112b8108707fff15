import AllocatorWire
import AllocatorWorker
import Synchronization
import ZeroMQ

/// A received publication with its topic.
struct Received: Sendable {
    let topic: Topic
    let encoding: WireEncoding
    let publication: WirePublication
    /// The publication's bytes.
    let frame: [UInt8]
}

struct NothingCame: Error {}
struct Unreadable: Error {
    let topic: String
}

/// A pair of clients of a worker: one pushes events, the other subscribes to topics.
///
/// A barrier is an event of a unique master. Its reply shows that all earlier effects have been published and received.
/// Returned publications exclude those of barriers.
struct TestClients: ~Copyable {
    private let push: Socket
    private let subscriber: Socket
    private var barrierMaster: String
    private var barriers = 0

    private static let barrierPrefix = "barrier-"
    private static let made = Atomic<Int>(0)

    /// - Parameters:
    ///   - prefixes: The subscribed topics. The subscriptions are in force on return.
    ///   - keys: The keys for a worker that requires some.
    static func connect(
        to worker: WorkerInProcess, subscribingTo prefixes: [String] = [], as keys: Keys? = nil
    ) throws -> TestClients {
        let context = try Context()
        let push = try Self.push(to: worker, keys, in: context)
        let subscriber = try Self.subscriber(of: worker, keys, in: context)
        let barrierMaster = Self.newBarrierMaster
        for prefix in prefixes { try subscriber.subscribe(to: Array(prefix.utf8)) }
        // Last, so that its answer shows that the other subscriptions are in force.
        try subscriber.subscribe(to: Array("barriers/replies/\(barrierMaster)/".utf8))
        var party = TestClients(push: push, subscriber: subscriber, barrierMaster: barrierMaster)
        try party.waitForSubscriptions()
        return party
    }

    private init(push: consuming Socket, subscriber: consuming Socket, barrierMaster: String) {
        self.push = push
        self.subscriber = subscriber
        self.barrierMaster = barrierMaster
    }

    private static var newBarrierMaster: String {
        barrierPrefix + String(made.add(1, ordering: .relaxed).newValue)
    }

    private static func push(to worker: WorkerInProcess, _ keys: Keys?, in context: Context) throws -> Socket {
        let push = try Socket(.push, in: context)
        try keys?.identify(push)
        try push.set(.linger, to: .seconds(5))
        try push.set(.sendHighWaterMark, to: 0)
        try push.set(.sendTimeout, to: .seconds(10))
        try push.connect(worker.endpoints.events)
        return push
    }

    private static func subscriber(
        of worker: WorkerInProcess, _ keys: Keys?, in context: Context
    ) throws -> Socket {
        let subscriber = try Socket(.sub, in: context)
        try keys?.identify(subscriber)
        try subscriber.set(.receiveHighWaterMark, to: 0)
        try subscriber.set(.receiveTimeout, to: .seconds(10))
        try subscriber.connect(worker.endpoints.publications)
        return subscriber
    }

    mutating func subscribe(to prefix: String) throws {
        try subscriber.subscribe(to: Array(prefix.utf8))
        // SUB sends subscriptions in order, so the answer of a new barrier shows that both are in force.
        barrierMaster = Self.newBarrierMaster
        try subscriber.subscribe(to: Array("barriers/replies/\(barrierMaster)/".utf8))
        try waitForSubscriptions()
    }

    // MARK: - Sending

    func send(_ events: String...) throws {
        try send(frames: events.map { Array($0.utf8) })
    }

    func send(frames: [[UInt8]]) throws {
        _ = try push.send(frames: frames)
    }

    /// Sends one batch and returns the publications received up to the reply of a barrier behind it.
    mutating func publications(after events: String...) throws -> [Received] {
        try publications(after: events)
    }

    mutating func publications(after events: [String]) throws -> [Received] {
        try publications(afterFrames: events.map { Array($0.utf8) })
    }

    mutating func publications(afterFrames frames: [[UInt8]]) throws -> [Received] {
        try send(frames: frames)
        return try publicationsToBarrier()
    }

    /// Returns the publications received until all sent events have been handled.
    mutating func publicationsToBarrier() throws -> [Received] {
        let name = try sendBarrier()
        return try publications(toBarrier: name)
    }

    mutating func sendBarrier() throws -> String {
        barriers += 1
        let name = "\(barriers)"
        try send(barrier(name))
        return name
    }

    func publications(toBarrier name: String) throws -> [Received] {
        var all: [Received] = []
        while true {
            let received = try receiveAny()
            if received.publication.reply.requestID == name && received.publication.master == barrierMaster {
                return all
            }
            if !isOfBarrier(received) { all.append(received) }
        }
    }

    // MARK: - Receiving

    /// Returns the next publication that doesn't belong to a barrier.
    func receive() throws -> Received {
        while true {
            let received = try receiveAny()
            if !isOfBarrier(received) { return received }
        }
    }

    private func receiveAny() throws -> Received {
        guard let frames = try subscriber.receiveFrames(limit: 2) else { throw NothingCame() }
        guard frames.count == 2, let (topic, encoding) = Topic.parse(frames[0]) else {
            throw Unreadable(topic: String(decoding: frames[0], as: UTF8.self))
        }
        return Received(
            topic: topic, encoding: encoding, publication: try PublicationDecoder().decode(frames[1]),
            frame: frames[1])
    }

    private func isOfBarrier(_ received: Received) -> Bool {
        received.publication.master.hasPrefix(Self.barrierPrefix)
            || received.publication.event.master.hasPrefix(Self.barrierPrefix)
    }

    private func barrier(_ name: String) -> String {
        #"{"cluster": "barriers", "master": "\#(barrierMaster)", "request_id": "\#(name)", "heartbeat": {}}"#
    }

    /// Sends barriers until one is answered: only a received publication shows that a subscription has arrived.
    private mutating func waitForSubscriptions() throws {
        try subscriber.set(.receiveTimeout, to: .milliseconds(5))
        for _ in 0..<2_000 {
            try send(barrier("subscribed"))
            while let frames = try subscriber.receiveFrames(limit: 2) {
                guard case (.replies(_, barrierMaster), _)? = Topic.parse(frames[0]) else { continue }
                try subscriber.set(.receiveTimeout, to: .seconds(10))
                // Answers to those sent in the meantime, and what the subscriptions brought so far.
                _ = try publicationsToBarrier()
                return
            }
        }
        throw NothingCame()
    }
}
