import AllocatorWire
import DequeModule
import SwiftProtobuf
import ZeroMQ

/// The one loop of a master's client: it owns the sockets, and nothing else touches them.
struct MasterLoop: ~Copyable {
    /// Messages that one turn takes from each socket, and batches that it sends.
    private static let messagesPerTurn = 256
    /// Frames of an answer: an empty one that a broker may put in front, and the answer.
    private static let answerFrames = 2
    /// Tells the questions of tasks from the session's own.
    private static let taskPrefix = "task-"

    private enum OfferDelivery: Sendable {
        case offer(OfferUpdate)
        case inverseOffer(InverseOfferUpdate)
    }

    private let link: MasterLink
    private let options: MasterOptions
    private let sockets: MasterSockets
    private var session: MasterSession
    private let answerDecoder = AnswerDecoder(limits: ReceivedPublication.limits)

    private var poller = Poller()
    private let wakeUpEntry: Poller.Entry
    private let eventsEntry: Poller.Entry
    private let offersEntry: Poller.Entry
    private let repliesEntry: Poller.Entry
    private let controlEntry: Poller.Entry

    /// Greetings that were not sent yet: one at most.
    private var greeting: WireEvent?
    /// What the buffers have no room for. While there is any, no offers are read and none are asked for, so that it holds
    /// no more than what was held back and what a few answers brought.
    private var backlog: Deque<OfferDelivery> = []
    /// Questions that were not sent yet.
    private var queries: Deque<WireQuery> = []
    private var mayBegin = false
    /// Whether libzmq took a batch the last time.
    private var isBlocked = false
    private var hasMore = false

    init(_ link: MasterLink, _ endpoints: WorkerEndpoints, _ options: MasterOptions) throws(ZeroMQError) {
        self.link = link
        self.options = options
        sockets = try MasterSockets(link.identity, endpoints, options, in: Context())
        session = MasterSession(link.identity, endpoints, options, at: .now)
        wakeUpEntry = poller.add(fileDescriptor: link.wakeUp.fileDescriptor)
        eventsEntry = poller.add(sockets.events, for: [])
        offersEntry = poller.add(sockets.offers)
        repliesEntry = poller.add(sockets.replies)
        controlEntry = poller.add(sockets.control)
    }

    /// Runs until the link is over; ends it where something fails.
    static func run(_ link: MasterLink, _ endpoints: WorkerEndpoints, _ options: MasterOptions) {
        do {
            var loop = try MasterLoop(link, endpoints, options)
            while !link.isOver { try loop.turn() }
        } catch let failure as ClientFailure {
            link.end(failure)
        } catch let error as ZeroMQError {
            link.end(ClientFailure(error))
        } catch {
            preconditionFailure("a master's loop fails in two ways only, not with \(error)")
        }
    }

    private mutating func turn() throws {
        let now = ContinuousClock.now
        let sendDue = link.advance(to: now)
        try session.advance(to: now, hasRoom: backlog.isEmpty)
        try act()
        try send()
        pumpBacklog()
        poller.setInterest(isBlocked ? .writable : [], of: eventsEntry)
        poller.setInterest(backlog.isEmpty ? .readable : [], of: offersEntry)
        let due = min(session.due(from: now), sendDue ?? now + .seconds(1))
        _ = try poller.wait(timeout: hasMore ? .zero : max(.zero, due - .now))
        hasMore = false
        if poller[wakeUpEntry].contains(.readable) { link.wakeUp.drain() }
        if poller[eventsEntry].contains(.writable) { isBlocked = false }
        session.lastNumber = link.lastNumber
        // Replies first: they may say that this is no master any more.
        try receiveReplies()
        try receiveOffers()
        try receiveAnswers()
    }

    // MARK: - Receiving

    private mutating func receiveReplies() throws {
        for _ in 0..<Self.messagesPerTurn {
            guard let frames = try Self.receive(sockets.replies, limit: 2) else { return }
            try take(frames, from: .replies)
        }
        hasMore = true
    }

    private mutating func receiveOffers() throws {
        for _ in 0..<Self.messagesPerTurn where backlog.isEmpty {
            guard let frames = try Self.receive(sockets.offers, limit: 2) else { return }
            try take(frames, from: .offers)
            pumpBacklog()
        }
        hasMore = hasMore || backlog.isEmpty
    }

    /// Nil where there is nothing; no frames where a message had too many of them.
    private static func receive(_ socket: borrowing Socket, limit: Int) throws(ZeroMQError) -> [[UInt8]]? {
        do {
            return try socket.receiveFrames(limit: limit, .dontWait)
        } catch .tooManyFrames {
            return []
        }
    }

    private mutating func take(_ frames: [[UInt8]], from feed: MasterSession.Feed) throws {
        guard let received = ReceivedPublication(frames: frames) else {
            link.count { $0.publicationsUnreadable += 1 }
            return
        }
        try session.receive(received, from: feed, at: .now)
        try act()
    }

    private mutating func receiveAnswers() throws {
        for _ in 0..<Self.messagesPerTurn {
            guard let frames = try Self.receive(sockets.control, limit: Self.answerFrames) else { return }
            guard let frame = frames.last else { continue }
            let answer: WireAnswer
            do {
                answer = try answerDecoder.decode(frame)
            } catch {
                throw ClientFailure.unusableMessage("an answer of the worker cannot be read: \(error)")
            }
            if let number = Self.number(ofQuestion: answer.requestID) {
                link.deliver(answer, toQuestion: number)
            } else {
                try session.receive(answer, at: .now)
                try act()
            }
        }
        hasMore = true
    }

    /// Nil where it is not a task's.
    private static func number(ofQuestion requestID: String) -> UInt64? {
        guard requestID.hasPrefix(taskPrefix) else { return nil }
        return UInt64(requestID.dropFirst(taskPrefix.count))
    }

    // MARK: - Acting

    private mutating func act() throws {
        for action in session.takeActions() {
            switch action {
            case .greet(let event): greeting = event
            case .begin:
                mayBegin = true
                try sockets.endGreeting()
            case .ask(let query): queries.append(query)
            case .acknowledge(let ack):
                try link.acknowledge(ack, at: .now)
                session.acknowledged = link.acknowledged
            case .sendAgain: link.sendAllAgain()
            case .offer(let update):
                if !options.ignored.contains(.offers) { backlog.append(.offer(update)) }
            case .inverseOffer(let update):
                if !options.ignored.contains(.inverseOffers) { backlog.append(.inverseOffer(update)) }
            case .reply(let reply): link.deliver(reply)
            case .reconnect(let silence): try reconnect(after: silence)
            case .resume: link.connectionUpdates.appendDroppingOldest(.resumed)
            case .repliesLost(let number): link.noteLostReplies(upTo: number)
            }
        }
        let (repaired, lost, restarts) = (session.repaired, session.lost, session.restarts)
        link.count {
            $0.publicationsRepaired = repaired
            $0.publicationsLost = lost
            $0.workerRestarts = restarts
        }
    }

    private mutating func reconnect(after silence: Duration) throws {
        try sockets.reconnect()
        isBlocked = false
        link.sendAllAgain()
        link.count { $0.reconnections += 1 }
        link.connectionUpdates.appendDroppingOldest(.silent(for: silence))
    }

    private mutating func pumpBacklog() {
        while let first = backlog.first {
            switch first {
            case .offer(let update):
                if link.offers.isFull { return }
                link.offers.append(update)
            case .inverseOffer(let update):
                if link.inverseOffers.isFull { return }
                link.inverseOffers.append(update)
            }
            backlog.removeFirst()
        }
    }

    // MARK: - Sending

    private mutating func send() throws {
        try sendGreeting()
        try sendQuestions()
        guard mayBegin else { return }
        for _ in 0..<Self.messagesPerTurn where !isBlocked {
            guard let batch = link.nextBatch() else { return }
            if try sockets.events.send(frames: batch.frames, .dontWait) {
                link.noteSent(batch, at: .now)
            } else {
                isBlocked = true
            }
        }
        hasMore = hasMore || !isBlocked
    }

    /// One that cannot go now goes with the next: they are all the same.
    private mutating func sendGreeting() throws {
        guard let event = greeting else { return }
        greeting = nil
        let frame: [UInt8]
        do {
            frame = try EventEncoder().encode(event, as: .binary)
        } catch {
            throw ClientFailure.unusableMessage("\(error)")
        }
        _ = try sockets.events.send(frame, .dontWait)
    }

    private mutating func sendQuestions() throws {
        for (number, question) in link.questionsToSend(at: .now, after: options.answerPause) {
            queries.append(
                .with {
                    $0.requestID = Self.taskPrefix + String(number)
                    $0.question = question
                })
        }
        while let query = queries.popFirst() {
            let frame: [UInt8]
            do {
                frame = try QueryEncoder().encode(query, as: .binary)
            } catch {
                throw ClientFailure.unusableMessage("\(error)")
            }
            // One that libzmq has no room for is asked again as one that was not answered.
            _ = try sockets.control.send(frame, .dontWait)
        }
    }
}
