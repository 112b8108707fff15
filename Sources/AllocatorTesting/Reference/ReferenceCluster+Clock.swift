package import AllocatorCore

/// Allocation runs and timers (Allocation, "4. Triggers").
extension ReferenceCluster {
    /// Requests a run for candidates. Ignored while the cluster is paused.
    package mutating func requestRun(of agents: Set<Name>) {
        guard !isPaused else { return }
        candidates.formUnion(agents)
        isRunDue = true
    }

    /// The run that calls asked for, or `nil` if none did or the cluster is paused: the candidates stay noted then.
    package mutating func runIfDue() -> AllocationRun? {
        defer { isRunDue = false }
        return isRunDue && !isPaused ? run() : nil
    }

    /// Performs the run at an interval's end, which also satisfies the requests of calls.
    package mutating func runPeriodically() -> AllocationRun? {
        nextRun = nextRun.advanced(by: options.allocationInterval)
        intervals += 1
        requestRun(of: Set(agents.keys))
        return runIfDue()
    }

    /// The expiry of a timer that is set now.
    package func end(at time: Instant) -> ReferenceEnd { ReferenceEnd(time: time, interval: intervals) }

    /// Expires the timers due before the next interval's run.
    package mutating func endBeforeRun() -> [Rescission] {
        end { [nextRun, intervals] in
            $0.time < nextRun || $0.time == nextRun && $0.interval < intervals
        }
    }

    /// Expires the timers due at `time` or before.
    package mutating func end(through time: Instant) -> [Rescission] {
        end { $0.time <= time }
    }

    private mutating func end(_ isOver: (ReferenceEnd) -> Bool) -> [Rescission] {
        for framework in frameworks.keys { frameworks[framework]?.dropFilters(isOver) }
        if recoveryTimers.contains(where: isOver) {
            recoveryTimers.removeAll(where: isOver)
            isPaused = false
        }
        return rescindOffers(isOver)
    }
}

/// The time at which something ends, and the interval in which it was set. At the instant of an interval's run, things
/// set in an earlier interval end before the run.
package struct ReferenceEnd: Hashable, Sendable {
    package var time: Instant
    package var interval: Int
}
