import AllocatorCore
import AllocatorWire
import Logging
import ZeroMQ

/// Answers the questions that come to the control socket. Lives on the sockets' thread.
struct ControlPoint: ~Copyable {
    /// Bytes of a question; who sends more is disconnected.
    static let maximumQuestionSize = 65_536
    /// Frames of a message: the routing ids of the brokers on the way, a delimiter and the question.
    static let maximumFrames = 16
    /// Questions that one turn of the loop answers.
    static let questionsPerTurn = 64

    let socket: Socket
    private let logger: Logger
    private let decoder: QueryDecoder
    private let encoder = AnswerEncoder()

    init(_ socket: consuming Socket, logger: Logger) {
        self.socket = socket
        self.logger = logger
        decoder = QueryDecoder(limits: WireLimits(maximumFrameSize: Self.maximumQuestionSize))
    }

    /// Answers what was asked. Whether more may be waiting.
    mutating func answerQuestions(
        _ answer: (WireQuery.OneOf_Question) -> WireAnswer.OneOf_Answer
    ) throws(ZeroMQError) -> Bool {
        for _ in 0..<Self.questionsPerTurn {
            do {
                guard let frames = try socket.receiveFrames(limit: Self.maximumFrames, .dontWait) else { return false }
                try respond(to: Envelope(frames), answer)
            } catch .tooManyFrames(let received, _) {
                logger.debug("a message on the control socket was dropped", metadata: ["frames": "\(received)"])
            }
        }
        return true
    }

    private func respond(
        to envelope: Envelope, _ answer: (WireQuery.OneOf_Question) -> WireAnswer.OneOf_Answer
    ) throws(ZeroMQError) {
        let response: WireAnswer
        var encoding = WireEncoding.binary
        if let question = envelope.question {
            encoding = WireEncoding(of: question.span.bytes)
            response = respond(to: question, answer)
        } else {
            response = .refusing("a question is one frame: send one Query a message")
        }
        do {
            // A peer that has gone or whose queue is full misses its answer: ROUTER drops it and does not wait.
            _ = try socket.send(frames: envelope.wayBack + [encoder.encode(response, as: encoding)], .dontWait)
        } catch let error as ZeroMQError {
            throw error
        } catch {
            logger.error("an answer was dropped: \(error)")
        }
    }

    private func respond(
        to question: [UInt8], _ answer: (WireQuery.OneOf_Question) -> WireAnswer.OneOf_Answer
    ) -> WireAnswer {
        let query: WireQuery
        do {
            query = try decoder.decode(question)
        } catch {
            return .refusing(error.description)
        }
        guard let question = query.question else {
            var response = WireAnswer.refusing("the question is none that this version knows: ask ping or digest")
            response.requestID = query.requestID
            return response
        }
        var response = WireAnswer()
        response.requestID = query.requestID
        response.answer = answer(question)
        return response
    }
}

extension WireAnswer {
    fileprivate static func refusing(_ reason: String) -> WireAnswer {
        var answer = WireAnswer()
        answer.error = WireError(.invalidArgument(reason))
        return answer
    }
}
