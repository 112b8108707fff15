/// The reasons why a framework receives no offers, each with the agents to which it applies.
package struct Explanation: Hashable, Sendable {
    /// The maximum cost of one query, so that runs are not delayed for long.
    package struct Bound: Sendable {
        /// The maximum number of visits of an agent for a role, plus the frameworks that are asked before the framework
        /// in question. The last agent is always completed.
        package var steps: Int
        /// The maximum number of frameworks that are asked about one agent. Beyond it, the reason is `tooManyAhead`.
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
        /// The reason. If the values differ between agents, it has the earliest and latest expiry of filters or the
        /// sums of holders. Other values are those of the first example.
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
    /// The number of visited agents.
    package var agents: Int
    /// The groups, sorted by role, then by descending number of agents.
    package var groups: [Group]
    /// The last visited agent if there are more, after which the next query continues.
    package var last: Name?
}
