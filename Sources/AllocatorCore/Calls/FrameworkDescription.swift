/// The description of a framework by its master, with the options of the call.
package struct FrameworkDescription: Sendable {
    package var id: Name
    package var name: Name
    /// `FrameworkInfo.role`, or `nil` if absent. It applies without MULTI_ROLE, and then defaults to `*`.
    package var role: Name?
    /// `FrameworkInfo.roles`, which applies with MULTI_ROLE.
    package var roles: [Name]
    package var capabilities: FrameworkCapabilities
    /// The alternatives by role, one of which an offer must contain. An empty list means no minimum.
    package var minimumAllocatableResources: [Name: [[Name: Quantity]]]
    package var suppressedRoles: [Name]
    /// The constraints by role. A role without an entry excludes no agent.
    package var offerConstraints: [Name: RoleConstraints]

    package init(
        id: Name, name: Name = "", role: Name? = nil, roles: [Name] = [], capabilities: FrameworkCapabilities = [],
        minimumAllocatableResources: [Name: [[Name: Quantity]]] = [:], suppressedRoles: [Name] = [],
        offerConstraints: [Name: RoleConstraints] = [:]
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.roles = roles
        self.capabilities = capabilities
        self.minimumAllocatableResources = minimumAllocatableResources
        self.suppressedRoles = suppressedRoles
        self.offerConstraints = offerConstraints
    }
}

/// The capabilities of a framework (`FrameworkInfo.Capability`).
package struct FrameworkCapabilities: OptionSet, Hashable, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let revocableResources = FrameworkCapabilities(rawValue: 1 << 0)
    package static let gpuResources = FrameworkCapabilities(rawValue: 1 << 1)
    package static let sharedResources = FrameworkCapabilities(rawValue: 1 << 2)
    package static let partitionAware = FrameworkCapabilities(rawValue: 1 << 3)
    package static let multiRole = FrameworkCapabilities(rawValue: 1 << 4)
    package static let reservationRefinement = FrameworkCapabilities(rawValue: 1 << 5)
    package static let regionAware = FrameworkCapabilities(rawValue: 1 << 6)
    package static let taskKillingState = FrameworkCapabilities(rawValue: 1 << 7)
}
