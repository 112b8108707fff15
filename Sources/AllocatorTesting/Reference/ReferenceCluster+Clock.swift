package import AllocatorCore

/// When it allocates, and what ends (Allocation, "4. Triggers").
extension ReferenceCluster {
    /// While paused nothing is noted.
    package mutating func requestRun(of agents: Set<Name>) {
        guard !isPaused else { return }
        candidates.formUnion(agents)
        isRunDue = true
    }

    /// The run that calls asked for; nil if none did or the cluster is paused: the candidates stay noted then.
    package mutating func runIfDue() -> AllocationRun? {
        defer { isRunDue = false }
        return isRunDue && !isPaused ? run() : nil
    }

    /// The run that an interval's end asks for. It serves what calls asked for as well.
    package mutating func runPeriodically() -> AllocationRun? {
        nextRun = nextRun.advanced(by: options.allocationInterval)
        intervals += 1
        requestRun(of: Set(agents.keys))
        return runIfDue()
    }

    /// When something that is set now ends.
    package func end(at time: Instant) -> ReferenceEnd { ReferenceEnd(time: time, interval: intervals) }

    /// Ends what comes before the next interval's run.
    package mutating func endBeforeRun() -> [Rescission] {
        end { [nextRun, intervals] in
            $0.time < nextRun || $0.time == nextRun && $0.interval < intervals
        }
    }

    /// Ends what ends at `time` or before.
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
