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
            let due = min(schedule.nextRun, offerBook.nextTimer?.time ?? Instant(nanoseconds: .max))
            guard due <= time else { break }
            schedule.advance(to: due)
            guard isRunNext else {
                endNext(onEffect)
                continue
            }
            // Without making up, the next one is an interval from now.
            let last = makesUpForMissedRuns || due.advanced(by: options.allocationInterval) > time ? due : time
            schedule.scheduleRun(after: last, interval: options.allocationInterval)
            offerBook.recordIntervalRun()
            schedule.wantRunOverAllAgents()
            if let run = runIfWanted(offeringAt: makesUpForMissedRuns ? due : time) { onEffect(.run(run)) }
            if schedule.nextRun == due { return }
        }
        schedule.advance(to: time)
    }

    /// Whether the interval's run comes before everything that ends.
    private var isRunNext: Bool {
        guard let next = offerBook.nextTimer, next.time <= schedule.nextRun else { return true }
        return next.time == schedule.nextRun && !endsBeforeRun(next.end.number, at: next.time)
    }

    /// Whether what has that number and ends at `end` does so at the instant of the next interval's run and before it.
    func endsBeforeRun(_ number: UInt64, at end: Instant) -> Bool {
        end == schedule.nextRun && offerBook.isFromBeforeLastRun(number)
    }

    /// Ends everything of the next instant, or only what comes before the run. The offers among it are told at once.
    private mutating func endNext(_ onEffect: (AllocatorEffect) -> Void) {
        let due = offerBook.nextTimer?.time
        var expired: [OfferBundle] = []
        while offerBook.nextTimer?.time == due, !isRunNext, let timer = offerBook.removeNextTimer() {
            if let offer = end(timer.end) { expired.append(offer) }
        }
        if !expired.isEmpty { onEffect(.rescinded(rescission(of: expired))) }
    }

    /// Does the run that was asked for, unless allocation has been paused since: then the candidates wait for the next.
    mutating func runIfWanted(offeringAt present: Instant) -> AllocationRun? {
        schedule.takeWantedRun() ? run(offeringAt: present) : nil
    }

    // MARK: Ends

    /// Ends what `timed` is about, if it is still there.
    ///
    /// - Returns: what was taken back, where that was an offer.
    private mutating func end(_ timed: TimedEnd) -> OfferBundle? {
        guard offerBook.isLive(timed, agents) else { return nil }
        memory.quiet = nil
        switch timed {
        case .recoveryTimeout: schedule.resume()
        case .offerFilter(let number, let framework, let role, let agent):
            expireOfferFilter(number, of: framework, in: role, on: agent)
        case .inverseOfferFilter(let number, let framework, let agent):
            offerBook.removeInverseOfferFilter(number, of: framework, on: agent)
        case .offer(let number, let agent): return rescind(number, on: agent)
        }
        return nil
    }
}
