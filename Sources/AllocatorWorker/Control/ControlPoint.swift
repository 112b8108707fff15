package import AllocatorCore
package import AllocatorWire
package import Logging
package import ZeroMQ

/// Answers the questions that come to the control socket. Lives on the sockets' thread.
package struct ControlPoint: ~Copyable {
    /// Bytes of a question; who sends more is disconnected.
    static let maximumQuestionSize = 65_536
    /// Frames of a message: the routing ids of the brokers on the way, a delimiter and the question.
    static let maximumFrames = 16
    /// Questions that one turn of the loop answers.
    static let questionsPerTurn = 64
    /// Nanoseconds after which a turn answers no further question, so that the events and the time do not wait for long. Those
    /// that are left wait in ZeroMQ, which takes them from each peer in turn.
    package static let timePerTurn: Int64 = 5_000_000
    /// Bytes of answers after which a turn ends, so that large ones do not keep the events waiting.
    static let answerBytesPerTurn = 4 << 20
    /// Bytes of one answer.
    package static let maximumAnswerSize = 64 << 20
    /// Bytes of answers that wait to be sent, to one who asked and to all. Beyond, questions that may have large answers are
    /// refused: so nobody fills the memory by asking and not listening.
    package static let maximumQueuedBytesOfPeer = 8 << 20
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
    /// Of those for whom answers wait, by routing id.
    private var peers: [[UInt8]: ByteGauge] = [:]
    /// How many of these were left when it was last looked for those that nothing waits for.
    private var remainingPeers = 0

    /// - Parameters:
    ///   - answerLimit: See `maximumAnswerSize`.
    ///   - byteLimitOfPeer: See `maximumQueuedBytesOfPeer`.
    ///   - byteLimit: See `maximumQueuedBytes`.
    ///   - now: Nanoseconds by which a turn is measured; nil: those of the monotonic clock.
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

    /// Why someone may not ask something; nil where he may.
    package typealias Permission = (WireQuery.OneOf_Question, MessageSender?) -> Refusal?

    /// Answers what was asked. Whether more may be waiting.
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

    /// How many bytes the answer has.
    private mutating func respond(
        to envelope: Envelope, _ answer: (WireQuery.OneOf_Question) -> WireAnswer.OneOf_Answer
    ) throws(ZeroMQError) -> Int {
        var encoding = WireEncoding.binary
        let response: WireAnswer
        if let question = envelope.question {
            encoding = WireEncoding(of: question.span.bytes)
            response = respond(to: question, from: envelope.peer, answer)
        } else {
            response = WireAnswer("", refusing: .invalidArgument("a question is one frame: send one Query a message"))
        }
        let bytes = encode(response, as: encoding)
        let gauge = peers[envelope.peer] ?? ByteGauge(partOf: queued)
        peers[envelope.peer] = gauge
        // A peer that has gone or whose queue is full misses its answer: ROUTER drops it and does not wait.
        _ = try socket.send(frames: envelope.wayBack, before: Message(bytes, countedBy: gauge), .dontWait)
        removeIdlePeers()
        return bytes.count
    }

    /// A peer that nothing waits for needs no gauge. Looked for once there are so many that it is worth it.
    private mutating func removeIdlePeers() {
        guard peers.count > 2 * remainingPeers + 64 else { return }
        peers = peers.filter { $0.value.bytes > 0 }
        remainingPeers = peers.count
    }

    private func encode(_ response: WireAnswer, as encoding: WireEncoding) -> [UInt8] {
        // Of a message within its bound, always possible; of one that is not, the refusal is.
        if let bytes = try? encoder.encode(response, as: encoding), bytes.count <= answerLimit {
            return bytes
        }
        let refusal = WireAnswer(
            response.requestID,
            refusing: .resourceExhausted(
                "the answer has over \(answerLimit) bytes, which is the limit: ask for less, or in binary"))
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
                    "the question is none that this version knows: ask ping, digest, replay, outstanding, state, explain, "
                        + "what_if, history, metrics or forget_master"))
        }
        if question.mayHaveLargeAnswer, let refusal = refusalForWant(ofRoom: peer) {
            return WireAnswer(query.requestID, refusing: refusal)
        }
        var response = WireAnswer()
        response.requestID = query.requestID
        response.answer = answer(question)
        return response
    }

    /// Nil where there is room for one answer more.
    private func refusalForWant(ofRoom peer: [UInt8]) -> Refusal? {
        let own = peers[peer]?.bytes ?? 0
        if own >= byteLimitOfPeer {
            return .resourceExhausted("\(own) bytes of answers wait for you: read them, then ask again")
        }
        if queued.bytes >= byteLimit {
            return .resourceExhausted("\(queued.bytes) bytes of answers wait for others who asked: ask again later")
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
