import AllocatorCore
import AllocatorWire
import SwiftProtobuf

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
    private var epochBound = EpochBound()
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

    /// When something next falls due, by the monotonic clock; nil: never, or time does not move by itself.
    var nextDeadline: Int64? { state.allocator.nextEffect.flatMap { clock.monotonicTime(of: $0) } }

    private func takeEffects() -> ClusterEffects {
        let effects = outcome.takeEffects()
        if effects.haveRun { runs.note(effects) }
        return effects
    }

    // MARK: - Events

    /// - Parameters:
    ///   - key: Whose rights hold; nil: the worker asks for no keys, and every call may be made.
    ///   - catchingUp: whether what fell due before it is done first.
    func apply(_ delivery: Delivery, by key: AllowedKey? = nil, catchingUp: Bool) -> ClusterEffects {
        if catchingUp, let now = clock.now { state.advance(to: now, into: &outcome) }
        let event = delivery.event
        if let refusal = epochBound.refusal(of: event, now: MonotonicTime.unixNow()),
            event.epoch > state.progress[event.master].epoch
        {
            state.refuseUncounted(event, refusal, into: &outcome)
            return takeEffects()
        }
        let accepted = outcome.acceptedEvents
        let verdict = state.apply(delivery, by: key, into: &outcome)
        if outcome.acceptedEvents > accepted, case .success(.initialize(_, reset: true)) = delivery.call {
            forgetMasters(except: event.master)
        }
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

    /// A cluster that begins anew knows no masters but the one that has begun it.
    private func forgetMasters(except sender: String) {
        for master in state.progress.masters where master != sender { state.forget(master: master, into: &outcome) }
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
        digest.digest = state.digest()
        digest.events = state.allocator.appliedCalls
        digest.timeNs = state.allocator.now.nanoseconds
        digest.runs = state.allocator.runs
        return digest
    }

    /// What is offered to a master now, of some agents, and how far its events have come.
    func outstanding(_ query: WireOutstandingQuery, _ bounds: QueryBounds) -> WireOutstanding {
        let master = query.master
        let page = state.allocator.outstanding(
            of: master, after: query.after.isEmpty ? nil : Name(query.after), steps: bounds.outstandingSteps)
        var outstanding = WireOutstanding()
        outstanding.offers = page.offers.map { WireOfferBatch($0) }
        outstanding.inverseOffers = page.inverseOffers.map { WireInverseOfferBatch($0) }
        outstanding.last = page.last?.string ?? ""
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

    // MARK: - Forgetting

    /// Drops what is known of a master's numbered events.
    ///
    /// - Parameter isListening: whether a subscriber reads what is published to it.
    func forget(_ query: WireForgetMasterQuery, isListening: Bool) throws(Refusal) -> WireForgottenMaster {
        let master = query.master
        guard state.knows(master: master) else {
            throw .notFound(
                "cluster \(name) knows no numbered events of master \(master): it takes no place, and there is nothing to "
                    + "forget. Check the name of the master and of the cluster")
        }
        let frameworks = state.allocator.frameworkCount(ofMaster: master)
        if frameworks > 0, !query.force {
            throw .failedPrecondition(
                "master \(master) has \(frameworks) frameworks: remove them, let another master take them over by "
                    + "update_framework, or ask with force")
        }
        if isListening, !query.force {
            throw .failedPrecondition(
                "master \(master) is subscribed to its publications, and what it sends next would be taken for events that "
                    + "were lost: end it, or ask with force")
        }
        let progress = state.forget(master: master, into: &outcome)
        return .with {
            $0.epoch = progress.epoch
            $0.appliedSequence = progress.sequence
        }
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
