extension Cluster {
    /// Advances the clock and performs everything due on the way.
    ///
    /// At one instant, the order is as follows. First, items that were set before the previous periodic run expire.
    /// Then the run takes place. Then items that were set since that run expire. Items are filters, offers and
    /// recoveries. So a filter of one interval that answers a run outlasts the next run, and one of two intervals does
    /// not outlast the second.
    ///
    /// - Parameters:
    ///   - makesUpForMissedRuns: Whether every missed run is performed, or only one for all of them. In the latter
    ///     case, the run is late, and its offers are sent at `time` or later.
    ///   - onEffect: Receives the effects in order.
    mutating func advance(to time: Instant, makesUpForMissedRuns: Bool, _ onEffect: (AllocatorEffect) -> Void) {
        while true {
            let nextRun = makesUpForMissedRuns ? schedule.nextDue : schedule.nextRun
            let due = min(nextRun, offerBook.nextTimer?.time ?? Instant(nanoseconds: .max))
            guard due <= time else { break }
            schedule.advance(to: due)
            guard isNext(runAt: nextRun) else {
                endNext(runAt: nextRun, onEffect)
                if makesUpForMissedRuns, schedule.isReallocationDue, due != nextRun { runDelayed(at: due, onEffect) }
                continue
            }
            guard due == schedule.nextRun else {
                runDelayed(at: due, onEffect)
                continue
            }
            // If missed runs are skipped, the next run is due an interval from now.
            let last = makesUpForMissedRuns || due.advanced(by: options.allocationInterval) > time ? due : time
            schedule.scheduleRun(after: last, interval: options.allocationInterval)
            offerBook.recordIntervalRun()
            schedule.wantRunOverAllAgents()
            if let run = runIfWanted(offeringAt: makesUpForMissedRuns ? due : time) { onEffect(.run(run)) }
            if schedule.nextRun == due { return }
        }
        schedule.advance(to: time)
        // If missed runs are skipped, one run replaces all delayed ones.
        if schedule.isReallocationDue || schedule.nextDue <= time { runDelayed(at: time, onEffect) }
    }

    /// Not inlined, because `advance` would copy the effects of its other runs.
    @inline(never)
    private mutating func runDelayed(at time: Instant, _ onEffect: (AllocatorEffect) -> Void) {
        onEffect(.run(run(offeringAt: time)))
    }

    /// Whether a run comes before all timers.
    private func isNext(runAt time: Instant) -> Bool {
        guard let next = offerBook.nextTimer, next.time <= time else { return true }
        return next.time == time && !offerBook.isFromBeforeLastRun(next.end.number)
    }

    /// Whether the item with this number, which expires at `end`, does so at the instant of the next periodic run and
    /// before it.
    func endsBeforeRun(_ number: UInt64, at end: Instant) -> Bool {
        end == schedule.nextRun && offerBook.isFromBeforeLastRun(number)
    }

    /// Processes the timers of the next instant, or only those before the run. The expired offers are published
    /// immediately.
    private mutating func endNext(runAt nextRun: Instant, _ onEffect: (AllocatorEffect) -> Void) {
        let due = offerBook.nextTimer?.time
        var expired: [OfferBundle] = []
        while offerBook.nextTimer?.time == due, !isNext(runAt: nextRun), let timer = offerBook.removeNextTimer() {
            if let offer = end(timer.end) { expired.append(offer) }
        }
        if !expired.isEmpty { onEffect(.rescinded(rescission(of: expired))) }
    }

    /// Performs the requested run, if any. While allocation is paused, the candidates wait for a later run.
    mutating func runIfWanted(offeringAt present: Instant) -> AllocationRun? {
        schedule.takeWantedRun() ? run(offeringAt: present) : nil
    }

    // MARK: Expiry

    /// Expires the subject of a timer, if it still exists.
    ///
    /// - Returns: The rescinded offer, or `nil` if there is none.
    private mutating func end(_ timed: TimedEnd) -> OfferBundle? {
        guard offerBook.isLive(timed, agents) else { return nil }
        memory.quiet = nil
        switch timed {
        case .recoveryTimeout: resume(isCausedByClock: true)
        case .offerFilter(let number, let framework, let role, let agent):
            expireOfferFilter(number, of: framework, in: role, on: agent)
            reallocateOnTime(agent)
        case .inverseOfferFilter(let number, let framework, let agent):
            offerBook.removeInverseOfferFilter(number, of: framework, on: agent)
        case .offer(let number, let agent):
            reallocateOnTime(agent)
            return rescind(number, on: agent)
        }
        return nil
    }
}
