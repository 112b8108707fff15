import AllocatorWire
import Logging
import ZeroMQ

/// Numbers publications, encodes those that somebody subscribes to, and sends them. Lives on the sockets' thread.
struct Publisher: ~Copyable {
    /// Bytes of a subscription: the longest topic, with every byte of a framework's id percent-encoded, and room to spare.
    /// A subscriber that sends more is disconnected.
    static let maximumSubscriptionSize = 8_192
    /// Subscriptions that one turn of the loop takes in.
    static let subscriptionsPerTurn = 1_024

    let socket: Socket
    private let logger: Logger
    private let encoder = PublicationEncoder()
    private var subscriptions = SubscriptionTable()
    private var streams = PublicationStreams()
    private var incoming = Message()
    /// Whether the next frame received continues a message.
    private var isContinued = false
    private var hasWarnedOfStreams = false

    init(_ socket: consuming Socket, logger: Logger) {
        self.socket = socket
        self.logger = logger
    }

    // MARK: - Out

    /// Publishes `body` under `topic`. The body is made only where somebody wants it.
    mutating func publish(
        _ topic: Topic, at nanoseconds: Int64, _ body: () -> WirePublication.OneOf_Body
    ) throws(ZeroMQError) {
        let stream = topic.stream
        let sequence = streams.next(stream)
        if sequence == 0 { warnOfStreams() }
        guard !subscriptions.isEmpty else { return }
        var publication: WirePublication?
        for encoding in WireEncoding.allCases {
            let topicFrame = topic.bytes(encoding)
            guard subscriptions.wants(topicFrame) else { continue }
            let content = publication ?? .init(stream, sequence, nanoseconds, body())
            publication = content
            try send(topicFrame, content, encoding)
        }
    }

    private func send(
        _ topic: [UInt8], _ publication: WirePublication, _ encoding: WireEncoding
    ) throws(ZeroMQError) {
        let body: [UInt8]
        do {
            body = try encoder.encode(publication, as: encoding)
        } catch {
            // Its subscribers see the gap.
            logger.error(
                "a publication was dropped: \(error)", metadata: ["topic": "\(String(decoding: topic, as: UTF8.self))"])
            return
        }
        // XPUB never waits: a subscriber whose queue is full misses the message, and sees that in the numbers.
        if try socket.send(topic, [.more, .dontWait]) { _ = try socket.send(body, .dontWait) }
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
    mutating func readSubscriptions() throws(ZeroMQError) -> Bool {
        for _ in 0..<Self.subscriptionsPerTurn {
            guard try socket.receive(into: &incoming, .dontWait) else { return false }
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

    var subscriptionCount: Int { subscriptions.count }
}

extension WirePublication {
    fileprivate init(
        _ stream: PublicationStreams.Stream, _ sequence: UInt64, _ nanoseconds: Int64, _ body: OneOf_Body
    ) {
        self.init()
        self.sequence = sequence
        cluster = stream.cluster
        master = stream.master
        timeNs = nanoseconds
        self.body = body
    }
}
