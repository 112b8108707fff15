package import AllocatorWire

/// One incarnation of a master in conversation with a worker: what to do about what is received, and what to ask. A pure
/// value, with no sockets and no clock: facts and the time go in, actions come out.
///
/// It greets the worker until that knows the subscriptions, asks for what is outstanding and at which numbers, and only
/// then lets events go out. From then on every stream of publications is delivered in order and without a gap: what is
/// missing is asked for as a replay, and what is past the worker's window is replaced by what is outstanding. After a restart
/// of the worker, what is outstanding replaces the offers too, once the worker has shown that it knows what it acknowledged.
package struct MasterSession: Sendable {
    package enum Phase: Hashable, Sendable {
        /// The worker may not know the subscriptions yet.
        case greeting
        /// The numbers to begin after are asked for.
        case synchronizing
        case running
    }

    /// The two subscribers of a client: offers may have to wait for whoever iterates over them, and what else is published
    /// must not wait behind them.
    package enum Feed: Hashable, Sendable {
        case offers
        case replies
    }

    package enum Action: Sendable {
        /// Send this, unsequenced.
        case greet(WireEvent)
        /// Events may go out from now on.
        case begin
        case ask(WireQuery)
        case acknowledge(WireAck)
        /// Everything unacknowledged must be sent again.
        case sendAgain
        case offer(OfferUpdate)
        case inverseOffer(InverseOfferUpdate)
        /// To one of this incarnation's own events.
        case reply(WireReply)
        /// The worker was silent for so long: make new connections, on which everything unacknowledged must be sent again.
        case reconnect(after: Duration)
        /// The worker is heard of again after `reconnect`.
        case resume
        /// Replies to events up to this number that have not come by now never will.
        case repliesLost(upTo: UInt64)
    }

    /// Why what is outstanding is asked for.
    enum Reason: Hashable, Sendable {
        case beginning
        case loss
        case restart
        /// Some event was fenced: whose, the epoch tells.
        case fence
    }

    struct Question: Sendable {
        enum Subject: Hashable, Sendable {
            case replay(Topic.Kind)
            case outstanding
        }

        let requestID: String
        let subject: Subject
        /// Of a replay: from which number on.
        let from: UInt64
        /// Of what is outstanding: why.
        let reasons: Set<Reason>
        /// Of what is outstanding: the pages that have come.
        let pages: WireOutstanding?
        let at: ContinuousClock.Instant
        /// The highest number that was acknowledged when it was asked.
        let acknowledged: UInt64
        /// The highest number of a rescind that had come when it was asked.
        let rescinds: UInt64
    }

    /// Streams without a gap. Acknowledgements need none: each one covers those before it.
    static let kinds: [Topic.Kind] = [.offers, .inverseOffers, .rescinds, .replies]
    static let offerKinds: [Topic.Kind] = [.offers, .inverseOffers, .rescinds]
    /// Between two greetings, and between two equal questions.
    static let pause = Duration.milliseconds(100)
    /// Greetings that are not answered before the worker is asked why.
    static let greetingsBeforeQuestion = 20
    /// Answers without a reply to any greeting after which the client's key does not cover its master: about ten seconds.
    static let fruitlessQuestionLimit = 5

    let identity: MasterIdentity
    let options: MasterOptions
    let endpoints: WorkerEndpoints

    package internal(set) var phase = Phase.greeting
    var greeted: Set<Feed> = []
    var greetings = 0
    var nextGreeting: ContinuousClock.Instant
    /// Questions that were answered while the greetings before them were not.
    var fruitlessQuestions = 0

    var orders: [Topic.Kind: PublicationOrder<WirePublication>]
    /// When a stream was heard of last, or checked.
    var lastReceipts: [Topic.Kind: ContinuousClock.Instant] = [:]
    /// Streams to be checked, though nothing speaks for a loss.
    var checks: Set<Topic.Kind> = []
    var reasons: Set<Reason> = []
    var questions: [Question.Subject: Question] = [:]
    /// What was asked for last, and when: an answer that helps nothing does not make it ask at once again.
    var lastReplays: [Topic.Kind: (from: UInt64, at: ContinuousClock.Instant)] = [:]
    var questionCount: UInt64 = 0

    /// The highest number of a rescind that has come, delivered or not.
    var newestRescind: UInt64 = 0
    /// Replies were lost; once the stream is in order again, those to events up to this number count as lost.
    var lostReplies: UInt64?

    var incarnation: UInt64?
    var lastHeartbeat: UInt64 = 0
    var lastHeard: ContinuousClock.Instant
    var silence: ReconnectTimer

    /// Told by whoever keeps the window: the highest numbers that were given and acknowledged.
    package var lastNumber: UInt64 = 0
    package var acknowledged: UInt64 = 0

    package internal(set) var repaired: UInt64 = 0
    package internal(set) var lost: UInt64 = 0
    package internal(set) var restarts: UInt64 = 0

    var actions: [Action] = []

    package init(
        _ identity: MasterIdentity, _ endpoints: WorkerEndpoints, _ options: MasterOptions,
        at now: ContinuousClock.Instant
    ) {
        self.identity = identity
        self.endpoints = endpoints
        self.options = options
        nextGreeting = now
        lastHeard = now
        silence = ReconnectTimer(pause: options.reconnectPause)
        orders = Self.freshOrders
    }

    static var freshOrders: [Topic.Kind: PublicationOrder<WirePublication>] {
        var orders: [Topic.Kind: PublicationOrder<WirePublication>] = [:]
        for kind in kinds { orders[kind] = PublicationOrder() }
        orders[.rescinds]?.setLimit(0)
        return orders
    }

    /// What to do, in order.
    package mutating func takeActions() -> [Action] {
        let taken = actions
        actions.removeAll(keepingCapacity: true)
        return taken
    }

    subscript(kind: Topic.Kind) -> PublicationOrder<WirePublication> {
        get { orders[kind] ?? PublicationOrder() }
        set { orders[kind] = newValue }
    }
}
