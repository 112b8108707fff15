extension Allocator {
    /// The state as a value, without the pending effects that `takeEffects()` has not returned yet.
    ///
    /// - Complexity: Linear in the size of the state, apart from sorting the filters and names.
    package var state: AllocatorState {
        var state = AllocatorState(now: now, appliedCalls: appliedCalls)
        state.mastersNotListening = mastersNotListening.map { Name($0) }.sorted().map(\.string)
        state.cluster = cluster.map { ClusterStateWriter.state(of: $0) }
        return state
    }

    /// Restores an allocator, which then decides exactly as the one that `state` was taken from.
    ///
    /// - Throws: `StateMismatch` for a state that no allocator can reach within these limits, for example from a
    ///   damaged file.
    package init(
        restoring state: AllocatorState, clock: Clock, limits: AllocatorLimits = AllocatorLimits()
    ) throws(StateMismatch) {
        self.init(clock: clock, limits: limits, now: state.now)
        guard state.appliedCalls <= ClusterRestoration.maximumCount else {
            throw StateMismatch("the number of applied calls, \(state.appliedCalls), exceeds the maximum")
        }
        appliedCalls = state.appliedCalls
        mastersNotListening = Set(state.mastersNotListening)
        guard mastersNotListening.count == state.mastersNotListening.count,
            mastersNotListening.count <= limits.mastersNotListening
        else {
            throw StateMismatch(
                "a master that is not listening is listed twice, or there are more than"
                    + " \(limits.mastersNotListening) of them")
        }
        guard let state = state.cluster else { return }
        cluster = try ClusterRestoration.cluster(
            from: state, limits: limits, now: now, mastersNotListening: mastersNotListening)
    }
}
