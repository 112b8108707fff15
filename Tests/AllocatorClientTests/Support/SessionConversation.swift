import AllocatorClient
import AllocatorWire
import SwiftProtobuf

/// A session whose worker is played by the test.
struct SessionConversation {
    static let identity = identity(epoch: 36)

    static func identity(epoch: UInt64) -> MasterIdentity {
        do {
            return try MasterIdentity(cluster: "c", master: "m", epoch: epoch)
        } catch {
            preconditionFailure("\(error)")
        }
    }

    private(set) var session: MasterSession
    private(set) var now = ContinuousClock.now
    /// The actions of the session since the last look.
    private var wanted: [MasterSession.Action] = []

    init(options: MasterOptions = MasterOptions(), keys: ConnectionKeys? = nil) throws {
        session = MasterSession(Self.identity, try WorkerEndpoints(keys: keys), options, at: now)
    }

    // MARK: - Telling

    mutating func pass(_ duration: Duration, hasRoom: Bool = true) throws {
        now += duration
        try session.advance(to: now, hasRoom: hasRoom)
        wanted += session.takeActions()
    }

    mutating func tell(
        _ topic: Topic, _ sequence: UInt64, from feed: MasterSession.Feed, _ body: WirePublication.OneOf_Body
    ) throws {
        let publication = WirePublication.with {
            $0.sequence = sequence
            $0.body = body
        }
        try session.receive(ReceivedPublication(topic: topic, publication: publication), from: feed, at: now)
        wanted += session.takeActions()
    }

    mutating func offer(_ number: UInt64) throws {
        try tell(
            .offers(cluster: "c", master: "m", framework: "f"), number, from: .offers,
            .offers(.with { $0.frameworkID = "\(number)" }))
    }

    mutating func rescind(_ number: UInt64) throws {
        try tell(
            .rescinds(cluster: "c", master: "m", framework: "f"), number, from: .offers,
            .rescinds(.with { $0.frameworkID = "\(number)" }))
    }

    mutating func reply(_ number: UInt64, from feed: MasterSession.Feed = .replies, _ reply: WireReply) throws {
        try tell(.replies(cluster: "c", master: "m"), number, from: feed, .reply(reply))
    }

    mutating func heartbeat(_ number: UInt64, incarnation: UInt64) throws {
        try tell(.heartbeat, number, from: .replies, .heartbeat(.with { $0.incarnation = incarnation }))
    }

    mutating func ack(_ sequence: UInt64, epoch: UInt64 = identity.epoch) throws {
        try tell(
            .acks(cluster: "c", master: "m"), 1, from: .replies,
            .ack(
                .with {
                    $0.epoch = epoch
                    $0.sequence = sequence
                }))
    }

    /// Tells the session which events were sent and acknowledged.
    mutating func events(sent: UInt64, acknowledged: UInt64) {
        session.lastNumber = sent
        session.acknowledged = acknowledged
    }

    mutating func answer(_ query: WireQuery, _ answer: WireAnswer.OneOf_Answer) throws {
        try session.receive(
            .with {
                $0.requestID = query.requestID
                $0.answer = answer
            }, at: now)
        wanted += session.takeActions()
    }

    /// Answers the first question about outstanding offers with the numbers of offers, inverse offers and rescissions.
    mutating func answerOutstanding(
        _ numbers: [UInt64], offers: [String] = [], epoch: UInt64 = 0, applied: UInt64 = 0
    ) throws {
        try answer(
            questions().first(where: \.isForOutstanding),
            .with(numbers, offers: offers, last: "", epoch: epoch, applied: applied))
    }

    /// Answers the newest question about outstanding offers with a page.
    mutating func answerPage(
        _ numbers: [UInt64], offers: [String], last: String = "", epoch: UInt64 = 0, applied: UInt64 = 0
    ) throws {
        try answer(
            questions().last(where: \.isForOutstanding),
            .with(numbers, offers: offers, last: last, epoch: epoch, applied: applied))
    }

    private mutating func answer(_ query: WireQuery?, _ outstanding: WireOutstanding) throws {
        guard let query else { throw Unexpected(what: "no question for what is outstanding") }
        try answer(query, .outstanding(outstanding))
    }

    /// Answers the request for a replay of offers with those of these numbers.
    mutating func replay(_ kind: Topic.Kind, _ numbers: [UInt64], oldest: UInt64 = 1, newest: UInt64) throws {
        guard let query = questions().first(where: { $0.replay.kind == kind.rawValue }) else {
            throw Unexpected(what: "no question for \(kind)")
        }
        try answer(
            query,
            .replayed(
                .with {
                    $0.publications = numbers.map { Self.publication(kind, $0) }
                    $0.oldest = oldest
                    $0.newest = newest
                }))
    }

    static func publication(_ kind: Topic.Kind, _ number: UInt64) -> WirePublication {
        .with {
            $0.sequence = number
            switch kind {
            case .offers: $0.offers.frameworkID = "\(number)"
            case .rescinds: $0.rescinds.frameworkID = "\(number)"
            case .inverseOffers: $0.inverseOffers.frameworkID = "\(number)"
            default: $0.reply.sequence = number
            }
        }
    }

    /// Plays the greeting up to where events may be sent.
    mutating func begin(replies: UInt64 = 0, numbers: [UInt64] = [0, 0, 0], offers: [String] = []) throws {
        try pass(.zero)
        let greeting = try greeting()
        for feed in [MasterSession.Feed.replies, .offers] {
            try reply(replies, from: feed, .with { $0.requestID = greeting.requestID })
        }
        try pass(.zero)
        try answerOutstanding(numbers, offers: offers)
        try pass(.zero)
        forgetQuestions()
    }

    // MARK: - Looking

    /// Returns short descriptions of the actions since the last look, except questions and greetings.
    mutating func deliveries() -> [String] {
        let words = wanted.compactMap(\.words)
        wanted.removeAll { $0.words != nil }
        return words
    }

    mutating func questions() -> [WireQuery] {
        var queries: [WireQuery] = []
        wanted.removeAll { action in
            guard case .ask(let query) = action else { return false }
            queries.append(query)
            return true
        }
        // Questions stay, to be answered.
        wanted += queries.map { .ask($0) }
        return queries
    }

    mutating func forgetQuestions() {
        wanted.removeAll { if case .ask = $0 { true } else { false } }
    }

    /// Returns the questions since the last look: a kind and a number, or `outstanding`.
    mutating func asked() -> [String] {
        defer { forgetQuestions() }
        return questions().map { query in
            if case .replay(let replay) = query.question {
                "\(replay.kind) from \(replay.fromSequence)"
            } else {
                "outstanding"
            }
        }
    }

    mutating func greeting() throws -> WireEvent {
        for case .greet(let event) in wanted { return event }
        throw Unexpected(what: "no greeting")
    }
}

struct Unexpected: Error {
    let what: String
}

extension MasterSession.Action {
    /// Describes an action.
    ///
    /// - Returns: `nil` for questions and greetings.
    fileprivate var words: String? {
        switch self {
        case .greet, .ask: nil
        case .begin: "begin"
        case .acknowledge(let ack): "ack \(ack.sequence)"
        case .sendAgain: "send again"
        case .offer(.offered(let batch)): "offer \(batch.frameworkID)"
        case .offer(.rescinded(let batch)): "rescind \(batch.frameworkID)"
        case .offer(.resynchronized(let outstanding)): "offers \(outstanding.offers.map(\.frameworkID))"
        case .inverseOffer(.asked(let batch)): "inverse offer \(batch.frameworkID)"
        case .inverseOffer(.resynchronized): "inverse offers"
        case .reply(let reply): "reply \(reply.sequence)"
        case .repliesLost(let number): "replies lost up to \(number)"
        case .reconnect(let silence): "reconnect after \(silence.components.seconds) s"
        case .resume: "resume"
        }
    }
}

extension WireQuery {
    fileprivate var isForOutstanding: Bool { question == .outstanding(outstanding) }
}

extension WireOutstanding {
    fileprivate static func with(
        _ numbers: [UInt64], offers: [String], last: String, epoch: UInt64, applied: UInt64
    ) -> WireOutstanding {
        .with {
            $0.offers = offers.map { id in .with { $0.frameworkID = id } }
            ($0.offersSequence, $0.inverseOffersSequence, $0.rescindsSequence) = (numbers[0], numbers[1], numbers[2])
            ($0.last, $0.epoch, $0.appliedSequence) = (last, epoch, applied)
        }
    }
}
