import AllocatorCore
import AllocatorWire

/// One cluster: its state, and the clock that it lives by.
///
/// It is pinned to the thread that owns the sockets. Nothing else can touch the state: the compiler refuses it from any
/// other isolation, and `assumeIsolated` from any other thread ends the process. It knows nothing of sockets and files: it is
/// given deliveries, and gives back effects to publish and, before that, records to keep.
actor Cluster {
    nonisolated let name: String
    private let thread: SocketThread
    private let clock: ClusterClock
    private(set) var state: ClusterState

    /// What has happened since records and effects were taken.
    var outcome: ClusterOutcome
    var acknowledgements = Acknowledgements()
    private(set) var skippedEvents = SkippedEvents()
    /// What the last runs gave.
    private var runs = RunHistory()
    /// Masters that have added, activated or updated a framework since they were last asked for.
    private var mastersOfFrameworks: Set<String> = []

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// A new cluster.
    ///
    /// - Parameter keepsRecords: whether there is a journal for them.
    init(name: String, clock: ClusterClock, limits: ClusterLimits, keepsRecords: Bool, on thread: SocketThread) {
        self.name = name
        self.thread = thread
        self.clock = clock
        state = ClusterState(clock: clock.kind, limits: limits)
        outcome = ClusterOutcome(keepsRecords: keepsRecords)
        outcome.record(.started(WireClusterStart(clock.kind)))
    }

    /// A cluster as its journal has it.
    init(name: String, state: ClusterState, clock: ClusterClock, on thread: SocketThread) {
        self.name = name
        self.thread = thread
        self.clock = clock
        self.state = state
        outcome = ClusterOutcome(keepsRecords: true)
    }

    // MARK: - Time

    /// Does what fell due up to the present. Under the virtual clock nothing ever does.
    func catchUp() -> ClusterEffects {
        guard let now = clock.now else { return ClusterEffects() }
        state.advance(to: now, into: &outcome)
        return takeEffects()
    }

    /// When something next falls due, where time moves by itself.
    var nextEffect: Instant? { clock.now == nil ? nil : state.allocator.nextEffect }

    private func takeEffects() -> ClusterEffects {
        let effects = outcome.takeEffects()
        if effects.haveRun { runs.note(effects) }
        return effects
    }

    // MARK: - Events

    /// - Parameter catchingUp: whether what fell due before it is done first.
    func apply(_ delivery: Delivery, catchingUp: Bool) -> ClusterEffects {
        if catchingUp, let now = clock.now { state.advance(to: now, into: &outcome) }
        let event = delivery.event
        let verdict = state.apply(delivery, into: &outcome)
        skippedEvents.note(verdict)
        switch verdict {
        case .apply, .duplicate:
            if event.sequence > 0 { acknowledgements.note(event.master) }
            if case .success(let call) = delivery.call, call.namesMaster {
                mastersOfFrameworks.insert(event.master)
            }
        case .gap(let resendFrom):
            acknowledgements.note(
                event.master, epoch: event.epoch, resendFrom: resendFrom,
                isStranger: state.progress[event.master] == MasterProgress())
        case .fenced:
            break
        }
        return takeEffects()
    }

    /// Whether there is something to do at the end of the batch.
    var wantsRun: Bool { state.wantsRun }

    /// Runs the allocation that the batch triggered, if it did.
    func finishBatch() -> ClusterEffects {
        state.finishBatch(into: &outcome)
        return takeEffects()
    }

    // MARK: - Questions

    func digest() -> WireDigest {
        var digest = WireDigest()
        digest.digest = state.allocator.digest()
        digest.events = state.allocator.appliedCalls
        digest.timeNs = state.allocator.now.nanoseconds
        digest.runs = state.allocator.runs
        return digest
    }

    /// What is offered to a master now, and how far its events have come.
    func outstanding(of master: String) -> WireOutstanding {
        var outstanding = WireOutstanding()
        outstanding.offers = state.allocator.outstandingOffers(of: master).map { WireOfferBatch($0) }
        outstanding.inverseOffers = state.allocator.outstandingInverseOffers(of: master).map {
            WireInverseOfferBatch($0)
        }
        outstanding.timeNs = state.allocator.now.nanoseconds
        outstanding.epoch = state.progress[master].epoch
        outstanding.appliedSequence = state.progress[master].sequence
        return outstanding
    }

    func view(_ query: WireStateQuery, _ bounds: QueryBounds) throws(Refusal) -> WireState {
        try state.view(query, bounds)
    }

    func explanation(_ query: WireExplainQuery, _ bounds: QueryBounds) throws(Refusal) -> WireExplanation {
        try state.explanation(query, bounds)
    }

    func survey(_ survey: inout ReasonSurvey, bound: Explanation.Bound) {
        state.allocator.survey(&survey, bound: bound)
    }

    func supposing(_ query: WireWhatIfQuery, _ bounds: QueryBounds) throws(Refusal) -> WireWhatIf {
        try state.supposing(query, bounds)
    }

    func history(_ query: WireHistoryQuery, _ bounds: QueryBounds) -> WireHistory {
        runs.excerpt(query, room: bounds.pastRuns)
    }

    // MARK: - Listening

    /// Those whose frameworks have come since this was last asked.
    func takeMastersOfFrameworks() -> Set<String> {
        guard !mastersOfFrameworks.isEmpty else { return [] }
        defer { mastersOfFrameworks.removeAll(keepingCapacity: true) }
        return mastersOfFrameworks
    }

    var masters: [String] { state.allocator.masters }

    func isListening(_ master: String) -> Bool { state.allocator.isListening(master) }

    func setListening(_ isListening: Bool, master: String) -> ClusterEffects {
        state.setListening(isListening, master: master, into: &outcome)
        return takeEffects()
    }
}

extension Call {
    /// Whether the offers of the framework that it is about go to its sender from now on.
    fileprivate var namesMaster: Bool {
        switch self {
        case .addFramework, .activateFramework, .updateFramework: true
        default: false
        }
    }
}
