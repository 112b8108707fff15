/// The allocator of one cluster: a value that decides, and nothing else.
///
/// The same calls by the same masters at the same times have the same replies, the same runs and the same `digest()`, on
/// any machine. A refused call changes nothing.
///
/// The way to use it: `advance(to:)` the present, `apply` each call of a batch, `finishBatch()`, and after each of these
/// publish what `takeEffects()` hands over.
package struct Allocator: Sendable {
    /// What moves the time.
    package enum Clock: Sendable {
        /// The world: runs that were missed while nobody looked are made up for by one.
        case system
        /// `advance` calls and nothing else: every run that falls due is done.
        case virtual
    }

    package private(set) var limits: AllocatorLimits
    package let clock: Clock

    /// Calls accepted since the allocator was made.
    package internal(set) var appliedCalls: UInt64 = 0

    /// The masters that do not listen to their publications. They outlast the cluster: no call is about them.
    package internal(set) var mastersNotListening: Set<String> = []

    var cluster: Cluster?
    /// The time of the cluster's clock, before there is a cluster too. It never goes back.
    package private(set) var now: Instant
    private var effects: [AllocatorEffect] = []

    package init(clock: Clock = .virtual, limits: AllocatorLimits = AllocatorLimits(), now: Instant = .zero) {
        self.clock = clock
        self.limits = limits
        self.now = now
    }

    /// Bounds what comes from now on. What is there already stays, even where it is more.
    ///
    /// - Precondition: the two limits that decide instead of refusing, `offersPerHolding` and `mastersNotListening`, stay as
    ///   they are: what happened under other ones could not be done again.
    package mutating func limit(by limits: AllocatorLimits) {
        precondition(
            limits.offersPerHolding == self.limits.offersPerHolding
                && limits.mastersNotListening == self.limits.mastersNotListening,
            "what decides does not change")
        self.limits = limits
        cluster?.limits = limits
    }

    /// Allocation runs since the cluster was initialized.
    package var runs: UInt64 { cluster?.runs ?? 0 }

    package var isInitialized: Bool { cluster != nil }

    /// Applies one call at the present time.
    ///
    /// - Parameters:
    ///   - master: who sent it; the offers of a framework go to the master that last added, activated or updated it.
    /// - Throws: a `Refusal`, and then nothing has changed.
    package mutating func apply(_ call: Call, by master: String) throws(Refusal) -> Reply {
        try call.checkForm(limits)
        let reply = try applyWellFormed(call, by: master)
        appliedCalls += 1
        return reply
    }

    private mutating func applyWellFormed(_ call: Call, by master: String) throws(Refusal) -> Reply {
        switch call {
        case .heartbeat:
            return .ok
        case .initialize(let options, let reset):
            try initialize(options, reset: reset)
            return .ok
        default:
            guard cluster != nil else {
                throw .failedPrecondition("the cluster is not initialized; send initialize first")
            }
            if case .advance(let span) = call {
                try advance(by: span)
                return .ok
            }
            let added = call.addedBytes
            if call.isRefusedWhenFull { try cluster?.checkSize(adding: added) }
            cluster?.collectUnused()
            let reply: Reply
            do {
                reply = try applyToCluster(call, by: master)
            } catch {
                guard cluster?.makeRoom() == true else { throw error }
                reply = try applyToCluster(call, by: master)
            }
            cluster?.size.add(added)
            return reply
        }
    }

    private mutating func applyToCluster(_ call: Call, by master: String) throws(Refusal) -> Reply {
        let isListening = !mastersNotListening.contains(master)
        let nameCount = cluster?.kinds.names.count ?? 0
        do {
            guard let reply = try cluster?.apply(call, by: Cluster.Master(name: master, isListening: isListening))
            else {
                preconditionFailure("the cluster was there a moment ago")
            }
            cluster?.memory.quiet = nil
            cluster?.keepInterned()
            return reply
        } catch {
            cluster?.dropInterned(nameCount: nameCount)
            throw error
        }
    }

    /// How often all of the cluster was gone through to drop kinds and roles that nothing refers to; for tests.
    package var collections: Int { cluster?.collections ?? 0 }

    private mutating func initialize(_ options: AllocatorOptions, reset: Bool) throws(Refusal) {
        if let cluster, !reset {
            guard cluster.options == options else {
                throw .failedPrecondition(
                    "the cluster is initialized with other options; send the same ones, or reset to start anew")
            }
            return
        }
        cluster = Cluster(options: options, limits: limits, now: now)
    }

    /// Runs the allocation that the calls since the last run asked for, if they asked for one.
    package mutating func finishBatch() {
        let present = now
        if let run = cluster?.runIfWanted(offeringAt: present) { effects.append(.run(run)) }
    }

    /// Whether `finishBatch` has a run to do, or to pass over while allocation is paused.
    package var wantsRun: Bool { cluster?.isRunWanted ?? false }

    // MARK: Time

    /// Moves the time and does everything that falls due on the way, in due order. An earlier time is ignored.
    package mutating func advance(to time: Instant) {
        now = max(now, time)
        var onTheWay: [AllocatorEffect] = []
        cluster?.advance(to: time, makesUpForMissedRuns: clock == .virtual) { onTheWay.append($0) }
        effects += onTheWay
    }

    private mutating func advance(by span: TimeSpan) throws(Refusal) {
        guard clock == .virtual else {
            throw .failedPrecondition(
                "the clock of this worker is the system's, which nobody moves: start it with --clock virtual")
        }
        let interval = cluster?.options.allocationInterval ?? .seconds(1)
        guard span.nanoseconds / interval.nanoseconds <= limits.intervalsPerAdvance else {
            throw .resourceExhausted(
                "one advance may cover \(limits.intervalsPerAdvance) allocation intervals; send several")
        }
        guard now.nanoseconds.addingReportingOverflow(span.nanoseconds).overflow == false else {
            throw .invalidArgument("the virtual clock ends before that")
        }
        advance(to: now.advanced(by: span))
    }

    /// When the next allocation run falls due; nil before `initialize`.
    package var nextRun: Instant? { cluster?.nextRun }

    /// When something falls due that is to be published: an allocation run, or the end of an offer; nil before `initialize`.
    ///
    /// It may be early by an offer that was answered since, or by a filter.
    package var nextEffect: Instant? {
        guard let cluster else { return nil }
        guard cluster.options.offerTimeout != nil, let end = cluster.timers.nextTime else { return cluster.nextRun }
        return min(cluster.nextRun, end)
    }

    /// What happened since the last time that this was asked, oldest first.
    package mutating func takeEffects() -> [AllocatorEffect] {
        defer { effects = [] }
        return effects
    }

    // MARK: Masters

    /// Notes that a master listens to its publications, or no longer does. Every master does until it is said not to.
    ///
    /// The frameworks of a master that does not listen are in no role's order and get no inverse offers. What was offered to
    /// them is taken back, without a filter; what they use, their filters and whether they are active stay as they are. When it listens again they are back, and a run over all
    /// agents is done with the batch. The masters that do not listen beyond `AllocatorLimits.mastersNotListening` count as
    /// listening.
    ///
    /// - Complexity: O(*n*) in the frameworks; where it ceases, in the agents and what is offered of them, too.
    package mutating func setListening(_ isListening: Bool, master: String) {
        if isListening {
            guard mastersNotListening.remove(master) != nil else { return }
        } else {
            guard mastersNotListening.count < limits.mastersNotListening,
                mastersNotListening.insert(master).inserted
            else { return }
        }
        cluster?.note(Cluster.Master(name: master, isListening: isListening))
        if !isListening, let rescission = cluster?.rescindOffers(of: master) { effects.append(.rescinded(rescission)) }
    }

    package func isListening(_ master: String) -> Bool { !mastersNotListening.contains(master) }

    /// The master that a framework belongs to: the one that last added, activated or updated it. Nil where it is not known.
    package func master(ofFramework id: Name) -> String? { cluster?.master(ofFramework: id) }

    /// How many frameworks belong to a master.
    ///
    /// - Complexity: O(*n*) in the frameworks.
    package func frameworkCount(ofMaster master: String) -> Int { cluster?.frameworkCount(ofMaster: master) ?? 0 }

    /// The masters that frameworks have, by name.
    ///
    /// - Complexity: O(*n* log *n*) in the frameworks.
    package var masters: [String] { cluster?.masters ?? [] }

    // MARK: What is outstanding

    /// What is offered to the frameworks of a master and neither used nor declined yet, by framework id: of an offer that was
    /// used in part, the rest.
    ///
    /// - Complexity: linear in the agents and what is offered of them.
    package func outstandingOffers(of master: String) -> [FrameworkOffers] {
        outstanding(of: master, after: nil, steps: .max).offers
    }

    /// The inverse offers to the frameworks of a master that have not been answered yet, by framework id.
    ///
    /// - Complexity: linear in the agents and the inverse offers about them.
    package func outstandingInverseOffers(of master: String) -> [FrameworkInverseOffers] {
        outstanding(of: master, after: nil, steps: .max).inverseOffers
    }

    /// A part of both: that of the agents after the last one that was looked at, until the steps are done. At least one
    /// agent is looked at.
    ///
    /// - Complexity: linear in the frameworks, and in the steps but for those of the last agent.
    package func outstanding(of master: String, after last: Name?, steps: Int) -> OutstandingPage {
        cluster?.outstanding(of: master, after: last, steps: max(1, steps)) ?? OutstandingPage()
    }
}
