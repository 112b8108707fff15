package import AllocatorWire

/// The protocol of one incarnation of a master with its worker, as a pure value: received messages and the time go in,
/// actions come out.
///
/// The session sends greetings until one is answered, which shows that the worker knows its subscriptions. It then asks
/// for the outstanding offers and the numbers to start at, and only then releases events. From there on it delivers
/// each stream in order and without a gap. It requests a replay of what is missing; if that is past the worker's replay
/// window, the outstanding offers replace it. After a restart of the worker they also replace the offers, once the
/// worker has shown that it knows all that it acknowledged.
package struct MasterSession: Sendable {
    package enum Phase: Hashable, Sendable {
        /// The worker may not know the subscriptions yet.
        case greeting
        /// The session waits for the numbers to start at.
        case synchronizing
        case running
    }

    /// The two subscribers of a client. Offers may wait for the task that iterates over them; other publications must
    /// not wait behind them.
    package enum Feed: Hashable, Sendable {
        case offers
        case replies
    }

    package enum Action: Sendable {
        /// Send this event without a number.
        case greet(WireEvent)
        /// Start to send events.
        case begin
        case ask(WireQuery)
        case acknowledge(WireAck)
        /// Resend everything unacknowledged.
        case sendAgain
        case offer(OfferUpdate)
        case inverseOffer(InverseOfferUpdate)
        /// A reply to an event of this incarnation.
        case reply(WireReply)
        /// The worker was silent for this long: reconnect and resend everything unacknowledged.
        case reconnect(after: Duration)
        /// The worker has published again after `reconnect`.
        case resume
        /// Replies to events up to this number that have not arrived are lost.
        case repliesLost(upTo: UInt64)
    }

    /// A reason to ask for the outstanding offers.
    enum Reason: Hashable, Sendable {
        case beginning
        case loss
        case restart
        /// An event was fenced. The epoch in the answer shows whether it was one of this incarnation.
        case fence
    }

    struct Question: Sendable {
        enum Subject: Hashable, Sendable {
            case replay(Topic.Kind)
            case outstanding
        }

        let requestID: String
        let subject: Subject
        /// The number from which a replay starts.
        let from: UInt64
        /// The reasons to ask for the outstanding offers.
        let reasons: Set<Reason>
        /// The pages of outstanding offers that have arrived.
        let pages: WireOutstanding?
        let at: ContinuousClock.Instant
        /// The highest number that was acknowledged when the question was asked.
        let acknowledged: UInt64
        /// The highest number of a rescission that had arrived when the question was asked.
        let rescinds: UInt64
    }

    /// The streams that are delivered without a gap. Acknowledgements need none: each one includes those before it.
    static let kinds: [Topic.Kind] = [.offers, .inverseOffers, .rescinds, .replies]
    static let offerKinds: [Topic.Kind] = [.offers, .inverseOffers, .rescinds]
    /// The interval between two greetings, and between two equal questions.
    static let pause = Duration.milliseconds(100)
    /// The number of unanswered greetings after which the worker is asked for the reason.
    static let greetingsBeforeQuestion = 20
    /// The number of answers without a reply to any greeting from which the client's key is taken not to cover the
    /// master. They take about ten seconds.
    static let fruitlessQuestionLimit = 5

    let identity: MasterIdentity
    let options: MasterOptions
    let endpoints: WorkerEndpoints

    package internal(set) var phase = Phase.greeting
    var greeted: Set<Feed> = []
    var greetings = 0
    var nextGreeting: ContinuousClock.Instant
    /// The number of questions that were answered while the greetings before them were not.
    var fruitlessQuestions = 0

    var orders: [Topic.Kind: PublicationOrder<WirePublication>]
    /// The time at which each stream last delivered something or was checked.
    var lastReceipts: [Topic.Kind: ContinuousClock.Instant] = [:]
    /// The streams to be checked although nothing indicates a loss.
    var checks: Set<Topic.Kind> = []
    var reasons: Set<Reason> = []
    var questions: [Question.Subject: Question] = [:]
    /// The last replay requested of each stream, and when. An answer that repairs nothing is not followed by the same
    /// question at once.
    var lastReplays: [Topic.Kind: (from: UInt64, at: ContinuousClock.Instant)] = [:]
    var questionCount: UInt64 = 0

    /// The highest number of a rescission that has arrived, delivered or not.
    var newestRescind: UInt64 = 0
    /// The number up to which missing replies count as lost once their stream is in order again.
    var lostReplies: UInt64?

    var incarnation: UInt64?
    var lastHeartbeat: UInt64 = 0
    var lastHeard: ContinuousClock.Instant
    var silence: ReconnectTimer

    /// The highest numbers of the send window: the last one given, and the last one acknowledged. The owner of the
    /// window sets them.
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

    /// Removes and returns the actions to perform, in order.
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
