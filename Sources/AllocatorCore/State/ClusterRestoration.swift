/// The restoration of a cluster from its state. It uses the same functions as calls, which maintain sums and orders.
///
/// The order of the steps matters: frameworks are restored before the holdings of agents, and places in orders before
/// their counts.
struct ClusterRestoration {
    /// The maximum of a restored counter, far enough from overflow.
    static let maximumCount: UInt64 = 1 << 62
    /// The maximum number of copies of shared resources on one agent.
    static let maximumCopies: Int64 = 1 << 29

    let state: ClusterState
    let mastersNotListening: Set<String>
    let form: FormCheck
    var cluster: Cluster
    /// The lists of resources, by their position in the state.
    private var lists: [Resources] = []
    /// The next number for items that expire before the next run at its instant, and the next number for all others.
    private var nextNumbers: (beforeRun: UInt64, other: UInt64)

    static func cluster(
        from state: ClusterState, limits: AllocatorLimits, now: Instant, mastersNotListening: Set<String>
    ) throws(StateMismatch) -> Cluster {
        var restoration = try ClusterRestoration(
            state, limits: limits, now: now, mastersNotListening: mastersNotListening)
        try restoration.restoreNames()
        try restoration.restoreLists()
        try restoration.restoreRoles()
        try restoration.restoreFrameworks()
        try restoration.restoreAgents()
        try restoration.restoreCounts()
        try restoration.restoreFilters()
        try restoration.restoreProgress()
        return restoration.cluster
    }

    private init(
        _ state: ClusterState, limits: AllocatorLimits, now: Instant, mastersNotListening: Set<String>
    ) throws(StateMismatch) {
        self.state = state
        self.mastersNotListening = mastersNotListening
        let form = FormCheck(limits: limits, quotaScope: state.options.quotaScope)
        self.form = form
        try Self.attempt("the options") { () throws(Refusal) in try form.check(state.options) }
        cluster = Cluster(options: state.options, limits: limits, now: now)
        // Items that expire before the run get the lowest numbers. All others expire after the run at the same instant.
        cluster.offerBook.restoreNumbers(beforeLastRun: state.endsBeforeRun)
        nextNumbers = (OfferBook.firstNumber, OfferBook.firstNumber + UInt64(state.endsBeforeRun))
    }

    // MARK: Shared by the steps

    /// Converts the refusal of a call to a mismatch.
    static func attempt<Value>(
        _ what: @autoclosure () -> String, _ body: () throws(Refusal) -> Value
    ) throws(StateMismatch) -> Value {
        do {
            return try body()
        } catch {
            throw StateMismatch("\(what()): \(error.message)")
        }
    }

    func list(_ position: Int, of what: @autoclosure () -> String) throws(StateMismatch) -> Resources {
        guard lists.indices.contains(position) else {
            throw StateMismatch("\(what()) refers to list \(position) of resources, but there are \(lists.count)")
        }
        return lists[position]
    }

    func listInUse(_ position: Int, of what: @autoclosure () -> String) throws(StateMismatch) -> Resources {
        let resources = try list(position, of: what())
        guard !resources.isEmpty else { throw StateMismatch("\(what()) has no resources") }
        return resources
    }

    func agent(_ id: Name, of what: @autoclosure () -> String) throws(StateMismatch) -> AgentSlot {
        guard let slot = cluster.agents.slot(of: id) else {
            throw StateMismatch("\(what()) refers to agent '\(id)', which does not exist")
        }
        return slot
    }

    mutating func role(_ path: Name, of what: @autoclosure () -> String) throws(StateMismatch) -> RoleSlot {
        if let slot = cluster.tree.slot(of: path) { return slot }
        let limits = cluster.limits
        return try Self.attempt(what()) { () throws(Refusal) in
            try RoleName.check(path, limits)
            return try cluster.internRole(path)
        }
    }

    func checkCount(_ count: UInt64, of what: @autoclosure () -> String) throws(StateMismatch) {
        guard count <= Self.maximumCount else {
            throw StateMismatch("\(what()): a count of \(count) exceeds the maximum")
        }
    }

    /// Checks that a time lies ahead. Everything due has been processed, except at the maximum of the clock.
    func checkAhead(_ time: Instant, _ what: @autoclosure () -> String) throws(StateMismatch) {
        let now = cluster.schedule.now.nanoseconds
        guard time.nanoseconds > now || now == .max else {
            throw StateMismatch("\(what()) is due at \(time.nanoseconds) ns, but the time is already \(now) ns")
        }
    }

    /// Sets the number of the next filter, offer or recovery, so that it is on its side of the last run.
    mutating func setNumber(
        endsBeforeRun: Bool, _ end: Instant?, of what: @autoclosure () -> String
    ) throws(StateMismatch) {
        guard !endsBeforeRun || end == state.nextRun else {
            throw StateMismatch("\(what()) ends before the next run at its instant, but at another time")
        }
        if endsBeforeRun {
            cluster.offerBook.setNextNumber(nextNumbers.beforeRun)
            nextNumbers.beforeRun += 1
        } else {
            cluster.offerBook.setNextNumber(nextNumbers.other)
            nextNumbers.other += 1
        }
    }

    // MARK: Names and lists of resources

    /// Restores the names of resources. The first ones must be the names in the options, in the same order.
    private mutating func restoreNames() throws(StateMismatch) {
        let ofOptions = cluster.kinds.names.count
        guard state.resourceNames.count >= ofOptions else {
            throw StateMismatch("there are fewer names of resources than the options have")
        }
        guard state.resourceNames.count <= max(ofOptions, cluster.limits.resourceNames) else {
            throw StateMismatch("there are more than \(cluster.limits.resourceNames) names of resources")
        }
        for (position, name) in state.resourceNames.enumerated() {
            try Self.attempt("the names of resources") { () throws(Refusal) in
                try form.check(name, "the name at \(position)")
            }
            guard cluster.kinds.intern(name: name) == position else {
                throw StateMismatch("the name of a resource at \(position), '\(name)', is out of order")
            }
        }
    }

    private mutating func restoreLists() throws(StateMismatch) {
        lists.reserveCapacity(state.resourceLists.count)
        for (position, entries) in state.resourceLists.enumerated() {
            for entry in entries { try check(entry, "list \(position) of resources") }
            let resources = try Self.attempt("list \(position) of resources") { () throws(Refusal) in
                try cluster.intern(entries)
            }
            guard resources.scalars.count + resources.collections.count == entries.count else {
                throw StateMismatch("list \(position) of resources has entries that must be merged")
            }
            lists.append(resources)
        }
    }

    private func check(_ entry: ResourceEntry, _ list: @autoclosure () -> String) throws(StateMismatch) {
        let metadata = entry.metadata
        try Self.attempt(list()) { () throws(Refusal) in try form.check(metadata) }
        guard metadata.type == entry.amount.type, entry.amount.isInNormalForm else {
            throw StateMismatch("\(list()): the amount of '\(metadata.name)' is not in normal form")
        }
        guard entry.copies == 1 || metadata.isShared && (1...Self.maximumCopies).contains(Int64(entry.copies)) else {
            throw StateMismatch("\(list()): there cannot be \(entry.copies) copies of '\(metadata.name)'")
        }
    }

    // MARK: Progress

    private mutating func restoreProgress() throws(StateMismatch) {
        try checkCount(state.runs, of: "runs")
        try checkAhead(state.nextRun, "the next run")
        cluster.schedule.restoreRuns(state.runs, next: state.nextRun)
        var beforeRun = state.recoveryTimeoutsBeforeRun
        for timeout in state.recoveryTimeouts {
            // A recovery with a timeout of zero ends when the clock next advances.
            guard timeout >= cluster.schedule.now else { throw StateMismatch("the end of a recovery lies in the past") }
            let endsBeforeRun = timeout == state.nextRun && beforeRun > 0
            if endsBeforeRun { beforeRun -= 1 }
            try setNumber(endsBeforeRun: endsBeforeRun, timeout, of: "a recovery")
            cluster.offerBook.recordRecovery(until: timeout)
        }
        guard beforeRun == 0 else { throw StateMismatch("a recovery that ends before the next run is missing") }
        cluster.offerBook.setNextNumber(nextNumbers.other)
        guard state.expectedAgentCount ?? 0 >= 0 else { throw StateMismatch("expected_agent_count is negative") }
        cluster.schedule.restorePause(state.isPaused, expectedAgentCount: state.expectedAgentCount)
        cluster.generator = Generator(seed: state.generator)
        let whitelist = state.whitelist
        try Self.attempt("the whitelist") { () throws(Refusal) in try form.check(whitelist: whitelist ?? []) }
        cluster.agents.setWhitelist(whitelist.map(Set.init))

        // Replaces the candidates that adding active frameworks has requested.
        var candidates: Set<AgentSlot> = []
        for id in state.candidates {
            guard candidates.insert(try agent(id, of: "a candidate")).inserted else {
                throw StateMismatch("agent '\(id)' is listed twice as a candidate")
            }
        }
        cluster.schedule.restoreCandidates(
            candidates, isRunWanted: state.isRunWanted, delayedRun: state.delayedRun)
        cluster.recordNothingUnused()
        cluster.size = .unknown
    }
}

extension ResourceAmount {
    /// Whether the amount is nonzero and canonical: ranges ascending with gaps between them, or items ascending.
    fileprivate var isInNormalForm: Bool {
        switch self {
        case .scalar(let quantity): quantity > .zero && quantity <= .maximumSum
        case .ranges(let ranges): !ranges.isEmpty && RangeSet.coalesced(ranges) == ranges
        case .set(let names): !names.isEmpty && zip(names, names.dropFirst()).allSatisfy { $0 < $1 }
        }
    }
}

extension ClusterState {
    /// The number of filters, offers and recoveries that end at the instant of the next run, before it.
    fileprivate var endsBeforeRun: Int {
        let filters = frameworks.map { framework in
            framework.offerFilters.count(where: \.endsBeforeRun)
                + framework.inverseOfferFilters.count(where: \.endsBeforeRun)
        }
        let offers = agents.map { $0.offers.count(where: \.endsBeforeRun) }
        return (filters + offers).reduce(max(0, recoveryTimeoutsBeforeRun), +)
    }
}
