import AllocatorWire
import SwiftProtobuf
import ZeroMQ

/// The event loop of a control client's thread.
struct ControlLoop: ClientLoop, ~Copyable {
    /// The interval at which open questions are checked for their deadlines.
    private static let tick = Duration.milliseconds(100)
    /// The maximum number of answers that one turn receives.
    private static let answersPerTurn = 256

    private let link: ControlLink
    private let endpoint: Endpoint
    private let control: ControlSocket
    private var poller = Poller()
    private let wakeUpEntry: Poller.Entry
    /// The questions that were sent and not answered yet, by request id. The link bounds their number.
    private var open: [String: ControlLink.Question] = [:]
    /// Whether a question waits because libzmq's send queue is full, as happens while the worker is away for long.
    private var hasUnsent = false

    init(_ link: ControlLink, _ endpoints: WorkerEndpoints) throws(ZeroMQError) {
        let control = try ControlSocket(queue: link.options.waitingQuestions, in: Context())
        try control.connect(to: endpoints.control, with: endpoints.keys)
        wakeUpEntry = poller.add(fileDescriptor: link.wakeUp.fileDescriptor)
        _ = poller.add(control.socket)
        self.link = link
        self.endpoint = endpoints.control
        self.control = control
    }

    mutating func turn() throws(ClientFailure) {
        do {
            _ = try poller.wait(timeout: open.isEmpty && !hasUnsent ? .seconds(1) : Self.tick)
        } catch {
            throw ClientFailure(error)
        }
        if poller[wakeUpEntry].contains(.readable) { link.wakeUp.drain() }
        try send()
        try receive()
        failOverdue()
    }

    mutating func failOpenRequests() {
        for question in open.values { link.settle(question, .failure(link.ending)) }
        open = [:]
    }

    private mutating func send() throws(ClientFailure) {
        hasUnsent = false
        while let question = link.nextUnsent() {
            if isOverdue(question) {
                fail(question)
            } else if try control.send(question.frame) {
                open[question.requestID] = question
            } else {
                link.putBack(question)
                hasUnsent = true
                return
            }
        }
    }

    private mutating func receive() throws(ClientFailure) {
        for _ in 0..<Self.answersPerTurn {
            guard let frame = try control.receive() else { return }
            // An unreadable answer is dropped, and its question fails at its deadline.
            guard let answer = try? control.decode(frame), let question = open.removeValue(forKey: answer.requestID)
            else { continue }
            link.settle(question, .success(answer))
        }
    }

    private mutating func failOverdue() {
        for (requestID, question) in open where isOverdue(question) {
            open[requestID] = nil
            fail(question)
        }
    }

    /// Whether the deadline of a question has passed, or the task that asked it was cancelled.
    private func isOverdue(_ question: ControlLink.Question) -> Bool {
        question.deadline <= .now || question.answer.isFulfilled
    }

    private func fail(_ question: ControlLink.Question) {
        link.settle(question, .failure(.noAnswer(endpoint: endpoint.address, after: link.options.patience)))
    }
}
