/// The allocator of one cluster: a pure, deterministic value.
///
/// The same calls by the same masters at the same times produce the same replies, runs and `digest()` on any machine. A
/// refused call changes nothing.
///
/// For each batch, call `advance(to:)` with the current time, `apply` for each call, and `finishBatch()`. Publish the
/// result of `takeEffects()` only after the calls are committed to durable storage.
package struct Allocator: Sendable {
    /// The source of the cluster's time.
    package enum Clock: Sendable {
        /// The system's clock. One run replaces all runs that were missed.
        case system
        /// A clock that only `advance` moves. Every run that becomes due is performed.
        case virtual
    }

    package private(set) var limits: AllocatorLimits
    package let clock: Clock

    /// The number of calls accepted since the allocator was created.
    package internal(set) var appliedCalls: UInt64 = 0

    /// The masters that are not listening to their publications. A reset of the cluster keeps them.
    package internal(set) var mastersNotListening: Set<String> = []

    var cluster: Cluster?
    /// The time of the cluster's clock, which never decreases.
    package private(set) var now: Instant
    private var effects: [AllocatorEffect] = []

    package init(clock: Clock = .virtual, limits: AllocatorLimits = AllocatorLimits(), now: Instant = .zero) {
        self.clock = clock
        self.limits = limits
        self.now = now
    }

    /// Replaces the limits for later calls. Existing contents that exceed them stay.
    ///
    /// - Precondition: `offersPerHolding` and `mastersNotListening` are unchanged. They affect decisions, so a replay
    ///   with other values would decide differently.
    package mutating func limit(by limits: AllocatorLimits) {
        precondition(
            limits.offersPerHolding == self.limits.offersPerHolding
                && limits.mastersNotListening == self.limits.mastersNotListening,
            "limits that affect decisions must not change")
        self.limits = limits
        cluster?.limits = limits
    }

    /// The number of allocation runs since the cluster was initialized.
    package var runs: UInt64 { cluster?.schedule.runs ?? 0 }

    package var isInitialized: Bool { cluster != nil }

    /// Applies one call at the current time.
    ///
    /// - Parameter master: The sender. The offers of a framework go to the master that last added, activated or updated
    ///   it.
    /// - Throws: A `Refusal`, in which case nothing has changed.
    package mutating func apply(_ call: Call, by master: String) throws(Refusal) -> Reply {
        try call.checkForm(limits, quotaScope: cluster?.options.quotaScope ?? .topLevel)
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
            guard let reply = try cluster?.apply(call, by: Framework.Master(name: master, isListening: isListening))
            else {
                preconditionFailure("the cluster is initialized")
            }
            cluster?.memory.quiet = nil
            cluster?.keepInterned()
            return reply
        } catch {
            cluster?.dropInterned(nameCount: nameCount)
            throw error
        }
    }

    /// The number of collections of unreferenced kinds and roles. Intended for tests.
    package var collections: Int { cluster?.collection.count ?? 0 }

    private mutating func initialize(_ options: AllocatorOptions, reset: Bool) throws(Refusal) {
        if let cluster, !reset {
            guard cluster.options == options else {
                throw .failedPrecondition(
                    "the cluster is already initialized with other options; send the same, or set reset to start over")
            }
            return
        }
        cluster = Cluster(options: options, limits: limits, now: now)
    }

    /// Performs the run that calls since the last run have requested, if any.
    package mutating func finishBatch() {
        let present = now
        if let run = cluster?.runIfWanted(offeringAt: present) { effects.append(.run(run)) }
    }

    /// Whether a run has been requested. `finishBatch` performs it, or discards the request while allocation is paused.
    package var wantsRun: Bool { cluster?.schedule.isRunWanted ?? false }

    // MARK: Time

    /// Advances the clock and performs everything due until then, in order. An earlier time is ignored.
    package mutating func advance(to time: Instant) {
        now = max(now, time)
        var onTheWay: [AllocatorEffect] = []
        cluster?.advance(to: time, makesUpForMissedRuns: clock == .virtual) { onTheWay.append($0) }
        effects += onTheWay
    }

    private mutating func advance(by span: TimeSpan) throws(Refusal) {
        guard clock == .virtual else {
            throw .failedPrecondition(
                "this worker uses the system's clock, which calls cannot advance: start it with --clock virtual")
        }
        let interval = cluster?.options.allocationInterval ?? .seconds(1)
        guard span.nanoseconds / interval.nanoseconds <= limits.intervalsPerAdvance else {
            throw .resourceExhausted(
                "one advance may cover \(limits.intervalsPerAdvance) allocation intervals; send several")
        }
        guard offerExpiries(within: span) <= limits.intervalsPerAdvance else {
            throw .resourceExhausted(
                "one advance may cover \(limits.intervalsPerAdvance) expiries of the same offer; send several")
        }
        guard now.nanoseconds.addingReportingOverflow(span.nanoseconds).overflow == false else {
            throw .invalidArgument("the virtual clock cannot reach that time; advance it by less")
        }
        advance(to: now.advanced(by: span))
    }

    /// The number of times that the same resources can be offered and expire within a span. Between the intervals,
    /// this happens only with a reallocation delay.
    private func offerExpiries(within span: TimeSpan) -> Int64 {
        guard let timeout = cluster?.options.offerTimeout, let delay = cluster?.options.reallocationDelay else {
            return 0
        }
        let (period, isTooLong) = timeout.nanoseconds.addingReportingOverflow(delay.nanoseconds)
        return isTooLong ? 0 : span.nanoseconds / period
    }

    /// The time of the next periodic allocation run, or `nil` before `initialize`.
    package var nextRun: Instant? { cluster?.schedule.nextRun }

    /// The time of the next effect, which is a run or the expiry of an offer, or `nil` before `initialize`.
    ///
    /// The time may be too early, because the next timer may be that of a filter or of an offer that was answered
    /// meanwhile.
    package var nextEffect: Instant? {
        guard let cluster else { return nil }
        let hasTimedEffects = cluster.options.offerTimeout != nil || cluster.options.reallocationDelay != nil
        guard hasTimedEffects, let end = cluster.offerBook.nextTimer?.time else { return cluster.schedule.nextDue }
        return min(cluster.schedule.nextDue, end)
    }

    /// Returns and removes the pending effects, oldest first.
    package mutating func takeEffects() -> [AllocatorEffect] {
        defer { effects = [] }
        return effects
    }

    // MARK: Masters

    /// Records whether a master listens to its publications. Initially, every master does.
    ///
    /// The frameworks of a master that does not listen are in no role's order and get no inverse offers. Their offers
    /// are rescinded without a filter. Their allocations, filters and activation stay. When the master listens again,
    /// they return to the orders, and the batch ends with a run over all agents. At most
    /// `AllocatorLimits.mastersNotListening` masters are recorded. Further ones count as listening.
    ///
    /// - Complexity: O(*n*) in the frameworks, and in the agents and their offers if the master stops listening.
    package mutating func setListening(_ isListening: Bool, master: String) {
        if isListening {
            guard mastersNotListening.remove(master) != nil else { return }
        } else {
            guard mastersNotListening.count < limits.mastersNotListening,
                mastersNotListening.insert(master).inserted
            else { return }
        }
        cluster?.recordListening(Framework.Master(name: master, isListening: isListening))
        if !isListening, let rescission = cluster?.rescindOffers(ofMaster: master) {
            effects.append(.rescinded(rescission))
        }
    }

    package func isListening(_ master: String) -> Bool { !mastersNotListening.contains(master) }

    /// The master that last added, activated or updated a framework, or `nil` if the framework is not known.
    package func master(ofFramework id: Name) -> String? {
        guard let cluster, let framework = cluster.frameworks.addedSlot(of: id) else { return nil }
        return cluster.frameworks[framework].master
    }

    /// The number of frameworks of a master.
    ///
    /// - Complexity: O(*n*) in the frameworks.
    package func frameworkCount(ofMaster master: String) -> Int {
        cluster?.frameworks.slots(ofMaster: master).count ?? 0
    }

    /// The masters of all frameworks, by name.
    ///
    /// - Complexity: O(*n* log *n*) in the frameworks.
    package var masters: [String] { cluster?.frameworks.masters ?? [] }

    // MARK: Outstanding offers

    /// The outstanding offers to the frameworks of a master, by framework id. A partly used offer is listed with its
    /// unused part.
    ///
    /// - Complexity: Linear in the agents and their offers.
    package func outstandingOffers(of master: String) -> [FrameworkOffers] {
        outstanding(of: master, after: nil, steps: .max).offers
    }

    /// The unanswered inverse offers to the frameworks of a master, by framework id.
    ///
    /// - Complexity: Linear in the agents and their inverse offers.
    package func outstandingInverseOffers(of master: String) -> [FrameworkInverseOffers] {
        outstanding(of: master, after: nil, steps: .max).inverseOffers
    }

    /// Returns a page of both, for the agents after `last`. The page ends when the steps are used up.
    ///
    /// - Complexity: Linear in the frameworks and the steps. The last agent may exceed the steps, because at least one
    ///   agent is visited.
    package func outstanding(of master: String, after last: Name?, steps: Int) -> OutstandingPage {
        cluster?.outstanding(of: master, after: last, steps: max(1, steps)) ?? OutstandingPage()
    }
}
