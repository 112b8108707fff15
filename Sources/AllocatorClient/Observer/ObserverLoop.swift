import AllocatorWire
import DequeModule
import SwiftProtobuf
import ZeroMQ

/// The event loop of an observer's thread.
struct ObserverLoop: ClientLoop, ~Copyable {
    /// The maximum number of publications that one turn receives.
    private static let messagesPerTurn = 256
    /// The interval between two questions about one stream, unless an answer has repaired a gap.
    private static let pause = Duration.milliseconds(100)
    /// The number of open questions at which no more idle streams are checked. Many streams may become idle at once.
    private static let maximumChecks = 10

    private struct OpenQuestion {
        let question: StreamWatch.Question
        let requestID: String
        let at: ContinuousClock.Instant
        /// Whether an answer arrived but repaired nothing.
        var isAnswered = false
    }

    private let link: ObserverLink
    private let endpoints: WorkerEndpoints
    private let isRepairing: Bool
    private let options: ObserverOptions
    private let publications: Socket
    private let control: ControlSocket

    private var poller = Poller()
    private let wakeUpEntry: Poller.Entry
    private let publicationsEntry: Poller.Entry

    private var watch: StreamWatch
    private var silence: ReconnectTimer
    /// Whether the prefixes include heartbeats. The client always subscribes to them, to detect a silent worker.
    private let showsHeartbeats: Bool
    /// The publications that do not fit into the buffer. While there are any, nothing is received.
    private var backlog: Deque<ReceivedPublication> = []
    /// The open questions, one for each stream that has a gap or is being checked.
    private var questions: [StreamWatch.Stream: OpenQuestion] = [:]
    private var questionCount: UInt64 = 0
    private var hasMore = false

    init(
        _ link: ObserverLink, _ endpoints: WorkerEndpoints, isRepairing: Bool, _ prefixes: [[UInt8]],
        _ options: ObserverOptions
    ) throws(ZeroMQError) {
        let context = try Context()
        let publications = try Socket(.sub, in: context)
        try publications.set(.receiveHighWaterMark, to: options.receiveQueue)
        // The socket sends nothing but subscriptions.
        try publications.set(.linger, to: .zero)
        for prefix in prefixes { try publications.subscribe(to: prefix) }
        let showsHeartbeats = Self.coverHeartbeats(prefixes)
        if !showsHeartbeats { try publications.subscribe(to: Topic.heartbeat.bytes(.binary)) }
        try publications.attach(endpoints.publications, with: endpoints.keys)
        let control = try ControlSocket(in: context)
        if isRepairing { try control.connect(to: endpoints.control, with: endpoints.keys) }
        wakeUpEntry = poller.add(fileDescriptor: link.wakeUp.fileDescriptor)
        publicationsEntry = poller.add(publications)
        _ = poller.add(control.socket)
        self.link = link
        self.endpoints = endpoints
        self.isRepairing = isRepairing
        self.options = options
        self.showsHeartbeats = showsHeartbeats
        silence = ReconnectTimer(pause: options.reconnectPause)
        self.publications = publications
        self.control = control
        let json = Array(Topic.jsonPrefix.utf8)
        // Topics are compared without the prefix of the encoding.
        watch = StreamWatch(
            prefixes: prefixes.map { $0.starts(with: json) ? Array($0.dropFirst(json.count)) : $0 },
            isRepairing: isRepairing)
    }

    private static func coverHeartbeats(_ prefixes: [[UInt8]]) -> Bool {
        WireEncoding.allCases.contains { encoding in
            let heartbeat = Topic.heartbeat.bytes(encoding)
            return prefixes.contains { heartbeat.starts(with: $0) }
        }
    }

    mutating func turn() throws(ClientFailure) {
        pumpBacklog()
        try askAgain()
        try checkQuietStreams()
        try reconnectIfSilent()
        poller.setInterest(backlog.isEmpty ? .readable : [], of: publicationsEntry)
        let calm = min(.seconds(1), options.checkPause)
        let timeout = hasMore ? .zero : questions.isEmpty ? calm : Self.pause
        _ = try ClientFailure.wrapping { () throws(ZeroMQError) in try poller.wait(timeout: timeout) }
        hasMore = false
        if poller[wakeUpEntry].contains(.readable) { link.wakeUp.drain() }
        try receivePublications()
        try receiveAnswers()
    }

    // MARK: - Publications

    private mutating func receivePublications() throws(ClientFailure) {
        for _ in 0..<Self.messagesPerTurn where backlog.isEmpty {
            guard let frames = try publications.receiveFramesIfAny(limit: 2) else { return }
            guard let received = ReceivedPublication(frames: frames) else {
                link.count { $0.publicationsUnreadable += 1 }
                continue
            }
            if silence.hear(at: .now) { link.connectionUpdates.appendDroppingOldest(.resumed) }
            if received.topic.kind == .heartbeat && !showsHeartbeats { continue }
            let (publications, question) = watch.receive(received, at: .now)
            if let question, questions[question.stream] == nil { try ask(question) }
            enqueue(publications)
        }
        hasMore = hasMore || backlog.isEmpty
    }

    private mutating func enqueue(_ publications: [ReceivedPublication]) {
        let (lost, repaired) = (watch.lost, watch.repaired)
        link.count {
            $0.publicationsLost = lost
            $0.publicationsRepaired = repaired
        }
        backlog.append(contentsOf: publications)
        pumpBacklog()
    }

    private mutating func pumpBacklog() {
        while let first = backlog.first, !link.publications.isFull {
            link.publications.append(first)
            backlog.removeFirst()
        }
    }

    private mutating func reconnectIfSilent() throws(ClientFailure) {
        // Silence has no meaning while the client does not receive.
        guard backlog.isEmpty else { return silence.excuse(at: .now) }
        guard !hasMore, let duration = silence.renewal(at: .now) else { return }
        try ClientFailure.wrapping { () throws(ZeroMQError) in
            try publications.reattach(endpoints.publications)
            if isRepairing { try control.reconnect(to: endpoints.control) }
        }
        link.count { $0.reconnections += 1 }
        link.connectionUpdates.appendDroppingOldest(.silent(for: duration))
    }

    // MARK: - Questions

    private mutating func ask(_ question: StreamWatch.Question) throws(ClientFailure) {
        questionCount += 1
        let requestID = String(questionCount)
        questions[question.stream] = OpenQuestion(question: question, requestID: requestID, at: .now)
        let replay = WireReplayQuery.with {
            $0.cluster = question.stream.cluster
            $0.kind = question.stream.kind.rawValue
            $0.master = question.stream.master
            $0.fromSequence = question.from
        }
        // If libzmq's queue is full, the question is repeated like an unanswered one.
        _ = try control.send(WireQuery(.replay(replay), requestID: requestID).frame())
    }

    private mutating func askAgain() throws(ClientFailure) {
        guard backlog.isEmpty else { return }
        let now = ContinuousClock.now
        for open in questions.values where now - open.at >= (open.isAnswered ? Self.pause : options.answerPause) {
            questions[open.question.stream] = nil
            if let question = watch.question(on: open.question.stream) { try ask(question) }
        }
    }

    private mutating func checkQuietStreams() throws(ClientFailure) {
        guard backlog.isEmpty else { return }
        let due = watch.questionsOnQuietStreams(
            at: .now, after: options.checkPause, atMost: Self.maximumChecks - questions.count)
        for question in due where questions[question.stream] == nil { try ask(question) }
    }

    private mutating func receiveAnswers() throws(ClientFailure) {
        while let frame = try control.receive() {
            let answer = try control.decode(frame)
            guard let open = questions.values.first(where: { $0.requestID == answer.requestID }) else { continue }
            try handle(answer, to: open)
        }
    }

    private mutating func handle(_ answer: WireAnswer, to open: OpenQuestion) throws(ClientFailure) {
        let stream = open.question.stream
        questions[stream] = nil
        switch answer.answer {
        case .replayed(let replayed): enqueue(watch.settle(replayed, open.question))
        case .error: enqueue(watch.skip(open.question))
        default: throw ClientFailure.unusableMessage("an answer of the worker does not match its question")
        }
        guard let next = watch.question(on: stream) else { return }
        if next.from > open.question.from {
            try ask(next)
        } else {
            var answered = open
            answered.isAnswered = true
            questions[stream] = answered
        }
    }
}
