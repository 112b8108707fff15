extension Cluster {
    /// Moves the time and does what falls due on the way.
    ///
    /// At one instant what was set before the last interval's run ends first, then the run comes, then what was set since
    /// ends. So a filter of one interval that answers a run outlasts the next run, and one of two intervals does not outlast
    /// the second. Filters, offers and the wait of a recovery are alike in this.
    ///
    /// - Parameters:
    ///   - makesUpForMissedRuns: whether every run on the way is done, or one for all that were missed. Without, runs are
    ///     done late, and what they offer goes out no earlier than `time`.
    ///   - onEffect: is handed what came of it, in order.
    mutating func advance(to time: Instant, makesUpForMissedRuns: Bool, _ onEffect: (AllocatorEffect) -> Void) {
        while true {
            let due = min(nextRun, timers.nextTime ?? Instant(nanoseconds: .max))
            guard due <= time else { break }
            now = max(now, due)
            guard isRunNext else {
                endNext(onEffect)
                continue
            }
            // Without making up, the next one is an interval from now.
            let last = makesUpForMissedRuns || due.advanced(by: options.allocationInterval) > time ? due : time
            nextRun = last.advanced(by: options.allocationInterval)
            numberAtLastRun = nextNumber
            wantRunOverAllAgents()
            if let run = runIfWanted(offeringAt: makesUpForMissedRuns ? due : time) { onEffect(.run(run)) }
            if nextRun == due { return }
        }
        now = max(now, time)
    }

    /// Whether the interval's run comes before everything that ends.
    private var isRunNext: Bool {
        guard let next = timers.next, next.time <= nextRun else { return true }
        return next.time == nextRun && !endsBeforeRun(next.end.number, at: next.time)
    }

    /// Whether what has that number and ends at `end` does so at the instant of the next interval's run and before it.
    func endsBeforeRun(_ number: UInt64, at end: Instant) -> Bool { end == nextRun && number < numberAtLastRun }

    /// Ends everything of the next instant, or only what comes before the run. The offers among it are told at once.
    private mutating func endNext(_ onEffect: (AllocatorEffect) -> Void) {
        let due = timers.nextTime
        var expired: [OfferBundle] = []
        while timers.nextTime == due, !isRunNext, let timer = timers.popFirst() {
            if let offer = end(timer.end) { expired.append(offer) }
        }
        if !expired.isEmpty { onEffect(.rescinded(rescission(of: expired))) }
    }

    /// Does the run that was asked for, unless allocation has been paused since: then the candidates wait for the next.
    mutating func runIfWanted(offeringAt present: Instant) -> AllocationRun? {
        guard isRunWanted else { return nil }
        isRunWanted = false
        return isPaused ? nil : run(offeringAt: present)
    }

    // MARK: Ends

    mutating func setTimer(_ timed: TimedEnd, at time: Instant) {
        timers.set(timed, at: time)
        // Timers of what went early may not outnumber the living.
        if timers.count > 2 * (filterCount + agents.offerCount) + 1024 {
            let cluster = self
            timers.compact { cluster.isLive($0) }
        }
    }

    /// Whether what `timed` is about is still there.
    func isLive(_ timed: TimedEnd) -> Bool {
        switch timed {
        case .offerFilter(let number, let framework, let role, let agent):
            guard frameworks.contains(framework) else { return false }
            return frameworks[framework].offerFilters[role]?[agent]?.contains(number: number) ?? false
        case .inverseOfferFilter(let number, let framework, let agent):
            guard frameworks.contains(framework) else { return false }
            return frameworks[framework].inverseOfferFilters[agent]?.contains { $0.number == number } ?? false
        case .offer(let number, let agent):
            return agents.contains(agent) && agents[agent].offers.contains(number: number)
        case .recoveryTimeout:
            return true
        }
    }

    /// Ends what `timed` is about, if it is still there.
    ///
    /// - Returns: what was taken back, where that was an offer.
    private mutating func end(_ timed: TimedEnd) -> OfferBundle? {
        guard isLive(timed) else { return nil }
        memory.quiet = nil
        switch timed {
        case .recoveryTimeout: isPaused = false
        case .offerFilter(let number, let framework, let role, let agent):
            endOfferFilter(number, of: framework, in: role, on: agent)
        case .inverseOfferFilter(let number, let framework, let agent):
            endInverseOfferFilter(number, of: framework, on: agent)
        case .offer(let number, let agent): return rescind(number, on: agent)
        }
        return nil
    }
}
