package import AllocatorWire
package import Logging
package import ZeroMQ

/// Numbers publications, stores the latest for replay, encodes those with subscribers, and sends them.
package struct Publisher: ~Copyable {
    /// The maximum size of a subscription: more than the longest topic, with every byte of a framework id
    /// percent-encoded. libzmq disconnects a subscriber that sends more.
    static let maximumSubscriptionSize = 8_192
    /// The maximum number of subscriptions that one turn of the event loop reads.
    static let subscriptionsPerTurn = 1_024

    package private(set) var outlet: PublicationSocket
    private let logger: Logger
    private let encoder = PublicationEncoder()
    private(set) var subscriptions = SubscriptionTable()
    /// `nil` if libzmq grants all subscriptions itself.
    private var guarded: GuardedSubscriptions?
    private var wantedTopics = WantedTopics()
    package private(set) var history: PublicationHistory
    /// Whether publications are sent. During replay they are only numbered and stored, because they have been sent
    /// before.
    package var isSending = true
    private var incoming = Message()
    /// Whether the next frame received continues a message.
    private var isContinued = false
    private var hasWarnedOfStreams = false

    /// - Parameter gate: The gate of the outlet.
    package init(
        _ outlet: consuming PublicationSocket, keeping bounds: ReplayWindow.Bounds, gate: Gate? = nil, logger: Logger
    ) {
        self.outlet = outlet
        guarded = gate.map { GuardedSubscriptions($0) }
        self.logger = logger
        history = PublicationHistory(bounds)
    }

    // MARK: - Sending

    /// Publishes a body under a topic. The body is made only if it has subscribers or is stored.
    ///
    /// - Parameter frame: The received frame of an event that is echoed. It is stored in place of the echo.
    package mutating func publish(
        _ topic: Topic, at nanoseconds: Int64, echoing frame: [UInt8]? = nil, isNumbered: Bool = true,
        body: () -> WirePublication.OneOf_Body
    ) throws(ZeroMQError) {
        let stream = topic.stream
        let number = isNumbered ? history.next(stream) : PublicationHistory.Number(sequence: 0, place: nil)
        if isNumbered, number.sequence == 0 { warnOfStreams() }
        func make() -> WirePublication {
            WirePublication(stream, sequence: number.sequence, nanoseconds: nanoseconds, body: body())
        }
        var draft = PublicationDraft(encoder)
        if number.place != nil {
            let content = frame.map { ReplayWindow.Content.event($0, nanoseconds: nanoseconds) }
            history.store(content ?? draft.bytes(in: .binary, make).map { .publication($0) }, as: number)
        }
        guard isSending, !subscriptions.isEmpty else { return }
        for frame in wantedFrames(of: topic, number: number) {
            guard let bytes = draft.bytes(in: frame.encoding, make) else {
                // Its subscribers see the gap.
                logger.error(
                    "a publication of over 2 GiB was dropped: protobuf cannot encode it; send less at once",
                    metadata: ["topic": "\(String(decoding: frame.topic, as: UTF8.self))"])
                continue
            }
            try outlet.send(topic: frame.topic, body: bytes)
        }
    }

    private mutating func wantedFrames(
        of topic: Topic, number: PublicationHistory.Number
    ) -> [WantedTopics.Frame] {
        guard let place = number.place, topic.kind.hasSingleTopic else {
            return WantedTopics.frames(of: topic, subscriptions: subscriptions)
        }
        return wantedTopics.frames(of: topic, at: place, subscriptions: subscriptions)
    }

    /// Whether a publication under `topic` would be sent.
    func wants(_ topic: Topic) -> Bool {
        isSending && !subscriptions.isEmpty && !WantedTopics.frames(of: topic, subscriptions: subscriptions).isEmpty
    }

    private mutating func warnOfStreams() {
        guard !hasWarnedOfStreams else { return }
        hasWarnedOfStreams = true
        logger.warning(
            "too many masters: publications to new ones are not numbered; restart the worker to reset all numbers",
            metadata: ["limit": "\(PublicationStreams.maximumCount)"])
    }

    // MARK: - Subscriptions

    /// Processes subscriptions and cancellations.
    ///
    /// - Returns: Whether more may be waiting.
    package mutating func readSubscriptions() throws(ZeroMQError) -> Bool {
        try guarded?.readConnections(of: &outlet, updating: &subscriptions)
        for _ in 0..<Self.subscriptionsPerTurn {
            guard try outlet.socket.receive(into: &incoming, .dontWait) else {
                guarded?.recordEmptyQueue()
                return false
            }
            guard guarded == nil else {
                try guarded?.receive(incoming, from: &outlet, updating: &subscriptions)
                continue
            }
            let isWhole = !isContinued && !incoming.more
            isContinued = incoming.more
            // libzmq's own notices have one frame. Peers may send other messages, which are ignored.
            guard isWhole else { continue }
            incoming.withUnsafeBytes { bytes in
                switch bytes.first {
                case 1: subscriptions.insert(Array(bytes.dropFirst()))
                case 0: subscriptions.remove(Array(bytes.dropFirst()))
                default: break
                }
            }
        }
        return true
    }

    package var subscriptionCount: Int { subscriptions.count }

    /// Processes new and closed connections, and logs drops. Called about every second.
    package mutating func attendToSubscribers() throws(ZeroMQError) {
        try readConnections()
        outlet.reportDrops()
    }

    /// Processes new and closed connections.
    mutating func readConnections() throws(ZeroMQError) {
        if guarded == nil {
            try outlet.readConnections()
        } else {
            try guarded?.readConnections(of: &outlet, updating: &subscriptions)
        }
    }

    /// See `PublicationSocket.minimizeWaits`.
    mutating func minimizeWaits() {
        outlet.minimizeWaits()
    }

    // MARK: - Recovery

    /// Restores the stream numbers of a cluster from a snapshot: see `PublicationStreams.numbers(of:)`.
    package mutating func restore(_ numbers: [PublicationStreams.StreamNumber], of cluster: String) {
        history.restore(numbers, of: cluster)
    }

    /// Skips the numbers of publications whose content is unknown.
    mutating func skip(_ count: UInt64, of topic: Topic) {
        history.skip(count, of: topic.stream)
    }

    /// Numbers the further publications of a cluster above `number`.
    package mutating func skip(to number: UInt64, in cluster: String) {
        history.skip(to: number, in: cluster)
    }
}

/// A publication that is made at most once, and encoded at most once in each encoding.
private struct PublicationDraft {
    private let encoder: PublicationEncoder
    private var publication: WirePublication?
    private var binary: [UInt8]?

    init(_ encoder: PublicationEncoder) {
        self.encoder = encoder
    }

    /// - Returns: The encoded publication, or `nil` if it is too large.
    mutating func bytes(in encoding: WireEncoding, _ make: () -> WirePublication) -> [UInt8]? {
        if encoding == .binary, let binary { return binary }
        let content = publication ?? make()
        publication = content
        let bytes = try? encoder.encode(content, as: encoding)
        if encoding == .binary { binary = bytes }
        return bytes
    }
}
