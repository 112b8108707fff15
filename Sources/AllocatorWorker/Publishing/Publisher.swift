package import AllocatorWire
package import Logging
package import ZeroMQ

/// Numbers publications, keeps the last of them, encodes those that somebody subscribes to, and sends them. Lives on the
/// sockets' thread.
package struct Publisher: ~Copyable {
    /// Bytes of a subscription: the longest topic, with every byte of a framework's id percent-encoded, and room to spare.
    /// A subscriber that sends more is disconnected.
    static let maximumSubscriptionSize = 8_192
    /// Subscriptions that one turn of the loop takes in.
    static let subscriptionsPerTurn = 1_024

    package private(set) var outlet: PublicationSocket
    private let logger: Logger
    private let encoder = PublicationEncoder()
    private(set) var subscriptions = SubscriptionTable()
    /// Nil: libzmq subscribes everybody to everything that they ask for.
    private var guarded: GuardedSubscriptions?
    private var wantedTopics = WantedTopics()
    package private(set) var history: PublicationHistory
    /// Whether publications are sent, or numbered and kept only: so while a journal is applied again, whose publications
    /// have been sent already.
    package var isSending = true
    private var incoming = Message()
    /// Whether the next frame received continues a message.
    private var isContinued = false
    private var hasWarnedOfStreams = false

    /// - Parameter gate: that of the outlet.
    package init(
        _ outlet: consuming PublicationSocket, keeping bounds: ReplayWindow.Bounds, gate: Gate? = nil, logger: Logger
    ) {
        self.outlet = outlet
        guarded = gate.map { GuardedSubscriptions($0) }
        self.logger = logger
        history = PublicationHistory(bounds)
    }

    // MARK: - Out

    /// Publishes `body` under `topic`. The body is made only where somebody wants it or it is kept.
    ///
    /// - Parameter frame: Of an event's echo, the frame that the event came in: it is kept in the echo's stead.
    package mutating func publish(
        _ topic: Topic, at nanoseconds: Int64, echoing frame: [UInt8]? = nil, isNumbered: Bool = true,
        _ body: () -> WirePublication.OneOf_Body
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
            history.keep(content ?? draft.bytes(.binary, make).map { .publication($0) }, number)
        }
        guard isSending, !subscriptions.isEmpty else { return }
        for frame in wantedFrames(of: topic, number) {
            guard let bytes = draft.bytes(frame.encoding, make) else {
                // Its subscribers see the gap.
                logger.error(
                    "a publication of over 2 GiB was left out, which protobuf cannot write; let masters send less at once",
                    metadata: ["topic": "\(String(decoding: frame.topic, as: UTF8.self))"])
                continue
            }
            try outlet.send(frame.topic, bytes)
        }
    }

    private mutating func wantedFrames(of topic: Topic, _ number: PublicationHistory.Number) -> [WantedTopics.Frame] {
        guard let place = number.place, topic.kind.hasOneTopicAStream else {
            return WantedTopics.frames(of: topic, subscriptions)
        }
        return wantedTopics.frames(of: topic, at: place, subscriptions)
    }

    /// Whether a publication under `topic` would be sent.
    func wants(_ topic: Topic) -> Bool {
        isSending && !subscriptions.isEmpty && !WantedTopics.frames(of: topic, subscriptions).isEmpty
    }

    private mutating func warnOfStreams() {
        guard !hasWarnedOfStreams else { return }
        hasWarnedOfStreams = true
        logger.warning(
            "too many masters: publications to new ones are not numbered; restart to begin anew",
            metadata: ["limit": "\(PublicationStreams.maximumCount)"])
    }

    // MARK: - In

    /// Takes in what subscribers asked for or cancelled. Whether there may be more.
    package mutating func readSubscriptions() throws(ZeroMQError) -> Bool {
        try guarded?.readConnections(of: &outlet, &subscriptions)
        for _ in 0..<Self.subscriptionsPerTurn {
            guard try outlet.socket.receive(into: &incoming, .dontWait) else {
                guarded?.noteEnd()
                return false
            }
            guard guarded == nil else {
                try guarded?.take(incoming, from: &outlet, &subscriptions)
                continue
            }
            let isWhole = !isContinued && !incoming.more
            isContinued = incoming.more
            // libzmq's own notices are messages of one frame; others were sent by peers and mean nothing here.
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

    /// Takes in which subscribers have come and gone, and reports what was dropped. To be called every second or so.
    package mutating func attendToSubscribers() throws(ZeroMQError) {
        try readConnections()
        outlet.reportDrops()
    }

    /// Takes in which subscribers have come and gone.
    mutating func readConnections() throws(ZeroMQError) {
        if guarded == nil {
            try outlet.readConnections()
        } else {
            try guarded?.readConnections(of: &outlet, &subscriptions)
        }
    }

    /// See `PublicationSocket.minimizeWaits`.
    mutating func minimizeWaits() {
        outlet.minimizeWaits()
    }

    // MARK: - Kept beyond the worker's life

    /// Lets the streams of a cluster go on from where a snapshot had them, `history.streams.numbers(of:)`.
    package mutating func restore(_ numbers: [PublicationStreams.StreamNumber], of cluster: String) {
        history.restore(numbers, of: cluster)
    }

    /// Leaves out the numbers of publications that are not known any more.
    mutating func forget(_ count: UInt64, _ topic: Topic) {
        history.forget(count, of: topic.stream)
    }

    /// Lets all streams of a cluster go on behind a number.
    package mutating func skip(to number: UInt64, in cluster: String) {
        history.skip(to: number, in: cluster)
    }
}

/// A publication on its way: made once at most, and encoded once at most in each encoding.
private struct PublicationDraft {
    private let encoder: PublicationEncoder
    private var publication: WirePublication?
    private var binary: [UInt8]?

    init(_ encoder: PublicationEncoder) {
        self.encoder = encoder
    }

    /// Nil where it is too large to be encoded.
    mutating func bytes(_ encoding: WireEncoding, _ make: () -> WirePublication) -> [UInt8]? {
        if encoding == .binary, let binary { return binary }
        let content = publication ?? make()
        publication = content
        let bytes = try? encoder.encode(content, as: encoding)
        if encoding == .binary { binary = bytes }
        return bytes
    }
}
