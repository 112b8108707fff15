package import AllocatorCore

/// A second allocator with the core's interface, written for reading, not for speed: dictionaries by name, and every
/// sum, share, order and headroom is computed anew each time.
///
/// It has no limits, DRF sorters only, and visits the agents by id whatever the options say. A call works on a copy of
/// the cluster, which replaces the original if the call is accepted.
package struct ReferenceAllocator: Sendable {
    package private(set) var now: Instant = .zero
    /// The cluster, or `nil` before `initialize`.
    package private(set) var cluster: ReferenceCluster?
    package private(set) var mastersNotListening: Set<String> = []
    private var effects: [AllocatorEffect] = []

    /// The maximum number of allocation intervals in one `advance`, from the core's limits.
    private let intervalsPerAdvance = AllocatorLimits().intervalsPerAdvance

    package init() {}

    package var nextRun: Instant? { cluster?.nextRun }

    package mutating func apply(_ call: Call, by master: String) throws(Refusal) -> Reply {
        try ReferenceForm.check(call, cluster?.options.quotaScope ?? .topLevel)
        switch call {
        case .heartbeat: return .ok
        case .advance(let span): try advance(by: span)
        case .initialize(let options, let reset): try initialize(options, reset: reset)
        default:
            guard var changed = cluster else { throw .failedPrecondition("initialize the cluster first") }
            let reply = try changed.apply(call, by: master)
            cluster = changed
            return reply
        }
        return .ok
    }

    package mutating func finishBatch() {
        guard var changed = cluster else { return }
        if let run = changed.runIfDue() { effects.append(.run(run)) }
        cluster = changed
    }

    package mutating func takeEffects() -> [AllocatorEffect] {
        defer { effects = [] }
        return effects
    }

    package mutating func setListening(_ isListening: Bool, master: String) {
        let wasListening = !mastersNotListening.contains(master)
        if isListening { mastersNotListening.remove(master) } else { mastersNotListening.insert(master) }
        cluster?.mastersNotListening = mastersNotListening
        guard isListening != wasListening, var changed = cluster else { return }
        guard isListening else {
            if let rescission = changed.rescindOffers(of: master) { effects.append(.rescinded(rescission)) }
            cluster = changed
            return
        }
        if changed.frameworks.values.contains(where: { $0.master == master && $0.isActive }) {
            changed.requestRun(of: Set(changed.agents.keys))
        }
        cluster = changed
    }

    package var masters: [String] {
        Set((cluster?.frameworks.values ?? [:].values).map { Name($0.master) }).sorted().map(\.string)
    }

    package func outstandingOffers(of master: String) -> [FrameworkOffers] {
        cluster?.outstandingOffers(of: master) ?? []
    }

    package func outstandingInverseOffers(of master: String) -> [FrameworkInverseOffers] {
        cluster?.outstandingInverseOffers(of: master) ?? []
    }

    package var accounts: [HeldAccounts] { cluster?.accounts ?? [] }

    /// The violated invariants.
    package var brokenInvariants: [String] { cluster?.brokenAccounts ?? [] }

    /// Advances the clock, and performs everything due on the way.
    package mutating func advance(to time: Instant) {
        guard time > now else { return }
        while var changed = cluster, changed.nextInstant <= time {
            effects += changed.perform(at: changed.nextInstant)
            cluster = changed
        }
        now = time
        cluster?.now = time
    }

    private mutating func advance(by span: TimeSpan) throws(Refusal) {
        let target = now.advanced(by: span)
        if let cluster {
            let intervals = (target.nanoseconds - now.nanoseconds) / cluster.options.allocationInterval.nanoseconds
            guard intervals <= Int64(intervalsPerAdvance) else {
                throw .resourceExhausted("\(intervals) allocation intervals in one advance")
            }
        }
        advance(to: target)
    }

    private mutating func initialize(_ options: AllocatorOptions, reset: Bool) throws(Refusal) {
        if let cluster, !reset {
            guard cluster.options == options else { throw .failedPrecondition("initialized with other options") }
            return
        }
        cluster = ReferenceCluster(options: options, now: now)
        cluster?.mastersNotListening = mastersNotListening
    }
}
