import AllocatorWire
import DequeModule
import Synchronization
import ZeroMQ

/// The state that the tasks of a master's client share with its thread.
final class MasterLink: ClientLink {
    private struct OpenQuestion: Sendable {
        let question: WireQuery.OneOf_Question
        let answer: Promise<WireAnswer>
        /// The time at which it was last sent, or `nil`.
        var sent: ContinuousClock.Instant?
    }

    private struct State: Sendable {
        var window: SendWindow
        /// The submissions that wait for room in the window, in order. Bounded by the number of tasks.
        var waiting: Deque<Submission> = []
        /// The calls that wait for their replies, by number.
        var calls: [UInt64: (name: String, reply: Promise<WireReply>)] = [:]
        /// The flushes that wait until everything up to a number is acknowledged.
        var flushes: [(last: UInt64, done: Promise<Void>)] = []
        /// The open questions of tasks, by number. Bounded by the number of tasks.
        var questions: [UInt64: OpenQuestion] = [:]
        var questionCount: UInt64 = 0
        var statistics = MasterStatistics()
        var ending: ClientFailure?
    }

    let identity: MasterIdentity
    let wakeUp: WakeUp
    let offers: DeliveryBuffer<OfferUpdate>
    let inverseOffers: DeliveryBuffer<InverseOfferUpdate>
    let replies: DeliveryBuffer<WireReply>
    let connectionUpdates = DeliveryBuffer<ConnectionUpdate>(capacity: ConnectionUpdate.bufferedUpdates) {}
    let threadEnd = ThreadEnd()
    private let ignoresReplies: Bool
    private let state: Mutex<State>

    init(_ identity: MasterIdentity, _ options: MasterOptions) throws(ZeroMQError) {
        let wakeUp = try WakeUp()
        self.identity = identity
        self.wakeUp = wakeUp
        offers = DeliveryBuffer(capacity: options.bufferedUpdates) { wakeUp.signal() }
        inverseOffers = DeliveryBuffer(capacity: options.bufferedUpdates) { wakeUp.signal() }
        replies = DeliveryBuffer(capacity: options.bufferedUpdates) { wakeUp.signal() }
        ignoresReplies = options.ignored.contains(.replies)
        state = Mutex(
            State(
                window: SendWindow(
                    .init(
                        events: options.windowEvents, bytes: options.windowBytes, resendPause: options.resendPause))))
    }

    var statistics: MasterStatistics { state.withLock { $0.statistics } }

    // MARK: - Tasks: submitting

    /// Enqueues a batch. Its admission is fulfilled when the window has room for it.
    func submit(_ submission: Submission) throws(ClientFailure) {
        try state.withLock { state throws(ClientFailure) in
            if let ending = state.ending { throw ending }
            state.waiting.append(submission)
            admitWaiting(&state)
        }
        wakeUp.signal()
    }

    /// Admits submissions in order while the window has room. Batches wait while the buffer of replies is full, which
    /// keeps it bounded. Awaited replies are not buffered, so their calls pass.
    private func admitWaiting(_ state: inout State) {
        let repliesAreUnread = replies.isFull
        while let index = state.waiting.firstIndex(where: { $0.isAbandoned || $0.reply != nil || !repliesAreUnread }) {
            let submission = state.waiting[index]
            if !submission.isAbandoned {
                guard state.window.hasRoom(events: submission.calls.count, bytes: submission.bytes) else { return }
                admit(submission, &state)
            }
            state.waiting.remove(at: index)
        }
    }

    private func admit(_ submission: Submission, _ state: inout State) {
        let number = state.window.next
        do {
            state.window.append(try submission.frames(from: number, identity))
        } catch {
            submission.admission.fulfil(.failure(error))
            submission.reply?.fulfil(.failure(error))
            return
        }
        if let reply = submission.reply { state.calls[number] = (submission.callName, reply) }
        submission.admission.fulfil(.success(()))
    }

    /// Returns a promise that is fulfilled when all admitted batches are acknowledged.
    func flush() throws(ClientFailure) -> Promise<Void> {
        let done = Promise<Void>()
        try state.withLock { state throws(ClientFailure) in
            if let ending = state.ending { throw ending }
            if state.window.isEmpty {
                done.fulfil(.success(()))
            } else {
                state.flushes.append((state.window.last, done))
            }
        }
        return done
    }

    func ask(_ question: WireQuery.OneOf_Question) throws(ClientFailure) -> Promise<WireAnswer> {
        let answer = Promise<WireAnswer>()
        try state.withLock { state throws(ClientFailure) in
            if let ending = state.ending { throw ending }
            state.questionCount += 1
            state.questions[state.questionCount] = OpenQuestion(question: question, answer: answer)
        }
        wakeUp.signal()
        return answer
    }

    // MARK: - Thread: sending

    var lastNumber: UInt64 { state.withLock { $0.window.last } }
    var acknowledged: UInt64 { state.withLock { $0.window.acknowledged } }

    func nextBatch() -> SendWindow.Batch? { state.withLock { $0.window.nextToSend } }

    /// Records that the batch of `nextBatch` was sent.
    func recordSent(_ batch: SendWindow.Batch, at now: ContinuousClock.Instant) {
        state.withLock { state in
            if state.window.isNew(batch) {
                state.statistics.batchesSent += 1
                state.statistics.eventsSent += UInt64(batch.frames.count)
            } else {
                state.statistics.batchesResent += 1
            }
            state.window.recordSent(at: now)
        }
    }

    func acknowledge(_ ack: WireAck, at now: ContinuousClock.Instant) throws(ClientFailure) {
        try state.withLock { state throws(ClientFailure) in
            let before = state.window.acknowledged
            switch state.window.acknowledge(ack.sequence, resendFrom: ack.resendFrom, at: now) {
            case .nothingNew: break
            case .regressed:
                throw .stateLost("it had acknowledged event \(before), but now knows only \(ack.sequence)")
            case .unknown:
                throw .fenced(
                    "event \(ack.sequence) of epoch \(ack.epoch) was acknowledged, but this client never "
                        + "sent it")
            case .progress:
                admitWaiting(&state)
                for flush in state.flushes where flush.last <= ack.sequence { flush.done.fulfil(.success(())) }
                state.flushes.removeAll { $0.last <= ack.sequence }
            }
        }
    }

    func sendAllAgain() { state.withLock { $0.window.sendAllAgain() } }

    /// Admits the submissions that fit, and rewinds the window if it has made no progress for too long.
    ///
    /// - Returns: The time at which the window is next due to be resent, or `nil` if nothing was sent.
    func advance(to now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        state.withLock { state in
            admitWaiting(&state)
            state.window.advance(to: now)
            return state.window.due
        }
    }

    // MARK: - Thread: receiving

    /// Delivers a reply to the call that awaits it, or otherwise to the sequence of replies.
    func deliver(_ reply: WireReply) {
        if let number = identity.number(ofRequest: reply.requestID) {
            let call = state.withLock { $0.calls.removeValue(forKey: number) }
            call?.reply.fulfil(.success(reply))
        } else if !ignoresReplies {
            replies.append(reply)
            state.withLock { $0.statistics.callsRefused += 1 }
        }
    }

    /// Fails the calls up to a number that still await their replies.
    func failLostReplies(upTo number: UInt64) {
        let lost = state.withLock { state in
            let lost = state.calls.filter { $0.key <= number }
            for number in lost.keys { state.calls[number] = nil }
            return lost.values.map { ($0.name, $0.reply) }
        }
        for (name, reply) in lost { reply.fulfil(.failure(.replyLost(call: name))) }
    }

    /// Returns the questions to send now: new ones, and those without an answer for longer than `pause`.
    func questionsToSend(
        at now: ContinuousClock.Instant, after pause: Duration
    ) -> [(number: UInt64, question: WireQuery.OneOf_Question)] {
        state.withLock { state in
            // A fulfilled answer means that the task was cancelled.
            state.questions = state.questions.filter { !$0.value.answer.isFulfilled }
            let due = state.questions.filter { question in question.value.sent.map { now - $0 >= pause } ?? true }
            for number in due.keys { state.questions[number]?.sent = now }
            return due.map { (number: $0.key, question: $0.value.question) }
        }
    }

    func deliver(_ answer: WireAnswer, toQuestion number: UInt64) {
        let question = state.withLock { $0.questions.removeValue(forKey: number) }
        question?.answer.fulfil(.success(answer))
    }

    func count(_ change: @Sendable (inout MasterStatistics) -> Void) {
        state.withLock { change(&$0.statistics) }
    }

    // MARK: - Ending

    var isOver: Bool { state.withLock { $0.ending != nil } }

    /// Fails everything that waits, and ends all sequences after their buffered elements.
    func end(_ ending: ClientFailure) {
        let open = state.withLock { state -> (waiting: [Submission], others: State)? in
            guard state.ending == nil else { return nil }
            state.ending = ending
            let others = state
            state.waiting = []
            state.calls = [:]
            state.flushes = []
            state.questions = [:]
            return (Array(others.waiting), others)
        }
        guard let open else { return }
        wakeUp.signal()
        for submission in open.waiting {
            submission.admission.fulfil(.failure(ending))
            submission.reply?.fulfil(.failure(ending))
        }
        for call in open.others.calls.values { call.reply.fulfil(.failure(ending)) }
        for flush in open.others.flushes { flush.done.fulfil(.failure(ending)) }
        for question in open.others.questions.values { question.answer.fulfil(.failure(ending)) }
        let failure = ending == .closed ? nil : ending
        offers.finish(failure)
        inverseOffers.finish(failure)
        replies.finish(failure)
        connectionUpdates.finish(failure)
    }
}
