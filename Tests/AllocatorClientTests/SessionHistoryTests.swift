import AllocatorClient
import AllocatorTesting
import AllocatorWire
import SwiftProtobuf
import Testing

/// A session against a simple worker, over links that lose publications, while the worker restarts and time passes.
@Suite("Histories of a master's session", .timeLimit(.minutes(3)))
struct SessionHistoryTests {
    @Test(arguments: [UInt64](1...150))
    func `over a random history every publication arrives once and in order, or the view is replaced`(seed: UInt64)
        throws
    {
        var random = SplitMix64(seed: seed)
        var worker = DumbWorker(window: 2 + random.below(40))
        var view = View()
        var now = ContinuousClock.now
        var session = MasterSession(SessionConversation.identity, try WorkerEndpoints(), MasterOptions(), at: now)
        for step in 1...500 {
            now += .milliseconds(random.below(400))
            if random.chance(60) { worker.publish(&random) }
            if random.chance(2) { worker.restart() }
            if random.chance(30) { worker.beat() }
            worker.isLossy = step < 400
            try play(&session, &worker, &view, at: now, &random)
            try #require(view.fault == nil, "seed \(seed), step \(step): \(view.fault ?? "")")
        }
        // Once nothing more is lost, nothing is missing after the next check.
        for _ in 1...100 {
            now += .milliseconds(200)
            try play(&session, &worker, &view, at: now, &random)
        }
        #expect(view.fault == nil, "seed \(seed): \(view.fault ?? "")")
        #expect(session.phase == .running, "seed \(seed)")
        for kind in DumbWorker.kinds {
            #expect(view.last[kind] == worker.newest(kind), "seed \(seed): \(kind)")
        }
    }

    /// One turn: performs the session's actions and delivers the worker's publications.
    private func play(
        _ session: inout MasterSession, _ worker: inout DumbWorker, _ view: inout View,
        at now: ContinuousClock.Instant, _ random: inout SplitMix64
    ) throws {
        try session.advance(to: now, hasRoom: random.chance(90))
        for action in session.takeActions() {
            switch action {
            case .greet(let event): worker.greet(event)
            case .ask(let query):
                guard !worker.isLossy || !random.chance(10) else { continue }
                try session.receive(worker.answer(query), at: now)
            default: view.take(action)
            }
        }
        for (feed, received) in worker.takePublished(&random) {
            try session.receive(received, from: feed, at: now)
        }
        for action in session.takeActions() { view.take(action) }
    }
}

/// The state that a master derives from its deliveries. An element is its own number.
private struct View {
    private(set) var last: [Topic.Kind: UInt64] = [.offers: 0, .rescinds: 0, .inverseOffers: 0]
    private(set) var fault: String?

    mutating func take(_ action: MasterSession.Action) {
        switch action {
        case .offer(.offered(let batch)): advance(.offers, to: batch.frameworkID)
        case .offer(.rescinded(let batch)):
            advance(.rescinds, to: batch.frameworkID)
            // The worker rescinds the offer of the same number.
            if last[.rescinds, default: 0] > last[.offers, default: 0] {
                fault = "\(batch.frameworkID) was not offered"
            }
        case .inverseOffer(.asked(let batch)): advance(.inverseOffers, to: batch.frameworkID)
        case .offer(.resynchronized(let outstanding)):
            last[.offers] = outstanding.offersSequence
            last[.rescinds] = outstanding.rescindsSequence
        case .inverseOffer(.resynchronized(let outstanding)):
            last[.inverseOffers] = outstanding.inverseOffersSequence
        default: break
        }
    }

    private mutating func advance(_ kind: Topic.Kind, to text: String) {
        guard let number = UInt64(text), number == last[kind, default: 0] + 1 else {
            fault = "\(kind) \(text) came after \(last[kind, default: 0])"
            return
        }
        last[kind] = number
    }
}

/// A worker that publishes numbers, keeps a window of them and answers questions. Its state survives a restart.
private struct DumbWorker {
    static let kinds: [Topic.Kind] = [.offers, .inverseOffers, .rescinds]

    var isLossy = true
    private let window: Int
    private var numbers: [Topic.Kind: UInt64] = [:]
    private var incarnation: UInt64 = 1
    private var beats: UInt64 = 0
    private var published: [(MasterSession.Feed, ReceivedPublication)] = []

    init(window: Int) { self.window = window }

    func newest(_ kind: Topic.Kind) -> UInt64 { numbers[kind, default: 0] }

    mutating func publish(_ random: inout SplitMix64) {
        let kind = random.pick(Self.kinds)
        guard kind != .rescinds || newest(.rescinds) < newest(.offers) else { return }
        numbers[kind, default: 0] += 1
        let publication = SessionConversation.publication(kind, newest(kind))
        let topic: Topic =
            switch kind {
            case .offers: .offers(cluster: "c", master: "m", framework: "f")
            case .rescinds: .rescinds(cluster: "c", master: "m", framework: "f")
            default: .inverseOffers(cluster: "c", master: "m", framework: "f")
            }
        published.append((.offers, ReceivedPublication(topic: topic, publication: publication)))
    }

    mutating func greet(_ event: WireEvent) {
        numbers[.replies, default: 0] += 1
        let publication = WirePublication.with {
            $0.sequence = newest(.replies)
            $0.reply.requestID = event.requestID
        }
        let received = ReceivedPublication(topic: .replies(cluster: "c", master: "m"), publication: publication)
        published += [(.replies, received), (.offers, received)]
    }

    mutating func beat() {
        beats += 1
        let publication = WirePublication.with {
            $0.sequence = beats
            $0.heartbeat.incarnation = incarnation
        }
        published.append((.replies, ReceivedPublication(topic: .heartbeat, publication: publication)))
    }

    /// Publications on the way are lost.
    mutating func restart() {
        incarnation += 1
        beats = 0
        published = []
    }

    mutating func takePublished(_ random: inout SplitMix64) -> [(MasterSession.Feed, ReceivedPublication)] {
        defer { published = [] }
        return published.filter { _ in !isLossy || !random.chance(20) }
    }

    func answer(_ query: WireQuery) -> WireAnswer {
        .with { answer in
            answer.requestID = query.requestID
            guard case .replay(let replay) = query.question, let kind = Topic.Kind(rawValue: replay.kind) else {
                // One publication of each kind, so that something is delivered at the start, too.
                answer.outstanding.offers = [WireOfferBatch()]
                answer.outstanding.inverseOffers = [WireInverseOfferBatch()]
                answer.outstanding.offersSequence = newest(.offers)
                answer.outstanding.inverseOffersSequence = newest(.inverseOffers)
                answer.outstanding.rescindsSequence = newest(.rescinds)
                return
            }
            let newest = newest(kind)
            let oldest = newest > window ? newest - UInt64(window) + 1 : 1
            let first = max(replay.fromSequence, oldest)
            answer.replayed.oldest = oldest
            answer.replayed.newest = newest
            guard first <= newest else { return }
            // At most two, so that some answers are not enough.
            answer.replayed.publications = (first...min(newest, first + 1)).map {
                SessionConversation.publication(kind, $0)
            }
        }
    }
}
