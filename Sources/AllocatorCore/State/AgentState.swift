/// The state of one agent.
package struct AgentState: Sendable {
    /// The offered or allocated resources of one framework in one role.
    package struct Holding: Sendable {
        /// The id of a framework that may be unknown.
        package var framework: Name
        package var role: Name
        /// A position in `ClusterState.resourceLists`, as in all fields below.
        package var resources: Int

        package init(framework: Name, role: Name, resources: Int) {
            self.framework = framework
            self.role = role
            self.resources = resources
        }
    }

    /// An offer to a framework in a role that is neither used nor declined yet.
    package struct Offer: Sendable {
        package var framework: Name
        package var role: Name
        package var resources: Int
        /// The time at which the offer is rescinded, or `nil` if the cluster has no offer timeout.
        package var deadline: Instant?
        /// Whether the offer is rescinded at the instant of the next interval's run and before that run.
        package var endsBeforeRun: Bool

        package init(framework: Name, role: Name, resources: Int, deadline: Instant?, endsBeforeRun: Bool = false) {
            self.framework = framework
            self.role = role
            self.resources = resources
            self.deadline = deadline
            self.endsBeforeRun = endsBeforeRun
        }
    }

    /// An unavailability with the inverse offers and answers about it.
    package struct Maintenance: Sendable {
        package var unavailability: Unavailability
        /// The ids of the frameworks that were asked and have not answered, ascending. They may be unknown by now.
        package var outstanding: [Name]
        /// The last answers, by framework id.
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
    /// The holdings in the order in which they were made, one for each framework and role.
    package var holdings: [Holding] = []
    /// The offered part of the holdings, the oldest offer of a framework and role first. The rest is allocated.
    package var offers: [Offer] = []
    /// The ids of the frameworks whose offered and allocated parts count as one, ascending. Each is known and holds
    /// something.
    package var merged: [Name] = []
    package var maintenance: Maintenance?

    package init(description: AgentDescription, total: Int) {
        self.description = description
        self.total = total
    }
}
