import AllocatorWire
import DequeModule
import Synchronization
import ZeroMQ

/// What the tasks that ask and the thread that speaks to the worker share.
final class ControlLink: Sendable {
    struct Question: Sendable {
        let requestID: String
        let frame: [UInt8]
        let deadline: ContinuousClock.Instant
        let answer: Promise<WireAnswer>
    }

    private struct State: Sendable {
        /// Handed over, not yet taken by the thread.
        var unsent: Deque<Question> = []
        /// Questions so far; they number the requests.
        var asked: UInt64 = 0
        /// Asked and neither answered nor given up.
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

    /// Hands a question to the thread.
    func ask(_ question: WireQuery.OneOf_Question) throws(ClientFailure) -> Promise<WireAnswer> {
        let requestID = state.withLock { state in
            state.asked += 1
            return String(state.asked)
        }
        let frame = try WireQuery.frame(of: question, requestID: requestID)
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

    /// Puts back what could not be sent yet.
    func putBack(_ question: Question) { state.withLock { $0.unsent.prepend(question) } }

    /// Tells who waits, and makes room for another question.
    func settle(_ question: Question, _ result: Result<WireAnswer, ClientFailure>) {
        state.withLock { $0.waiting -= 1 }
        question.answer.fulfil(result)
    }

    /// Only the first ending counts. Questions that the thread has taken are its to settle.
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

    /// What whoever still waits at the end is told.
    var ending: ClientFailure { state.withLock { $0.ending } ?? .closed }
}
