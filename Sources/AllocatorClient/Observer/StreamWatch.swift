package import AllocatorWire

/// Detects gaps in the streams that an observer receives as a whole, and requests replays if losses are repaired. A
/// pure value: its inputs are publications, its outputs are deliveries and questions.
///
/// A stream is a (cluster, kind of topic, master), and its numbers have no gap. A subscriber to a part of a stream,
/// such as the offers to one framework, sees gaps that are not losses. Such streams are not checked.
package struct StreamWatch: Sendable {
    /// The limit on checked streams, whose names come from outside. Publications of others are delivered unchecked.
    package static let maximumStreams = 1_000
    /// The maximum number of publications that are held back for one stream.
    package static let maximumHeld = 1_000

    package struct Stream: Hashable, Sendable {
        package let cluster: String
        package let kind: Topic.Kind
        package let master: String
    }

    package struct Question: Hashable, Sendable {
        package let stream: Stream
        package let from: UInt64
    }

    private let prefixes: [[UInt8]]
    private let isRepairing: Bool
    private var orders: [Stream: PublicationOrder<ReceivedPublication>] = [:]
    /// The last number of each stream that is checked but not repaired.
    private var last: [Stream: UInt64] = [:]
    /// The time at which each repairable stream was last received or asked about.
    private var lastHeard: [Stream: ContinuousClock.Instant] = [:]
    /// The earliest time at which a stream may have been idle for long enough, or `nil` if it is unknown.
    private var nextCheck: ContinuousClock.Instant?

    package private(set) var lost: UInt64 = 0
    package private(set) var repaired: UInt64 = 0

    /// - Parameters:
    ///   - prefixes: The subscriptions, as the bytes of binary topics.
    ///   - isRepairing: Whether replays can be requested.
    package init(prefixes: [[UInt8]], isRepairing: Bool) {
        self.prefixes = prefixes
        self.isRepairing = isRepairing
    }

    /// Handles a publication.
    ///
    /// - Returns: The publications to deliver, and a question if something is missing.
    package mutating func receive(
        _ received: ReceivedPublication, at now: ContinuousClock.Instant
    ) -> (publications: [ReceivedPublication], question: Question?) {
        let number = received.publication.sequence
        guard number > 0, let stream = watchedStream(received.topic) else { return ([received], nil) }
        guard isRepairing && stream.kind.isReplayed else {
            if let last = last[stream], number > last { lost += number - last - 1 }
            last[stream] = number
            return ([received], nil)
        }
        var order = orders[stream] ?? PublicationOrder(maximumHeld: Self.maximumHeld)
        // The first received publication determines the start.
        if orders[stream] == nil { _ = order.begin(after: number - 1) }
        let publications = order.receive(received, number: number)
        orders[stream] = order
        lastHeard[stream] = now
        return (publications, question(on: stream))
    }

    /// Returns the next question about a stream, or `nil` if nothing is missing.
    package func question(on stream: Stream) -> Question? {
        guard let order = orders[stream], order.isDoubtful else { return nil }
        return Question(stream: stream, from: order.next)
    }

    /// Returns the questions about streams that have been idle for long. After an interrupted connection, publications
    /// may be missing at the end of a stream, where no later one reveals the gap.
    ///
    /// - Parameters:
    ///   - pause: The time for which a stream must be idle, and the interval between questions about it.
    ///   - limit: The maximum number of questions. The streams that have been idle the longest come first.
    /// - Complexity: O(n log n) in the streams, at most once per `pause` for each stream.
    package mutating func questionsOnQuietStreams(
        at now: ContinuousClock.Instant, after pause: Duration, atMost limit: Int
    ) -> [Question] {
        guard limit > 0, nextCheck.map({ now >= $0 }) ?? true else { return [] }
        let quiet = lastHeard.filter { now - $0.value >= pause }.sorted { $0.value < $1.value }.prefix(limit)
        for (stream, _) in quiet { lastHeard[stream] = now }
        nextCheck = lastHeard.values.min().map { $0 + pause }
        return quiet.compactMap { stream, _ in orders[stream].map { Question(stream: stream, from: $0.next) } }
    }

    /// Handles the answer to a question.
    ///
    /// - Returns: The publications to deliver now.
    package mutating func settle(_ replayed: WireReplayed, _ question: Question) -> [ReceivedPublication] {
        guard var order = orders[question.stream] else { return [] }
        defer { orders[question.stream] = order }
        let publications = replayed.publications.compactMap { publication in
            question.stream.topic(of: publication).map {
                (number: publication.sequence, element: ReceivedPublication(topic: $0, publication: publication))
            }
        }
        switch order.settle(
            publications, from: question.from, oldest: replayed.oldest, newest: replayed.newest)
        {
        case .delivered(let delivered):
            repaired += UInt64(delivered.count)
            return delivered
        case .lost(let oldest):
            lost += oldest - order.next
            let held = order.begin(after: oldest - 1)
            if case .delivered(let delivered) = order.settle(
                publications, from: order.next, oldest: oldest, newest: replayed.newest)
            {
                repaired += UInt64(delivered.count)
                return held + delivered
            }
            return held
        case .regressed:
            // The worker was restarted and its numbers begin again, so the order begins again too.
            order = PublicationOrder(maximumHeld: Self.maximumHeld)
            let oldest = max(1, replayed.oldest)
            let held = order.begin(after: oldest - 1)
            if case .delivered(let delivered) = order.settle(
                publications, from: oldest, oldest: oldest, newest: replayed.newest)
            {
                return held + delivered
            }
            return held
        }
    }

    /// Skips the gap of a stream that cannot be replayed.
    ///
    /// - Returns: The publications that were held back.
    package mutating func skip(_ question: Question) -> [ReceivedPublication] {
        // The stream was only checked.
        if let order = orders[question.stream], !order.isDoubtful { return [] }
        guard var order = orders[question.stream], let lowest = order.lowestHeld else {
            // The numbers went back, and nothing is held back: the order begins again with the next publication.
            orders[question.stream] = nil
            lastHeard[question.stream] = nil
            return []
        }
        lost += lowest - order.next
        let publications = order.begin(after: lowest - 1)
        orders[question.stream] = order
        return publications
    }

    private func watchedStream(_ topic: Topic) -> Stream? {
        guard let (stream, prefix) = Stream.of(topic) else { return nil }
        guard prefixes.contains(where: { prefix.starts(with: $0) }) else { return nil }
        let isKnown = orders[stream] != nil || last[stream] != nil
        return isKnown || orders.count + last.count < Self.maximumStreams ? stream : nil
    }
}

extension StreamWatch.Stream {
    /// A stream, and the prefix of all of its topics.
    fileprivate static func of(_ topic: Topic) -> (Self, prefix: [UInt8])? {
        switch topic {
        case .offers(let cluster, let master, _), .inverseOffers(let cluster, let master, _),
            .rescinds(let cluster, let master, _), .replies(let cluster, let master), .acks(let cluster, let master):
            (
                Self(cluster: cluster, kind: topic.kind, master: master),
                Topic.prefix(cluster: cluster, kind: topic.kind, master: master, .binary)
            )
        case .runs(let cluster), .events(let cluster):
            (Self(cluster: cluster, kind: topic.kind, master: ""), topic.bytes(.binary))
        case .rejects, .heartbeat, .metrics:
            (Self(cluster: "", kind: topic.kind, master: ""), topic.bytes(.binary))
        }
    }

    /// Returns the topic of a replayed publication.
    fileprivate func topic(of publication: WirePublication) -> Topic? {
        switch publication.body {
        case .offers(let batch): .offers(cluster: cluster, master: master, framework: batch.frameworkID)
        case .inverseOffers(let batch): .inverseOffers(cluster: cluster, master: master, framework: batch.frameworkID)
        case .rescinds(let batch): .rescinds(cluster: cluster, master: master, framework: batch.frameworkID)
        case .reply: .replies(cluster: cluster, master: master)
        case .run: .runs(cluster: cluster)
        case .event: .events(cluster: cluster)
        default: nil
        }
    }
}

extension Topic.Kind {
    /// Whether the worker keeps the stream's publications for replays.
    fileprivate var isReplayed: Bool {
        switch self {
        case .offers, .inverseOffers, .rescinds, .replies, .runs, .events: true
        case .acks, .rejects, .heartbeat, .metrics: false
        }
    }
}
