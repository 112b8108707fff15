/// The canonical state of an allocator by names and contents, as returned by `Allocator.state` and accepted by
/// `Allocator(restoring:)`.
///
/// Equal allocators have equal states, and a restored allocator decides, replies and counts exactly as the original.
/// Sums and orders are not included, since they are derived.
package struct AllocatorState: Sendable {
    package var now: Instant
    package var appliedCalls: UInt64
    /// The masters that are not listening, in ascending order of their bytes.
    package var mastersNotListening: [String] = []
    /// The state of the cluster, or `nil` before `initialize`.
    package var cluster: ClusterState?

    package init(now: Instant = .zero, appliedCalls: UInt64 = 0, cluster: ClusterState? = nil) {
        self.now = now
        self.appliedCalls = appliedCalls
        self.cluster = cluster
    }
}

extension AllocatorState {
    /// Merges the offered and allocated accounts of every framework on each agent where it holds resources.
    ///
    /// Intended for states that do not record reliably which part of a holding is offered.
    package mutating func mergeAccounts() {
        guard let frameworks = cluster?.frameworks, let agents = cluster?.agents else { return }
        let known = Set(frameworks.map(\.description.id))
        for position in agents.indices {
            cluster?.agents[position].merged = Set(agents[position].holdings.map(\.framework))
                .intersection(known).sorted()
        }
    }
}

/// The reason why no allocator can reach a state: it is inconsistent or exceeds the limits.
package struct StateMismatch: Error, Hashable, Sendable, CustomStringConvertible {
    package let problem: String

    init(_ problem: String) { self.problem = problem }

    package var description: String { "the state cannot be restored, use an earlier one: \(problem)" }
}
