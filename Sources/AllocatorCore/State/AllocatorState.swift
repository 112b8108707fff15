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

extension AllocatorState {
    /// Has the accounts of every framework count as one on each agent where it holds something.
    ///
    /// For a state that does not say for certain what of a holding is merely offered.
    package mutating func mergeAccounts() {
        guard let frameworks = cluster?.frameworks, let agents = cluster?.agents else { return }
        let known = Set(frameworks.map(\.description.id))
        for position in agents.indices {
            cluster?.agents[position].merged = Set(agents[position].holdings.map(\.framework))
                .intersection(known).sorted()
        }
    }
}

/// Why a state is none that an allocator can have come to: it contradicts itself, or goes past the limits.
package struct StateMismatch: Error, Hashable, Sendable, CustomStringConvertible {
    package let problem: String

    init(_ problem: String) { self.problem = problem }

    package var description: String { "the state cannot be restored, take an earlier one: \(problem)" }
}
