extension Cluster {
    /// Moves the time and does what falls due on the way: at one instant the run first, then what ends.
    ///
    /// - Parameter makesUpForMissedRuns: whether every run on the way is done, or one for all that were missed.
    mutating func advance(to time: Instant, makesUpForMissedRuns: Bool, _ onRun: (AllocationRun) -> Void) {
        while true {
            let nextEnd = timers.nextTime ?? Instant(nanoseconds: .max)
            let due = min(nextRun, nextEnd)
            guard due <= time else { break }
            now = max(now, due)
            if nextRun == due {
                // Without making up, the next one is an interval from now.
                let last = makesUpForMissedRuns || due.advanced(by: options.allocationInterval) > time ? due : time
                nextRun = last.advanced(by: options.allocationInterval)
                wantRunOverAllAgents()
                if let run = runIfWanted() { onRun(run) }
                if nextRun == due { return }
            } else if let timer = timers.popFirst() {
                end(timer.end)
            }
        }
        now = max(now, time)
    }

    /// Does the run that was asked for, unless allocation has been paused since: then the candidates wait for the next.
    mutating func runIfWanted() -> AllocationRun? {
        guard isRunWanted else { return nil }
        isRunWanted = false
        return isPaused ? nil : run()
    }
}
