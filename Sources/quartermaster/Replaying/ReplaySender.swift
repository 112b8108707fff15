import AllocatorClient
import AllocatorWire
import SwiftProtobuf
import ZeroMQ

/// Sends batches of whatever masters, and hears of what was refused.
struct ReplaySender: ~Copyable {
    /// Batches that may be on their way before their replies are waited for.
    private static let batchesBetweenBarriers = 256
    private static let timeout: Duration = .seconds(30)
    /// Who sends the barriers.
    private static let barrierMaster = "replay"

    private(set) var events = 0
    private(set) var batches = 0
    private(set) var refusals = 0

    private let push: Socket
    private let subscriber: Socket
    private let endpoints: WorkerEndpoints
    private let onRefusal: (String) -> Void
    private let encoder = EventEncoder()
    private let decoder = PublicationDecoder()
    private var clusters: Set<String> = []
    /// Clusters that have got batches since the last barrier.
    private var reached: [String] = []
    private var barriers = 0
    /// Tells the barriers of this run from others'.
    private let session = UInt64.random(in: 0 ... .max)

    init(
        to endpoints: WorkerEndpoints, in context: Context, onRefusal: @escaping (String) -> Void
    ) throws(ZeroMQError) {
        let push = try Socket(.push, in: context)
        try push.set(.sendTimeout, to: Self.timeout)
        try push.set(.linger, to: Self.timeout)
        try push.attach(endpoints.events, with: endpoints.keys)
        let subscriber = try Socket(.sub, in: context)
        try subscriber.attach(endpoints.publications, with: endpoints.keys)
        self.push = push
        self.subscriber = subscriber
        self.endpoints = endpoints
        self.onRefusal = onRefusal
    }

    /// Sends events of one cluster as one batch.
    mutating func send(_ batch: [WireEvent]) throws {
        guard let cluster = batch.first?.clusterName else { return }
        if clusters.insert(cluster).inserted { try listen(to: cluster) }
        guard try push.send(frames: try batch.map { try encoder.encode($0, as: .binary) }) else { throw notTaken }
        events += batch.count
        batches += 1
        if !reached.contains(cluster) { reached.append(cluster) }
        if batches % Self.batchesBetweenBarriers == 0 { try finish() }
    }

    /// Waits until all that was sent has been applied.
    mutating func finish() throws {
        for cluster in reached { try awaitBarrier(of: cluster) }
        reached.removeAll()
    }

    /// A subscription takes a moment to arrive; what is sent afterwards is heard of.
    private mutating func listen(to cluster: String) throws {
        try subscriber.subscribe(to: Topic.prefix(cluster: cluster, kind: .replies, .binary))
        try subscriber.set(.receiveTimeout, to: .milliseconds(100))
        defer { try? subscriber.set(.receiveTimeout, to: Self.timeout) }
        let deadline = ContinuousClock.now + Self.timeout
        repeat {
            let name = try sendBarrier(to: cluster)
            while let reply = try receive() { if reply.requestID == name { return } }
        } while ContinuousClock.now < deadline
        throw ClientFailure.noAnswer(endpoint: endpoints.publications.address, after: Self.timeout)
    }

    private mutating func awaitBarrier(of cluster: String) throws {
        let name = try sendBarrier(to: cluster)
        while let reply = try receive() { if reply.requestID == name { return } }
        throw ClientFailure.noAnswer(endpoint: endpoints.publications.address, after: Self.timeout)
    }

    private mutating func sendBarrier(to cluster: String) throws -> String {
        barriers += 1
        let name = "\(session)-\(barriers)"
        let event = WireEvent.with {
            $0.cluster = cluster
            $0.master = Self.barrierMaster
            $0.requestID = name
            $0.heartbeat = .init()
        }
        guard try push.send(try encoder.encode(event, as: .binary)) else { throw notTaken }
        return name
    }

    /// The next reply; nil where none comes in time. Refusals are told on the way.
    private mutating func receive() throws -> WireReply? {
        guard let frames = try subscriber.receiveFrames(limit: 2), let body = frames.last else { return nil }
        let publication = try decoder.decode(body)
        if case .error(let error) = publication.reply.result {
            refusals += 1
            onRefusal("\(publication.master) \(publication.reply.call): \(error.code): \(error.message)")
        }
        return publication.reply
    }

    private var notTaken: ClientFailure { .noAnswer(endpoint: endpoints.events.address, after: Self.timeout) }
}
