import AllocatorWire
import DequeModule
import SwiftProtobuf
import ZeroMQ

/// The event loop of a master client's thread.
struct MasterLoop: ClientLoop, ~Copyable {
    /// The maximum number of messages that one turn receives from each socket, and of batches that one turn sends.
    private static let messagesPerTurn = 256
    /// The prefix of the request ids of tasks' questions, which distinguishes them from the session's.
    private static let taskPrefix = "task-"

    private enum OfferDelivery: Sendable {
        case offer(OfferUpdate)
        case inverseOffer(InverseOfferUpdate)
    }

    private let link: MasterLink
    private let options: MasterOptions
    private let sockets: MasterSockets
    private var session: MasterSession

    private var poller = Poller()
    private let wakeUpEntry: Poller.Entry
    private let eventsEntry: Poller.Entry
    private let offersEntry: Poller.Entry

    /// The greeting that was not sent yet.
    private var greeting: WireEvent?
    /// The deliveries that do not fit into the buffers. While there are any, no offers are received or requested. The
    /// backlog is therefore bounded by the publications that were held back and those of a few answers.
    private var backlog: Deque<OfferDelivery> = []
    /// The queries that were not sent yet.
    private var queries: Deque<WireQuery> = []
    private var mayBegin = false
    /// Whether libzmq's send queue was full for the last batch.
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
        _ = poller.add(sockets.replies)
        _ = poller.add(sockets.control.socket)
    }

    mutating func turn() throws(ClientFailure) {
        let now = ContinuousClock.now
        let sendDue = link.advance(to: now)
        try session.advance(to: now, hasRoom: backlog.isEmpty)
        try act()
        try send()
        pumpBacklog()
        poller.setInterest(isBlocked ? .writable : [], of: eventsEntry)
        poller.setInterest(backlog.isEmpty ? .readable : [], of: offersEntry)
        let due = min(session.due(from: now), sendDue ?? now + .seconds(1))
        let timeout = hasMore ? .zero : max(.zero, due - .now)
        _ = try ClientFailure.wrapping { () throws(ZeroMQError) in try poller.wait(timeout: timeout) }
        hasMore = false
        if poller[wakeUpEntry].contains(.readable) { link.wakeUp.drain() }
        if poller[eventsEntry].contains(.writable) { isBlocked = false }
        session.lastNumber = link.lastNumber
        // Replies come first, because they may say that the master is fenced.
        try receiveReplies()
        try receiveOffers()
        try receiveAnswers()
    }

    // MARK: - Receiving

    private mutating func receiveReplies() throws(ClientFailure) {
        for _ in 0..<Self.messagesPerTurn {
            guard let frames = try sockets.replies.receiveFramesIfAny(limit: 2) else { return }
            try receive(frames, from: .replies)
        }
        hasMore = true
    }

    private mutating func receiveOffers() throws(ClientFailure) {
        for _ in 0..<Self.messagesPerTurn where backlog.isEmpty {
            guard let frames = try sockets.offers.receiveFramesIfAny(limit: 2) else { return }
            try receive(frames, from: .offers)
            pumpBacklog()
        }
        hasMore = hasMore || backlog.isEmpty
    }

    private mutating func receive(_ frames: [[UInt8]], from feed: MasterSession.Feed) throws(ClientFailure) {
        guard let received = ReceivedPublication(frames: frames) else {
            link.count { $0.publicationsUnreadable += 1 }
            return
        }
        try session.receive(received, from: feed, at: .now)
        try act()
    }

    private mutating func receiveAnswers() throws(ClientFailure) {
        for _ in 0..<Self.messagesPerTurn {
            guard let frame = try sockets.control.receive() else { return }
            let answer = try sockets.control.decode(frame)
            if let number = Self.number(ofQuestion: answer.requestID) {
                link.deliver(answer, toQuestion: number)
            } else {
                try session.receive(answer, at: .now)
                try act()
            }
        }
        hasMore = true
    }

    /// Returns the number of a task's question, or `nil` if the session asked it.
    private static func number(ofQuestion requestID: String) -> UInt64? {
        guard requestID.hasPrefix(taskPrefix) else { return nil }
        return UInt64(requestID.dropFirst(taskPrefix.count))
    }

    // MARK: - Actions of the session

    private mutating func act() throws(ClientFailure) {
        for action in session.takeActions() {
            switch action {
            case .greet(let event): greeting = event
            case .begin:
                mayBegin = true
                try ClientFailure.wrapping { () throws(ZeroMQError) in try sockets.endGreeting() }
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
            case .repliesLost(let number): link.failLostReplies(upTo: number)
            }
        }
        let (repaired, lost, restarts) = (session.repaired, session.lost, session.restarts)
        link.count {
            $0.publicationsRepaired = repaired
            $0.publicationsLost = lost
            $0.workerRestarts = restarts
        }
    }

    private mutating func reconnect(after silence: Duration) throws(ClientFailure) {
        try ClientFailure.wrapping { () throws(ZeroMQError) in try sockets.reconnect() }
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

    private mutating func send() throws(ClientFailure) {
        try sendGreeting()
        try sendQuestions()
        guard mayBegin else { return }
        for _ in 0..<Self.messagesPerTurn where !isBlocked {
            guard let batch = link.nextBatch() else { return }
            if try sockets.send(batch.frames) {
                link.recordSent(batch, at: .now)
            } else {
                isBlocked = true
            }
        }
        hasMore = hasMore || !isBlocked
    }

    /// Sends the greeting. If libzmq's queue is full, it is dropped: the session soon makes another one.
    private mutating func sendGreeting() throws(ClientFailure) {
        guard let event = greeting else { return }
        greeting = nil
        let frame: [UInt8]
        do {
            frame = try EventEncoder().encode(event, as: .binary)
        } catch {
            throw ClientFailure.unusableMessage("\(error)")
        }
        _ = try sockets.send([frame])
    }

    private mutating func sendQuestions() throws(ClientFailure) {
        for (number, question) in link.questionsToSend(at: .now, after: options.answerPause) {
            queries.append(WireQuery(question, requestID: Self.taskPrefix + String(number)))
        }
        while let query = queries.popFirst() {
            // If libzmq's queue is full, the question is repeated like an unanswered one.
            _ = try sockets.control.send(query.frame())
        }
    }
}
