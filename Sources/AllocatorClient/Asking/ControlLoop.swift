import AllocatorWire
import SwiftProtobuf
import ZeroMQ

/// The one loop of a control client: it owns the socket, and nothing else touches it.
struct ControlLoop: ~Copyable {
    /// Between two looks at what has waited too long.
    private static let tick = Duration.milliseconds(100)
    /// Answers that one turn takes.
    private static let answersPerTurn = 256

    private let link: ControlLink
    private let endpoint: Endpoint
    private let control: Socket
    private let answerDecoder = AnswerDecoder(limits: ReceivedPublication.limits)
    private var poller = Poller()
    private let wakeUpEntry: Poller.Entry
    private let controlEntry: Poller.Entry
    /// Sent and not yet answered, by request id; no more of them than the link lets wait.
    private var open: [String: ControlLink.Question] = [:]
    /// Whether a question found no room in libzmq: the worker has been away for long.
    private var hasUnsent = false

    private init(_ link: ControlLink, _ endpoints: WorkerEndpoints) throws(ZeroMQError) {
        let control = try Socket(.dealer, in: Context())
        try control.set(.sendHighWaterMark, to: link.options.waitingQuestions)
        try control.set(.linger, to: .zero)
        try control.attach(endpoints.control, with: endpoints.keys)
        wakeUpEntry = poller.add(fileDescriptor: link.wakeUp.fileDescriptor)
        controlEntry = poller.add(control)
        self.link = link
        self.endpoint = endpoints.control
        self.control = control
    }

    /// Runs until the link is over; ends it where something fails.
    static func run(_ link: ControlLink, _ endpoints: WorkerEndpoints) {
        do {
            var loop = try ControlLoop(link, endpoints)
            while !link.isOver { try loop.turn() }
            for question in loop.open.values { link.settle(question, .failure(link.ending)) }
        } catch {
            link.end(ClientFailure(error))
        }
    }

    private mutating func turn() throws(ZeroMQError) {
        _ = try poller.wait(timeout: open.isEmpty && !hasUnsent ? .seconds(1) : Self.tick)
        if poller[wakeUpEntry].contains(.readable) { link.wakeUp.drain() }
        try send()
        try receive()
        giveUpOverdue()
    }

    private mutating func send() throws(ZeroMQError) {
        hasUnsent = false
        while let question = link.nextUnsent() {
            if isOverdue(question) {
                giveUp(question)
            } else if try control.send(question.frame, .dontWait) {
                open[question.requestID] = question
            } else {
                link.putBack(question)
                hasUnsent = true
                return
            }
        }
    }

    private mutating func receive() throws(ZeroMQError) {
        for _ in 0..<Self.answersPerTurn {
            guard let frame = try control.receiveFrames(.dontWait)?.last else { return }
            // One that cannot be read belongs to a question that will be given up.
            guard let answer = try? answerDecoder.decode(frame),
                let question = open.removeValue(forKey: answer.requestID)
            else { continue }
            link.settle(question, .success(answer))
        }
    }

    private mutating func giveUpOverdue() {
        for (requestID, question) in open where isOverdue(question) {
            open[requestID] = nil
            giveUp(question)
        }
    }

    /// Also where nobody waits for the answer any more.
    private func isOverdue(_ question: ControlLink.Question) -> Bool {
        question.deadline <= .now || question.answer.isFulfilled
    }

    private func giveUp(_ question: ControlLink.Question) {
        link.settle(question, .failure(.noAnswer(endpoint: endpoint.address, after: link.options.patience)))
    }
}
