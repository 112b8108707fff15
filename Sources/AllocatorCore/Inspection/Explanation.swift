/// Why a framework is not offered what it is not offered, agent by agent, those of one reason as one.
package struct Explanation: Hashable, Sendable {
    /// What one question may cost, so that no run waits for it for long.
    package struct Bound: Sendable {
        /// Looks at an agent for a role, and looks at a framework that is asked before the one that the question is about. An
        /// agent that was begun is finished.
        package var steps: Int
        /// Frameworks asked before it, of one agent. Beyond, the reason is `tooManyAhead`.
        package var asked: Int

        package init(steps: Int = 500, asked: Int = 1_500) {
            self.steps = steps
            self.asked = asked
        }
    }

    /// Agents that are named for each reason.
    package static let maximumExamples = 5
    /// Holders that are named.
    package static let maximumHolders = 5

    package struct Group: Hashable, Sendable {
        package var role: Name
        /// Where agents differ in the numbers: of a refusal the earliest and the latest end, of holders the sums, else those
        /// of the first example.
        package var reason: Reason
        package var agents: Int
        /// The first by id.
        package var examples: [Name]

        package init(role: Name, reason: Reason, agents: Int, examples: [Name]) {
            self.role = role
            self.reason = reason
            self.agents = agents
            self.examples = examples
        }
    }

    package var framework: Name
    /// The time of the cluster's clock, and the number of the last run.
    package var time: Instant
    package var runs: UInt64
    /// Agents that were looked at.
    package var agents: Int
    /// By role, then the largest first.
    package var groups: [Group]
    /// The last agent that was looked at, where there are more: ask on after it.
    package var last: Name?
}
