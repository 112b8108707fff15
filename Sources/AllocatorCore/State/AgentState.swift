/// The state of one agent.
package struct AgentState: Sendable {
    /// The resources that a framework holds in a role, offered or allocated.
    package struct Holding: Sendable {
        /// The id of a framework, which need not have been added.
        package var framework: Name
        package var role: Name
        /// A position in `ClusterState.resourceLists`, as in the types below.
        package var resources: Int

        package init(framework: Name, role: Name, resources: Int) {
            self.framework = framework
            self.role = role
            self.resources = resources
        }
    }

    /// An outstanding offer to a framework in a role.
    package struct Offer: Sendable {
        package var framework: Name
        package var role: Name
        package var resources: Int
        /// The time at which the offer expires, or `nil` if the cluster has no offer timeout.
        package var deadline: Instant?
        /// Whether the offer expires at the instant of the next periodic run, before that run.
        package var endsBeforeRun: Bool

        package init(framework: Name, role: Name, resources: Int, deadline: Instant?, endsBeforeRun: Bool = false) {
            self.framework = framework
            self.role = role
            self.resources = resources
            self.deadline = deadline
            self.endsBeforeRun = endsBeforeRun
        }
    }

    /// An unavailability, with its inverse offers and their answers.
    package struct Maintenance: Sendable {
        package var unavailability: Unavailability
        /// The ids of the frameworks that were asked and have not answered, ascending. They need not exist any more.
        package var outstanding: [Name]
        /// The latest answers, by framework id.
        package var statuses: [InverseOfferStatus]

        package init(unavailability: Unavailability, outstanding: [Name] = [], statuses: [InverseOfferStatus] = []) {
            self.unavailability = unavailability
            self.outstanding = outstanding
            self.statuses = statuses
        }
    }

    package var description: AgentDescription
    package var isActivated = true
    package var total: Int
    /// The holdings in the order of creation, one for each framework and role.
    package var holdings: [Holding] = []
    /// The offered part of the holdings. The offers to a framework in a role are ordered from oldest to newest. The
    /// rest is allocated.
    package var offers: [Offer] = []
    /// The ids of the frameworks whose offered and allocated parts count as one, ascending. Each of them was added and
    /// holds resources of the agent.
    package var merged: [Name] = []
    package var maintenance: Maintenance?

    package init(description: AgentDescription, total: Int) {
        self.description = description
        self.total = total
    }
}
