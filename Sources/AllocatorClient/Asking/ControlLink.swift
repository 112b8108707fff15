import AllocatorWire
import DequeModule
import Synchronization
import ZeroMQ

/// The queue of questions that tasks pass to the thread of a control client.
final class ControlLink: ClientLink {
    struct Question: Sendable {
        let requestID: String
        let frame: [UInt8]
        let deadline: ContinuousClock.Instant
        let answer: Promise<WireAnswer>
    }

    private struct State: Sendable {
        /// The questions that the thread has not taken yet.
        var unsent: Deque<Question> = []
        /// The number of questions so far, which is the id of the last one.
        var asked: UInt64 = 0
        /// The number of questions that have neither an answer nor a failure.
        var waiting = 0
        var ending: ClientFailure?
    }

    let options: ControlOptions
    let wakeUp: WakeUp
    let threadEnd = ThreadEnd()
    private let state = Mutex(State())

    init(_ options: ControlOptions) throws(ZeroMQError) {
        self.options = options
        wakeUp = try WakeUp()
    }

    var isOver: Bool { state.withLock { $0.ending != nil } }

    /// Enqueues a question for the thread.
    ///
    /// - Throws: ``ClientFailure/tooManyQuestions(limit:)``, or the failure that ended the client.
    func ask(_ question: WireQuery.OneOf_Question) throws(ClientFailure) -> Promise<WireAnswer> {
        let requestID = state.withLock { state in
            state.asked += 1
            return String(state.asked)
        }
        let frame = try WireQuery(question, requestID: requestID).frame()
        let asked = Question(
            requestID: requestID, frame: frame, deadline: .now + options.patience, answer: Promise())
        let refusal = state.withLock { state -> ClientFailure? in
            if let ending = state.ending { return ending }
            guard state.waiting < options.waitingQuestions else {
                return .tooManyQuestions(limit: options.waitingQuestions)
            }
            state.waiting += 1
            state.unsent.append(asked)
            return nil
        }
        if let refusal { throw refusal }
        wakeUp.signal()
        return asked.answer
    }

    func nextUnsent() -> Question? { state.withLock { $0.unsent.popFirst() } }

    /// Returns a question to the head of the queue because libzmq's send queue is full.
    func putBack(_ question: Question) { state.withLock { $0.unsent.prepend(question) } }

    /// Resumes the task that asked, and frees a place for another question.
    func settle(_ question: Question, _ result: Result<WireAnswer, ClientFailure>) {
        state.withLock { $0.waiting -= 1 }
        question.answer.fulfil(result)
    }

    /// Ends the client and fails the questions that the thread has not taken. The thread fails the others.
    func end(_ ending: ClientFailure) {
        let unsent = state.withLock { state -> Deque<Question> in
            guard state.ending == nil else { return [] }
            state.ending = ending
            defer { state.unsent = [] }
            return state.unsent
        }
        for question in unsent { settle(question, .failure(ending)) }
        wakeUp.signal()
    }

    /// The failure for questions that are open when the client ends.
    var ending: ClientFailure { state.withLock { $0.ending } ?? .closed }
}
