extension Allocator {
    /// The state as a value. What `takeRuns()` has not handed over yet is not in it.
    ///
    /// - Complexity: linear in the size of the state, but for the filters and names, which are sorted.
    package var state: AllocatorState {
        AllocatorState(now: now, appliedCalls: appliedCalls, cluster: cluster.map { ClusterStateWriter.state(of: $0) })
    }

    /// An allocator that decides from here on as the one that `state` was taken from.
    ///
    /// - Throws: `StateMismatch` for a state that no allocator within these limits can have come to. Nothing else is asked
    ///   of it: it may come from a damaged file.
    package init(
        restoring state: AllocatorState, clock: Clock, limits: AllocatorLimits = AllocatorLimits()
    ) throws(StateMismatch) {
        self.init(clock: clock, limits: limits, now: state.now)
        guard state.appliedCalls <= ClusterRestoration.maximumCount else {
            throw StateMismatch("\(state.appliedCalls) applied calls are more than there can have been")
        }
        appliedCalls = state.appliedCalls
        if let state = state.cluster { cluster = try ClusterRestoration.cluster(from: state, limits: limits, now: now) }
    }
}
