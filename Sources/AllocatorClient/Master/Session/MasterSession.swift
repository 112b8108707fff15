package import AllocatorWire

/// The protocol between one incarnation of a master and its worker. A pure value: its inputs are received messages and
/// the time, its outputs are actions.
///
/// The session sends greetings until one is answered, which shows that the worker has processed its subscriptions. It
/// then requests the outstanding offers and the numbers at which the streams start. Only then does it release events.
///
/// From then on it delivers each stream in order and without a gap. It requests a replay of missing publications. If
/// the worker no longer stores them, the outstanding offers replace them. After a restart of the worker, the session
/// first checks that the worker still knows all that it acknowledged. The outstanding offers then replace the offers.
package struct MasterSession: Sendable {
    package enum Phase: Hashable, Sendable {
        /// The worker may not have processed the subscriptions yet.
        case greeting
        /// The session waits for the numbers at which the streams start.
        case synchronizing
        case running
    }

    /// The two subscribers of a client. Offers may wait for the task that iterates over them, and other publications
    /// must not wait behind them.
    package enum Feed: Hashable, Sendable {
        case offers
        case replies
    }

    package enum Action: Sendable {
        /// Send this event without a sequence number.
        case greet(WireEvent)
        /// Start sending events.
        case begin
        case ask(WireQuery)
        case acknowledge(WireAck)
        /// Resend all unacknowledged events.
        case sendAgain
        case offer(OfferUpdate)
        case inverseOffer(InverseOfferUpdate)
        /// A reply to an event of this incarnation.
        case reply(WireReply)
        /// The worker has been silent for this long: reconnect and resend all unacknowledged events.
        case reconnect(after: Duration)
        /// The worker has published again after `reconnect`.
        case resume
        /// Missing replies to events up to this number are lost.
        case repliesLost(upTo: UInt64)
    }

    /// A reason to ask for the outstanding offers.
    enum Reason: Hashable, Sendable {
        case beginning
        case loss
        case restart
        /// An event was fenced. The epoch in the answer shows whether the event belonged to this incarnation.
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
        /// The highest acknowledged number when the question was asked.
        let acknowledged: UInt64
        /// The highest number of a received rescission when the question was asked.
        let rescinds: UInt64
    }

    /// The streams that are delivered without a gap. Acknowledgements are not among them: each one supersedes those
    /// before it.
    static let kinds: [Topic.Kind] = [.offers, .inverseOffers, .rescinds, .replies]
    static let offerKinds: [Topic.Kind] = [.offers, .inverseOffers, .rescinds]
    /// The interval between greetings, and between identical questions.
    static let pause = Duration.milliseconds(100)
    /// The number of unanswered greetings after which the session asks the worker a question, to learn the reason.
    static let greetingsBeforeQuestion = 20
    /// The number of answers without a reply to any greeting after which the client's key is presumed not to cover the
    /// master. They take about ten seconds.
    static let fruitlessQuestionLimit = 5

    let identity: MasterIdentity
    let options: MasterOptions
    let endpoints: WorkerEndpoints

    package internal(set) var phase = Phase.greeting
    var greeted: Set<Feed> = []
    var greetings = 0
    var nextGreeting: ContinuousClock.Instant
    /// The number of answered questions while greetings remained without a reply.
    var fruitlessQuestions = 0

    var orders: [Topic.Kind: PublicationOrder<WirePublication>]
    /// The time at which each stream last delivered something or was checked.
    var lastReceipts: [Topic.Kind: ContinuousClock.Instant] = [:]
    /// The streams to check although nothing indicates a loss.
    var checks: Set<Topic.Kind> = []
    var reasons: Set<Reason> = []
    var questions: [Question.Subject: Question] = [:]
    /// The last requested replay of each stream and its time. If its answer repairs nothing, the request is not
    /// repeated at once.
    var lastReplays: [Topic.Kind: (from: UInt64, at: ContinuousClock.Instant)] = [:]
    var questionCount: UInt64 = 0

    /// The highest number of a received rescission, delivered or not.
    var newestRescind: UInt64 = 0
    /// The number up to which missing replies count as lost once their stream is complete again.
    var lostReplies: UInt64?

    var incarnation: UInt64?
    var lastHeartbeat: UInt64 = 0
    var lastHeard: ContinuousClock.Instant
    var silence: ReconnectTimer

    /// The highest assigned number of the send window, and the highest acknowledged one. The owner of the window sets
    /// them.
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
