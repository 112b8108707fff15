package import AllocatorCore
package import AllocatorWire
package import Logging
package import ZeroMQ

/// Receives queries from the control socket and sends the answers.
package struct ControlPoint: ~Copyable {
    /// The maximum size of a query.
    static let maximumQuestionSize = 65_536
    /// The maximum number of frames in a message: routing ids of brokers, a delimiter and the query.
    static let maximumFrames = 16
    /// The maximum number of queries that one turn of the event loop answers.
    static let questionsPerTurn = 64
    /// Nanoseconds after which a turn answers no further query, so that events and timers don't wait for long. The
    /// remaining queries stay queued in libzmq, which serves its peers in turn.
    package static let timePerTurn: Int64 = 5_000_000
    /// The size of the answers after which a turn answers no further query.
    static let answerBytesPerTurn = 4 << 20
    /// The maximum size of an answer.
    package static let maximumAnswerSize = 64 << 20
    /// The maximum size of the answers that wait to be sent to one peer. Beyond it, queries that may have large answers
    /// are refused, so that a peer can't fill the memory by not reading.
    package static let maximumQueuedBytesOfPeer = 8 << 20
    /// The same for all peers together.
    package static let maximumQueuedBytes = 256 << 20

    package let socket: Socket
    private let logger: Logger
    private let decoder: QueryDecoder
    private let encoder = AnswerEncoder()
    private let answerLimit: Int
    private let byteLimitOfPeer: Int
    private let byteLimit: Int
    private let now: () -> Int64
    private let queued = ByteGauge()
    /// The queued bytes of each peer, by routing id.
    private var peers: [[UInt8]: ByteGauge] = [:]
    /// The number of peers after the last `removeIdlePeers`.
    private var remainingPeers = 0

    /// - Parameters:
    ///   - answerLimit: See `maximumAnswerSize`.
    ///   - byteLimitOfPeer: See `maximumQueuedBytesOfPeer`.
    ///   - byteLimit: See `maximumQueuedBytes`.
    ///   - now: Returns the time in nanoseconds. Defaults to the monotonic clock.
    package init(
        _ socket: consuming Socket, answerLimit: Int = Self.maximumAnswerSize,
        byteLimitOfPeer: Int = Self.maximumQueuedBytesOfPeer, byteLimit: Int = Self.maximumQueuedBytes,
        now: (() -> Int64)? = nil, logger: Logger
    ) {
        self.now = now ?? MonotonicTime.now
        self.socket = socket
        self.answerLimit = answerLimit
        self.byteLimitOfPeer = byteLimitOfPeer
        self.byteLimit = byteLimit
        self.logger = logger
        decoder = QueryDecoder(limits: WireLimits(maximumFrameSize: Self.maximumQuestionSize))
    }

    /// Authorizes a query: returns the refusal, or `nil` if the query is permitted.
    package typealias Permission = (WireQuery.OneOf_Question, MessageSender?) -> Refusal?

    /// Answers the waiting queries, up to the turn's budget.
    ///
    /// - Returns: Whether more may be waiting.
    package mutating func answerQuestions(
        _ answer: (WireQuery.OneOf_Question) -> WireAnswer.OneOf_Answer,
        refusing refusal: Permission = { _, _ in nil }
    ) throws(ZeroMQError) -> Bool {
        var bytes = 0
        let end = now() + Self.timePerTurn
        for number in 0..<Self.questionsPerTurn where bytes < Self.answerBytesPerTurn {
            if number > 0, now() >= end { break }
            do {
                guard let (frames, sender) = try socket.receiveSentFrames(limit: Self.maximumFrames, .dontWait) else {
                    return false
                }
                bytes += try respond(to: Envelope(frames)) { question in
                    refusal(question, sender).map { .error(WireError($0)) } ?? answer(question)
                }
            } catch .tooManyFrames(let received, _) {
                logger.debug("a message on the control socket was dropped", metadata: ["frames": "\(received)"])
            }
        }
        return true
    }

    /// - Returns: The size of the answer.
    private mutating func respond(
        to envelope: Envelope, _ answer: (WireQuery.OneOf_Question) -> WireAnswer.OneOf_Answer
    ) throws(ZeroMQError) -> Int {
        var encoding = WireEncoding.binary
        let response: WireAnswer
        if let question = envelope.question {
            encoding = WireEncoding(of: question.span.bytes)
            response = respond(to: question, from: envelope.peer, answer)
        } else {
            response = WireAnswer("", refusing: .invalidArgument("a query has one frame: send one Query per message"))
        }
        let bytes = encode(response, as: encoding)
        let gauge = peers[envelope.peer] ?? ByteGauge(partOf: queued)
        peers[envelope.peer] = gauge
        // ROUTER drops the answer if the peer has disconnected or its queue is full.
        _ = try socket.send(frames: envelope.route, before: Message(bytes, countedBy: gauge), .dontWait)
        removeIdlePeers()
        return bytes.count
    }

    /// Removes the peers without queued answers, once the table has doubled.
    private mutating func removeIdlePeers() {
        guard peers.count > 2 * remainingPeers + 64 else { return }
        peers = peers.filter { $0.value.bytes > 0 }
        remainingPeers = peers.count
    }

    private func encode(_ response: WireAnswer, as encoding: WireEncoding) -> [UInt8] {
        // Encoding fails only for messages over protobuf's own limit.
        if let bytes = try? encoder.encode(response, as: encoding), bytes.count <= answerLimit {
            return bytes
        }
        let refusal = WireAnswer(
            response.requestID,
            refusing: .resourceExhausted(
                "the answer exceeds the limit of \(answerLimit) bytes: ask for less, or use the binary encoding"))
        return (try? encoder.encode(refusal, as: encoding)) ?? []
    }

    private func respond(
        to question: [UInt8], from peer: [UInt8], _ answer: (WireQuery.OneOf_Question) -> WireAnswer.OneOf_Answer
    ) -> WireAnswer {
        let query: WireQuery
        do {
            query = try decoder.decode(question)
        } catch {
            return WireAnswer(
                WireQuery.requestID(ofUnreadable: question.span.bytes),
                refusing: .invalidArgument(error.description))
        }
        guard let question = query.question else {
            return WireAnswer(
                query.requestID,
                refusing: .invalidArgument(
                    "unknown query: send ping, digest, replay, outstanding, state, explain, what_if, history, metrics "
                        + "or forget_master"))
        }
        if question.mayHaveLargeAnswer, let refusal = queueRefusal(of: peer) {
            return WireAnswer(query.requestID, refusing: refusal)
        }
        var response = WireAnswer()
        response.requestID = query.requestID
        response.answer = answer(question)
        return response
    }

    /// - Returns: The refusal of further large answers, or `nil` if the queues have room.
    private func queueRefusal(of peer: [UInt8]) -> Refusal? {
        let own = peers[peer]?.bytes ?? 0
        if own >= byteLimitOfPeer {
            return .resourceExhausted(
                "\(own) bytes of answers are queued for this connection: read them, then ask again")
        }
        if queued.bytes >= byteLimit {
            return .resourceExhausted("\(queued.bytes) bytes of answers are queued for other clients: ask again later")
        }
        return nil
    }
}

extension WireQuery.OneOf_Question {
    fileprivate var mayHaveLargeAnswer: Bool {
        switch self {
        case .ping, .digest, .forgetMaster: false
        case .replay, .outstanding, .state, .explain, .whatIf, .history, .metrics: true
        }
    }
}

extension WireAnswer {
    fileprivate init(_ request: String, refusing refusal: Refusal) {
        self.init()
        requestID = request
        error = WireError(refusal)
    }
}
