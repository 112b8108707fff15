import AllocatorWire
import BenchmarkedWorker
import SwiftProtobuf
import ZeroMQ

/// A master's sockets for events, publications and questions. It sends batches and barriers, and reads publications.
struct MasterConnection: ~Copyable {
    static let master = "bench"
    static let cluster = WireName.defaultCluster

    /// The endpoint of the events socket.
    let endpoint: String
    let push: Push
    private let publications: Socket
    private let control: Socket
    private let decoder = PublicationDecoder(limits: WireLimits(maximumFrameSize: 1 << 30, maximumMessages: .max))
    private var barriers = 0

    /// Creates the cluster.
    ///
    /// - Parameters:
    ///   - kinds: The kinds to subscribe to besides replies, for all masters.
    ///   - masters: Other masters whose replies to subscribe to.
    static func begin(
        with endpoints: WorkerProcess.Endpoints, listeningTo kinds: [Topic.Kind] = [],
        alsoAs masters: [String] = [], options: WireInitialize = Messages.options
    ) throws -> MasterConnection {
        var conversation = try MasterConnection(endpoints, listeningTo: kinds, as: [Self.master] + masters)
        try conversation.waitUntilHeard(options)
        return conversation
    }

    private init(_ endpoints: WorkerProcess.Endpoints, listeningTo kinds: [Topic.Kind], as masters: [String]) throws {
        let context = try Context()
        let publications = try Socket(.sub, in: context)
        try publications.set(.receiveHighWaterMark, to: 0)
        for master in masters {
            try publications.subscribe(to: Topic.prefix(cluster: Self.cluster, kind: .replies, master: master, .binary))
        }
        for kind in kinds { try publications.subscribe(to: Topic.prefix(cluster: Self.cluster, kind: kind, .binary)) }
        try publications.connect(endpoints.publications)
        let control = try Socket(.dealer, in: context)
        try control.set(.receiveTimeout, to: .seconds(60))
        try control.connect(endpoints.control)
        let push = try Push(to: endpoints.events)
        endpoint = endpoints.events
        self.push = push
        self.publications = publications
        self.control = control
    }

    /// Repeats the first event until the worker knows its subscribers. The first one creates the cluster; repetitions
    /// with the same options change nothing.
    private mutating func waitUntilHeard(_ options: WireInitialize) throws {
        try publications.set(.receiveTimeout, to: .milliseconds(50))
        for _ in 0..<1_200 {
            var event = barrier()
            event.initialize = options
            let frames = try Self.frames(of: event)
            try push.send(frames)
            if try publications.receiveFrames(limit: 2) != nil {
                try publications.set(.receiveTimeout, to: .seconds(120))
                try passBarrier()
                return
            }
        }
        throw BenchmarkFailure("the worker answered nothing for a minute")
    }

    // MARK: - Barriers

    /// Creates an event whose reply arrives after all earlier events were applied and published.
    mutating func barrier() -> WireEvent {
        barriers += 1
        var event = WireEvent()
        event.master = Self.master
        event.requestID = "barrier-\(barriers)"
        event.heartbeat = Google_Protobuf_Empty()
        return event
    }

    /// Sends a batch and waits until it is applied.
    mutating func apply(batch: [WireEvent]) throws {
        var frames = Frames()
        try frames.append(batch: batch)
        try push.send(frames)
        try passBarrier()
    }

    mutating func passBarrier() throws {
        let frames = try Self.frames(of: barrier())
        try push.send(frames)
        try waitForBarrier()
    }

    /// Waits for the reply to the newest barrier.
    func waitForBarrier() throws {
        while true {
            if case .reply(let reply) = try next().body, reply.requestID == "barrier-\(barriers)" { return }
        }
    }

    static func frames(of event: WireEvent) throws -> Frames {
        var frames = Frames()
        try frames.append(event)
        return frames
    }

    // MARK: - Publications

    /// Receives the next publication.
    ///
    /// - Throws: An error, also if an event was refused, because a benchmark sends only valid ones.
    func next() throws -> WirePublication {
        guard let frames = try publications.receiveFrames(limit: 2), let body = frames.last else {
            throw BenchmarkFailure("nothing was published for two minutes")
        }
        let publication = try decoder.decode(body)
        if case .error(let error) = publication.reply.result {
            throw BenchmarkFailure("the worker refused \(publication.reply.call): \(error.message)")
        }
        return publication
    }

    // MARK: - Questions

    func ask(_ question: WireQuery.OneOf_Question) throws -> WireAnswer {
        var query = WireQuery()
        query.question = question
        guard try control.send(QueryEncoder().encode(query, as: .binary)),
            let frames = try control.receiveFrames(limit: 1), let frame = frames.first
        else { throw BenchmarkFailure("the control socket answered nothing") }
        return try AnswerDecoder().decode(frame)
    }

    /// Returns the number of events that the cluster has accepted.
    func appliedEvents() throws -> Int {
        Int(try ask(.digest(WireDigestQuery())).digest.events)
    }

    /// Measures the rate of applied events while `body` is repeated.
    func appliedRate(over time: Duration, _ body: () throws -> Void) throws -> Double {
        let first = try appliedEvents()
        let begin = ContinuousClock.now
        while ContinuousClock.now - begin < time { try body() }
        let last = try appliedEvents()
        return Double(last - first) / ((ContinuousClock.now - begin) / .seconds(1))
    }
}
