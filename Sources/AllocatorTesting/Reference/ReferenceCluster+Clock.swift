package import AllocatorCore

/// When it allocates, and what ends (`allocation.md` §4).
extension ReferenceCluster {
    /// While paused nothing is noted.
    package mutating func requestRun(of agents: Set<Name>) {
        guard !isPaused else { return }
        candidates.formUnion(agents)
        isRunDue = true
    }

    /// The run that calls asked for; nil where none did or the cluster is paused: the candidates stay noted then.
    package mutating func runIfDue() -> AllocationRun? {
        defer { isRunDue = false }
        return isRunDue && !isPaused ? run() : nil
    }

    /// The run that an interval's end asks for. It serves what calls asked for as well.
    package mutating func runPeriodically() -> AllocationRun? {
        nextRun = nextRun.advanced(by: options.allocationInterval)
        requestRun(of: Set(agents.keys))
        return runIfDue()
    }

    /// Ends what ends before `time`.
    package mutating func end(before time: Instant) -> [Rescission] {
        end(through: Instant(nanoseconds: time.nanoseconds - 1))
    }

    /// Ends what ends at `time` or before.
    package mutating func end(through time: Instant) -> [Rescission] {
        for framework in frameworks.keys { frameworks[framework]?.dropFilters(endedBy: time) }
        if recoveryTimers.contains(where: { $0 <= time }) {
            recoveryTimers.removeAll { $0 <= time }
            isPaused = false
        }
        return rescindOffers(through: time)
    }
}
