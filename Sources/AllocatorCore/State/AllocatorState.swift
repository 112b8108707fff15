/// All that an allocator has come to, by names and contents: what `Allocator.state` gives and `Allocator(restoring:)` takes.
///
/// The same allocator always gives the same state, and one that is restored from it decides, replies and counts for all
/// time as the original does. Sums and orders are left out: they follow from the rest.
package struct AllocatorState: Sendable {
    package var now: Instant
    package var appliedCalls: UInt64
    /// Ascending, as bytes.
    package var mastersNotListening: [String] = []
    /// nil before `initialize`.
    package var cluster: ClusterState?

    package init(now: Instant = .zero, appliedCalls: UInt64 = 0, cluster: ClusterState? = nil) {
        self.now = now
        self.appliedCalls = appliedCalls
        self.cluster = cluster
    }
}

/// Why a state is none that an allocator can have come to: it contradicts itself, or goes past the limits.
package struct StateMismatch: Error, Hashable, Sendable, CustomStringConvertible {
    package let problem: String

    init(_ problem: String) { self.problem = problem }

    package var description: String { "the state cannot be restored, take an earlier one: \(problem)" }
}
