/// The state of a framework that has been added.
package struct FrameworkState: Sendable {
    /// A role that the framework is tracked under, and how many allocations it has received there.
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

        package init(role: Name, agent: Name, resources: Int, end: Instant) {
            self.role = role
            self.agent = agent
            self.resources = resources
            self.end = end
        }
    }

    package struct InverseOfferFilter: Sendable {
        package var agent: Name
        package var end: Instant

        package init(agent: Name, end: Instant) {
            self.agent = agent
            self.end = end
        }
    }

    /// As its master described it last, suppressed roles as they are now; its name is not kept.
    package var description: FrameworkDescription
    /// The master that last added, activated or updated it.
    package var master: String
    package var isActive: Bool
    /// Offers that were taken back from it since it was added.
    package var rescinded: UInt64 = 0
    /// By role: those that it is subscribed to and those that it holds something in.
    package var memberships: [Membership] = []
    /// In the order in which they were made.
    package var offerFilters: [OfferFilter] = []
    /// In the order in which they were made.
    package var inverseOfferFilters: [InverseOfferFilter] = []

    package init(description: FrameworkDescription, master: String, isActive: Bool) {
        self.description = description
        self.master = master
        self.isActive = isActive
    }
}
