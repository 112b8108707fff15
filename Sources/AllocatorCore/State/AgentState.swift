/// The state of one agent.
package struct AgentState: Sendable {
    /// What one framework holds in one role, offered or allocated.
    package struct Holding: Sendable {
        /// It need not be known.
        package var framework: Name
        package var role: Name
        /// A position in `ClusterState.resourceLists`, as everywhere below.
        package var resources: Int

        package init(framework: Name, role: Name, resources: Int) {
            self.framework = framework
            self.role = role
            self.resources = resources
        }
    }

    /// What is offered to a framework in a role and neither used nor declined yet.
    package struct Offer: Sendable {
        package var framework: Name
        package var role: Name
        package var resources: Int
        /// When it is taken back; nil where the cluster has no offer timeout.
        package var deadline: Instant?
        /// Whether it is taken back at the instant of the next interval's run and before that run.
        package var endsBeforeRun: Bool

        package init(framework: Name, role: Name, resources: Int, deadline: Instant?, endsBeforeRun: Bool = false) {
            self.framework = framework
            self.role = role
            self.resources = resources
            self.deadline = deadline
            self.endsBeforeRun = endsBeforeRun
        }
    }

    /// An unavailability and what frameworks were asked and answered about it.
    package struct Maintenance: Sendable {
        package var unavailability: Unavailability
        /// The frameworks that have been asked and have not answered, by id. They need not be known any more.
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
    /// In the order in which they came, one for each framework and role.
    package var holdings: [Holding] = []
    /// The offered part of the holdings, of one framework in one role the oldest first. The rest is allocated.
    package var offers: [Offer] = []
    /// The frameworks whose offered and allocated part count as one, by id. Each is known and holds something.
    package var merged: [Name] = []
    package var maintenance: Maintenance?

    package init(description: AgentDescription, total: Int) {
        self.description = description
        self.total = total
    }
}
