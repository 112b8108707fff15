/// The reasons why a framework receives no offers, with the agents of each reason.
package struct Explanation: Hashable, Sendable {
    /// The maximum cost of one question, so that it delays no run for long.
    package struct Bound: Sendable {
        /// The number of visits of an agent for a role, and of frameworks that are asked before the one in question.
        /// The last agent is always finished.
        package var steps: Int
        /// The number of frameworks that are asked about one agent. Beyond it, the reason is `tooManyAhead`.
        package var asked: Int

        package init(steps: Int = 500, asked: Int = 1_500) {
            self.steps = steps
            self.asked = asked
        }
    }

    /// The maximum number of agents that are named for each reason.
    package static let maximumExamples = 5
    /// The maximum number of holders that are named.
    package static let maximumHolders = 5

    package struct Group: Hashable, Sendable {
        package var role: Name
        /// The reason. If the numbers differ between agents: the earliest and the latest end of filters, the sums of
        /// holders, otherwise the numbers of the first example.
        package var reason: Reason
        package var agents: Int
        /// The first agents by id.
        package var examples: [Name]

        package init(role: Name, reason: Reason, agents: Int, examples: [Name]) {
            self.role = role
            self.reason = reason
            self.agents = agents
            self.examples = examples
        }
    }

    package var framework: Name
    /// The time of the cluster's clock.
    package var time: Instant
    /// The number of the last run.
    package var runs: UInt64
    /// The number of agents that were visited.
    package var agents: Int
    /// Sorted by role, then by size, the largest first.
    package var groups: [Group]
    /// The last agent that was visited, if there are more: the next question continues after it.
    package var last: Name?
}
