package import AllocatorCore

/// Allocation runs and timers (Allocation, "4. Triggers"; Policies, "3. Allocation when something is freed").
extension ReferenceCluster {
    // MARK: Requests

    /// Requests a run for candidates. Ignored while the cluster is paused.
    package mutating func requestRun(of agents: Set<Name>) {
        guard !isPaused else { return }
        candidates.formUnion(agents)
        isRunDue = true
    }

    /// Requests a delayed run for agents that have more to offer, if the options have a delay.
    package mutating func requestReallocation(of agents: Set<Name>) {
        guard let delay = options.reallocationDelay, !isPaused else { return }
        candidates.formUnion(agents)
        if delay == .zero {
            isRunDue = true
        } else {
            let due = now.advanced(by: delay)
            delayedRun = min(delayedRun ?? due, due)
        }
    }

    /// Ends a pause. A delayed run whose time has passed meanwhile takes place at the end of the batch.
    package mutating func resume() {
        isPaused = false
        requestReallocation(of: Set(agents.keys))
        guard let due = delayedRun, due <= now else { return }
        delayedRun = nil
        isRunDue = true
    }

    /// The run that calls asked for, or `nil` if none did or the cluster is paused: the candidates stay noted then.
    package mutating func runIfDue() -> AllocationRun? {
        defer { isRunDue = false }
        return isRunDue && !isPaused ? run() : nil
    }

    // MARK: Time

    /// The next time at which a run is due or a timer expires.
    package var nextInstant: Instant {
        let filters = frameworks.values.flatMap { $0.offerFilters.map(\.end) + $0.inverseOfferFilters.map(\.end) }
        let ends = (filters + recoveryTimers + offers.compactMap(\.deadline)).map(\.time)
        let delayed = isPaused ? nil : delayedRun
        return ([nextRun] + ends + [delayed].compactMap { $0 }).min() ?? nextRun
    }

    /// Performs everything that is due at an instant. The timers that were set before the last interval's run expire
    /// before a run, and the others after it.
    package mutating func perform(at instant: Instant) -> [AllocatorEffect] {
        now = instant
        var effects: [AllocatorEffect] = []
        let isDelayedRunDue = !isPaused && delayedRun.map { $0 <= instant } ?? false
        if instant == nextRun || isDelayedRunDue {
            effects += end { [intervals] in $0.time == instant && $0.interval < intervals }.map { .rescinded($0) }
            if let run = instant == nextRun ? runPeriodically() : run() { effects.append(.run(run)) }
        }
        let isRunWanted = isRunDue
        isRunDue = false
        effects += end { $0.time <= instant }.map { .rescinded($0) }
        if isRunDue, let run = runIfDue() { effects.append(.run(run)) } else { isRunDue = isRunWanted }
        return effects
    }

    /// Performs the run at an interval's end, which also satisfies the requests of calls.
    private mutating func runPeriodically() -> AllocationRun? {
        nextRun = nextRun.advanced(by: options.allocationInterval)
        intervals += 1
        requestRun(of: Set(agents.keys))
        return runIfDue()
    }

    // MARK: Expiry

    /// The expiry of a timer that is set now.
    package func end(at time: Instant) -> ReferenceEnd { ReferenceEnd(time: time, interval: intervals) }

    private mutating func end(_ isOver: (ReferenceEnd) -> Bool) -> [Rescission] {
        var freed: Set<Name> = []
        for (id, framework) in frameworks {
            freed.formUnion(framework.offerFilters.filter { isOver($0.end) && $0.freesAgent }.map(\.agent))
            frameworks[id]?.dropFilters(isOver)
        }
        if recoveryTimers.contains(where: isOver) {
            recoveryTimers.removeAll(where: isOver)
            resume()
        }
        freed.formUnion(offers.filter { $0.deadline.map(isOver) ?? false }.map(\.agent))
        let rescissions = rescindOffers(isOver)
        if !freed.isEmpty { requestReallocation(of: freed) }
        return rescissions
    }
}

/// The time at which something ends, and the interval in which it was set. At the instant of an interval's run, things
/// set in an earlier interval end before the run.
package struct ReferenceEnd: Hashable, Sendable {
    package var time: Instant
    package var interval: Int
}
