/// The state of a framework that has been added.
package struct FrameworkState: Sendable {
    /// A role under which the framework is tracked, and the number of allocations that the framework has received
    /// there.
    package struct Membership: Sendable {
        package var role: Name
        package var count: UInt64

        package init(role: Name, count: UInt64) {
            self.role = role
            self.count = count
        }
    }

    package struct OfferFilter: Sendable {
        package var role: Name
        package var agent: Name
        /// A position in `ClusterState.resourceLists`.
        package var resources: Int
        package var end: Instant
        /// Whether the filter expires at the instant of the next periodic run, before that run.
        package var endsBeforeRun: Bool

        package init(role: Name, agent: Name, resources: Int, end: Instant, endsBeforeRun: Bool = false) {
            self.role = role
            self.agent = agent
            self.resources = resources
            self.end = end
            self.endsBeforeRun = endsBeforeRun
        }
    }

    package struct InverseOfferFilter: Sendable {
        package var agent: Name
        package var end: Instant
        /// Whether the filter expires at the instant of the next periodic run, before that run.
        package var endsBeforeRun: Bool

        package init(agent: Name, end: Instant, endsBeforeRun: Bool = false) {
            self.agent = agent
            self.end = end
            self.endsBeforeRun = endsBeforeRun
        }
    }

    /// The latest description by its master, without the name and with the currently suppressed roles.
    package var description: FrameworkDescription
    /// The master that last added, activated or updated the framework.
    package var master: String
    package var isActive: Bool
    /// The number of offers that were rescinded from the framework since it was added.
    package var rescinded: UInt64 = 0
    /// The roles that the framework is subscribed to or holds resources in, sorted by path.
    package var memberships: [Membership] = []
    /// The filters. Those that expire at the instant of the next periodic run before it come first. Both groups are in
    /// the order of creation.
    package var offerFilters: [OfferFilter] = []
    /// The inverse-offer filters in the same order.
    package var inverseOfferFilters: [InverseOfferFilter] = []

    package init(description: FrameworkDescription, master: String, isActive: Bool) {
        self.description = description
        self.master = master
        self.isActive = isActive
    }
}
