import AllocatorWire
import DequeModule
import SwiftProtobuf
import ZeroMQ

/// The one loop of an observer: it owns the sockets, and nothing else touches them.
struct ObserverLoop: ~Copyable {
    /// Publications that one turn takes.
    private static let messagesPerTurn = 256
    /// Questions that wait in libzmq at most.
    private static let questionQueue = 100
    /// Between two questions about one stream, unless an answer has helped.
    private static let pause = Duration.milliseconds(100)
    /// Questions that are open when no further quiet stream is checked: many may fall quiet at once.
    private static let maximumChecks = 10

    private struct OpenQuestion {
        let question: StreamWatch.Question
        let requestID: String
        let at: ContinuousClock.Instant
        /// Answered, without that anything came of it.
        var isAnswered = false
    }

    private let link: ObserverLink
    private let endpoints: WorkerEndpoints
    private let isRepairing: Bool
    private let options: ObserverOptions
    private let publications: Socket
    private let control: Socket
    private let answerDecoder = AnswerDecoder(limits: ReceivedPublication.limits)

    private var poller = Poller()
    private let wakeUpEntry: Poller.Entry
    private let publicationsEntry: Poller.Entry
    private let controlEntry: Poller.Entry

    private var watch: StreamWatch
    private var silence: SilenceWatch
    /// Whether the prefixes ask for heartbeats, which are subscribed to in any case: by them the worker is known to be there.
    private let showsHeartbeats: Bool
    /// What the buffer has no room for: while there is any, nothing is read.
    private var backlog: Deque<ReceivedPublication> = []
    /// One for each stream that misses something or is being checked.
    private var questions: [StreamWatch.Stream: OpenQuestion] = [:]
    private var questionCount: UInt64 = 0
    private var hasMore = false

    private init(
        _ link: ObserverLink, _ endpoints: WorkerEndpoints, isRepairing: Bool, _ prefixes: [[UInt8]],
        _ options: ObserverOptions
    ) throws(ZeroMQError) {
        let context = try Context()
        let publications = try Socket(.sub, in: context)
        try publications.set(.receiveHighWaterMark, to: options.receiveQueue)
        // It has nothing to deliver but subscriptions.
        try publications.set(.linger, to: .zero)
        for prefix in prefixes { try publications.subscribe(to: prefix) }
        let showsHeartbeats = Self.coverHeartbeats(prefixes)
        if !showsHeartbeats { try publications.subscribe(to: Topic.heartbeat.bytes(.binary)) }
        try publications.attach(endpoints.publications, with: endpoints.keys)
        let control = try Socket(.dealer, in: context)
        try control.set(.sendHighWaterMark, to: Self.questionQueue)
        try control.set(.linger, to: .zero)
        if isRepairing { try control.attach(endpoints.control, with: endpoints.keys) }
        wakeUpEntry = poller.add(fileDescriptor: link.wakeUp.fileDescriptor)
        publicationsEntry = poller.add(publications)
        controlEntry = poller.add(control)
        self.link = link
        self.endpoints = endpoints
        self.isRepairing = isRepairing
        self.options = options
        self.showsHeartbeats = showsHeartbeats
        silence = SilenceWatch(pause: options.reconnectPause)
        self.publications = publications
        self.control = control
        let json = Array(Topic.jsonPrefix.utf8)
        // Topics are compared without the word that asks for the encoding.
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

    /// Runs until the link is over; ends it where something fails.
    static func run(
        _ link: ObserverLink, _ endpoints: WorkerEndpoints, isRepairing: Bool, _ prefixes: [[UInt8]],
        _ options: ObserverOptions
    ) {
        do {
            var loop = try ObserverLoop(link, endpoints, isRepairing: isRepairing, prefixes, options)
            while !link.isOver { try loop.turn() }
        } catch let failure as ClientFailure {
            link.end(failure)
        } catch let error as ZeroMQError {
            link.end(ClientFailure(error))
        } catch {
            preconditionFailure("an observer's loop fails in two ways only, not with \(error)")
        }
    }

    private mutating func turn() throws {
        pumpBacklog()
        try askAgain()
        try checkQuietStreams()
        try reconnectWhereSilent()
        poller.setInterest(backlog.isEmpty ? .readable : [], of: publicationsEntry)
        let calm = min(.seconds(1), options.checkPause)
        _ = try poller.wait(timeout: hasMore ? .zero : questions.isEmpty ? calm : Self.pause)
        hasMore = false
        if poller[wakeUpEntry].contains(.readable) { link.wakeUp.drain() }
        try receivePublications()
        try receiveAnswers()
    }

    // MARK: - Publications

    private mutating func receivePublications() throws {
        for _ in 0..<Self.messagesPerTurn where backlog.isEmpty {
            guard let frames = try Self.receive(publications) else { return }
            guard let received = ReceivedPublication(frames: frames) else {
                link.count { $0.publicationsUnreadable += 1 }
                continue
            }
            if silence.hear(at: .now) { link.connectionUpdates.appendDroppingOldest(.resumed) }
            if received.topic.kind == .heartbeat && !showsHeartbeats { continue }
            let (publications, question) = watch.receive(received, at: .now)
            if let question, questions[question.stream] == nil { try ask(question) }
            handOn(publications)
        }
        hasMore = hasMore || backlog.isEmpty
    }

    /// Nil where there is nothing; no frames where a message had too many of them.
    private static func receive(_ socket: borrowing Socket) throws(ZeroMQError) -> [[UInt8]]? {
        do {
            return try socket.receiveFrames(limit: 2, .dontWait)
        } catch .tooManyFrames {
            return []
        }
    }

    private mutating func handOn(_ publications: [ReceivedPublication]) {
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

    private mutating func reconnectWhereSilent() throws(ZeroMQError) {
        // What is not read is not heard.
        guard backlog.isEmpty else { return silence.excuse(at: .now) }
        guard !hasMore, let duration = silence.renewal(at: .now) else { return }
        try publications.reattach(endpoints.publications)
        if isRepairing { try control.reattach(endpoints.control) }
        link.count { $0.reconnections += 1 }
        link.connectionUpdates.appendDroppingOldest(.silent(for: duration))
    }

    // MARK: - Questions

    private mutating func ask(_ question: StreamWatch.Question) throws {
        questionCount += 1
        let requestID = String(questionCount)
        questions[question.stream] = OpenQuestion(question: question, requestID: requestID, at: .now)
        let query = WireQuery.with {
            $0.requestID = requestID
            $0.replay.cluster = question.stream.cluster
            $0.replay.kind = question.stream.kind.rawValue
            $0.replay.master = question.stream.master
            $0.replay.fromSequence = question.from
        }
        let frame: [UInt8]
        do {
            frame = try QueryEncoder().encode(query, as: .binary)
        } catch {
            throw ClientFailure.unusableMessage("\(error)")
        }
        // One that libzmq has no room for is asked again as one that was not answered.
        _ = try control.send(frame, .dontWait)
    }

    private mutating func askAgain() throws {
        guard backlog.isEmpty else { return }
        let now = ContinuousClock.now
        for open in questions.values where now - open.at >= (open.isAnswered ? Self.pause : options.answerPause) {
            questions[open.question.stream] = nil
            if let question = watch.question(on: open.question.stream) { try ask(question) }
        }
    }

    private mutating func checkQuietStreams() throws {
        guard backlog.isEmpty else { return }
        let due = watch.questionsOnQuietStreams(
            at: .now, after: options.checkPause, atMost: Self.maximumChecks - questions.count)
        for question in due where questions[question.stream] == nil { try ask(question) }
    }

    private mutating func receiveAnswers() throws {
        while let frame = try control.receiveFrames(.dontWait)?.last {
            let answer: WireAnswer
            do {
                answer = try answerDecoder.decode(frame)
            } catch {
                throw ClientFailure.unusableMessage("an answer of the worker cannot be read: \(error)")
            }
            guard let open = questions.values.first(where: { $0.requestID == answer.requestID }) else { continue }
            try take(answer, open)
        }
    }

    private mutating func take(_ answer: WireAnswer, _ open: OpenQuestion) throws {
        let stream = open.question.stream
        questions[stream] = nil
        switch answer.answer {
        case .replayed(let replayed): handOn(watch.settle(replayed, open.question))
        case .error: handOn(watch.skip(open.question))
        default: throw ClientFailure.unusableMessage("an answer of the worker does not fit its question")
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
