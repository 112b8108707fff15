/// The canonical state of an allocator by names and contents, which `Allocator.state` returns and
/// `Allocator(restoring:)` takes.
///
/// Equal allocators have equal states, and a restored allocator decides, replies and counts exactly as the original.
/// Sums and orders are left out, since they follow from the rest.
package struct AllocatorState: Sendable {
    package var now: Instant
    package var appliedCalls: UInt64
    /// Sorted in ascending order, compared as bytes.
    package var mastersNotListening: [String] = []
    /// `nil` before `initialize`.
    package var cluster: ClusterState?

    package init(now: Instant = .zero, appliedCalls: UInt64 = 0, cluster: ClusterState? = nil) {
        self.now = now
        self.appliedCalls = appliedCalls
        self.cluster = cluster
    }
}

extension AllocatorState {
    /// Merges the offered and allocated accounts of every framework on each agent where it holds something.
    ///
    /// For a state that does not tell reliably which part of a holding is offered.
    package mutating func mergeAccounts() {
        guard let frameworks = cluster?.frameworks, let agents = cluster?.agents else { return }
        let known = Set(frameworks.map(\.description.id))
        for position in agents.indices {
            cluster?.agents[position].merged = Set(agents[position].holdings.map(\.framework))
                .intersection(known).sorted()
        }
    }
}

/// The reason why no allocator can reach a state: it contradicts itself, or exceeds the limits.
package struct StateMismatch: Error, Hashable, Sendable, CustomStringConvertible {
    package let problem: String

    init(_ problem: String) { self.problem = problem }

    package var description: String { "the state cannot be restored, take an earlier one: \(problem)" }
}
