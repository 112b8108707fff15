package import AllocatorCore

/// The state of a framework in the reference model.
package struct ReferenceFramework: Sendable {
    package var description: FrameworkDescription
    package var roles: Set<Name>
    package var suppressedRoles: Set<Name>
    package var isActive: Bool
    /// The master that last added, activated or updated it.
    package var master: String
    package var offerFilters: [OfferFilter] = []
    package var inverseOfferFilters: [InverseOfferFilter] = []
    /// The number of rescinded bundles.
    package var rescinded: UInt64 = 0

    package struct OfferFilter: Sendable {
        package var role: Name
        package var agent: Name
        package var resources: ReferenceResources
        package var end: ReferenceEnd
        /// Whether the agent is offered again when the filter expires, if the options have a reallocation delay.
        package var freesAgent: Bool
    }

    package struct InverseOfferFilter: Sendable {
        package var agent: Name
        package var end: ReferenceEnd
    }

    package init(description: FrameworkDescription, isActive: Bool, master: String) {
        self.description = description
        self.isActive = isActive
        self.master = master
        roles = Self.roles(of: description)
        suppressedRoles = Set(description.suppressedRoles)
    }

    package static func roles(of description: FrameworkDescription) -> Set<Name> {
        description.capabilities.contains(.multiRole)
            ? Set(description.roles) : [description.role ?? "*"]
    }

    /// Whether the framework is in its role's order, provided that its master listens.
    package func isInOrder(of role: Name) -> Bool {
        isActive && roles.contains(role) && !suppressedRoles.contains(role)
    }

    package mutating func dropFilters(of agent: Name) {
        offerFilters.removeAll { $0.agent == agent }
        inverseOfferFilters.removeAll { $0.agent == agent }
    }

    package mutating func dropFilters(_ isOver: (ReferenceEnd) -> Bool) {
        offerFilters.removeAll { isOver($0.end) }
        inverseOfferFilters.removeAll { isOver($0.end) }
    }

    /// Returns roles to their orders if the framework is active.
    package mutating func revive(_ revived: Set<Name>) {
        inverseOfferFilters = []
        offerFilters.removeAll { revived.contains($0.role) }
        suppressedRoles.subtract(revived)
    }
}
