import AllocatorClient
import AllocatorWire
import SwiftProtobuf
import ZeroMQ

/// Sends batches of events of any masters, and counts the replies.
///
/// Each event gets its own request id, so the worker replies to it. If there is no reply, the worker has rejected the
/// event: it could not read it, or the key does not cover the event's master.
struct ReplaySender: ~Copyable {
    /// The numbers of batches and events after which the sender waits for the replies.
    private static let batchesBetweenBarriers = 256
    private static let eventsBetweenBarriers = 10_000
    private static let timeout: Duration = .seconds(30)
    /// The maximum time to wait for the first reply from a cluster.
    private static let greetingTimeout: Duration = .seconds(10)
    private static let silence: Duration = .seconds(2)

    /// A cluster, and a master that has sent events to it.
    private struct Sender: Hashable {
        let cluster: String
        let master: String
    }

    /// The properties by which a reject identifies an event.
    private struct Trace: Hashable {
        let size: UInt64
        let prefix: [UInt8]
    }

    private(set) var events = 0
    private(set) var batches = 0
    private(set) var accepted = 0
    private(set) var refusals = 0
    /// The number of events without a reply before the barrier that follows them.
    private(set) var unanswered = 0

    private let push: Socket
    private let subscriber: Socket
    private let endpoints: WorkerEndpoints
    private let onRefusal: (String) -> Void
    private let encoder = EventEncoder()
    private let decoder = PublicationDecoder(limits: ReceivedPublication.limits)
    private var listened: Set<String> = []
    /// A sender that the worker has replied to. Its barriers serve all senders, because the worker receives the
    /// messages of one socket in order.
    private var answered: Sender?
    /// The events since the last barrier that have no reply yet, by request id.
    private var pending: [String: Trace] = [:]
    private var batchesSinceBarrier = 0
    private var requests = 0
    /// Distinguishes the request ids of this process from those of others.
    private let session = UInt64.random(in: 0 ... .max)

    /// - Parameter onRefusal: Called with a line for each refused or rejected event.
    init(
        to endpoints: WorkerEndpoints, in context: Context, onRefusal: @escaping (String) -> Void
    ) throws(ZeroMQError) {
        let push = try Socket(.push, in: context)
        try push.attach(endpoints.events, with: endpoints.keys)
        let subscriber = try Socket(.sub, in: context)
        try subscriber.subscribe(to: Topic.rejects.bytes(.binary))
        try subscriber.attach(endpoints.publications, with: endpoints.keys)
        self.push = push
        self.subscriber = subscriber
        self.endpoints = endpoints
        self.onRefusal = onRefusal
    }

    // MARK: Sending

    /// Sends events of one cluster as one batch.
    mutating func send(_ batch: [WireEvent]) throws {
        guard let first = batch.first else { return }
        let cluster = first.clusterName
        if !listened.contains(cluster) { try listen(to: cluster, as: first.master) }
        var frames: [[UInt8]] = []
        for event in batch {
            var event = event
            event.requestID = newRequestID()
            let frame = try encoder.encode(event, as: .binary)
            pending[event.requestID] = Trace(size: UInt64(frame.count), prefix: Array(frame.prefix(64)))
            frames.append(frame)
        }
        try hand(over: frames)
        events += batch.count
        batches += 1
        batchesSinceBarrier += 1
        while let publication = try receive(waiting: .zero) { note(publication) }
        if batchesSinceBarrier >= Self.batchesBetweenBarriers || pending.count >= Self.eventsBetweenBarriers {
            try finish()
        }
    }

    /// Waits until the worker has processed all sent events, and counts those without a reply.
    mutating func finish() throws {
        guard let answered, !pending.isEmpty else { return }
        let start = ContinuousClock.now
        var isTold = false
        while try !wait(for: try sendBarrier(to: answered), within: Self.silence) {
            guard ContinuousClock.now - start < Self.timeout else {
                throw ClientFailure.noAnswer(endpoint: endpoints.publications.address, after: Self.timeout)
            }
            if !isTold { Terminal.remark("waiting for the worker at \(endpoints.publications.address) to reply") }
            isTold = true
        }
        unanswered += pending.count
        pending.removeAll()
        batchesSinceBarrier = 0
    }

    /// Hands a batch to libzmq. If its queue is full, waits for the worker.
    private func hand(over frames: [[UInt8]]) throws {
        try push.set(.sendTimeout, to: Self.silence)
        if try push.send(frames: frames) { return }
        let obstacle = endpoints.obstacle([\.events])?.words
        Terminal.remark("waiting for the worker: \(obstacle ?? "it reads events slowly")")
        try push.set(.sendTimeout, to: Self.timeout)
        guard try push.send(frames: frames) else {
            throw ClientFailure.noAnswer(endpoint: endpoints.events.address, after: Self.timeout)
        }
    }

    private mutating func newRequestID() -> String {
        requests += 1
        return "replay-\(session)-\(requests)"
    }

    private mutating func sendBarrier(to sender: Sender) throws -> String {
        let name = newRequestID()
        let event = WireEvent.with {
            $0.cluster = sender.cluster
            $0.master = sender.master
            $0.requestID = name
            $0.heartbeat = .init()
        }
        // If libzmq's queue is full, the barrier gets no reply, as if it were lost in transit. The caller sends
        // another.
        _ = try push.send(try encoder.encode(event, as: .binary), .dontWait)
        return name
    }

    // MARK: Receiving

    /// Subscribes to the replies of a cluster, and waits until the subscription is in effect.
    private mutating func listen(to cluster: String, as master: String) throws {
        listened.insert(cluster)
        try subscriber.subscribe(to: Topic.prefix(cluster: cluster, kind: .replies, .binary))
        let sender = Sender(cluster: cluster, master: master)
        let start = ContinuousClock.now
        var isTold = false
        repeat {
            if try wait(for: try sendBarrier(to: sender), within: .milliseconds(100)) {
                answered = sender
                return
            }
            if !isTold, ContinuousClock.now - start >= Self.silence {
                isTold = true
                try tellSilence(of: sender)
            }
        } while ContinuousClock.now - start < Self.greetingTimeout
        throw ClientFailure.noAnswer(endpoint: endpoints.publications.address, after: Self.greetingTimeout)
    }

    /// Prints why there are no replies.
    ///
    /// - Throws: `ClientFailure` if waiting cannot help.
    private func tellSilence(of sender: Sender) throws(ClientFailure) {
        guard let obstacle = endpoints.obstacle([\.events, \.publications]) else {
            return Terminal.remark(
                "waiting for the worker to reply to master \(sender.master) in cluster \(sender.cluster): "
                    + "check that the key covers this master and may observe its replies")
        }
        guard obstacle.finding.mayPass else { throw .transport(obstacle.words) }
        Terminal.remark("waiting for the worker: \(obstacle.words)")
    }

    /// Waits for the reply with a request id, and records other replies meanwhile.
    ///
    /// - Returns: Whether the reply arrived within the limit.
    private mutating func wait(for name: String, within limit: Duration) throws -> Bool {
        let deadline = ContinuousClock.now + limit
        repeat {
            guard let publication = try receive(waiting: max(.milliseconds(1), deadline - .now)) else { return false }
            if publication.reply.requestID == name { return true }
            note(publication)
        } while ContinuousClock.now < deadline
        return false
    }

    private func receive(waiting limit: Duration) throws -> WirePublication? {
        if limit > .zero { try subscriber.set(.receiveTimeout, to: limit) }
        guard let frames = try subscriber.receiveFrames(limit: 2, limit > .zero ? [] : .dontWait),
            let body = frames.last
        else { return nil }
        return try decoder.decode(body)
    }

    private mutating func note(_ publication: WirePublication) {
        switch publication.body {
        case .reply(let reply):
            guard pending.removeValue(forKey: reply.requestID) != nil else { return }
            guard case .error(let error) = reply.result else {
                accepted += 1
                return
            }
            refusals += 1
            onRefusal("\(publication.master) \(reply.call): \(error.code): \(error.message)")
        case .reject(let reject):
            let trace = Trace(size: reject.size, prefix: Array(reject.prefix))
            guard let request = pending.first(where: { $0.value == trace })?.key else { return }
            pending[request] = nil
            refusals += 1
            onRefusal("rejected: \(reject.reason)")
        default: break
        }
    }
}
