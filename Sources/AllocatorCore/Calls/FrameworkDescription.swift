/// A framework as its master describes it, with the options of the call that did.
package struct FrameworkDescription: Sendable {
    package var id: Name
    package var name: Name
    /// `FrameworkInfo.role`; nil where it is absent. Used without MULTI_ROLE, where absent means `*`.
    package var role: Name?
    /// `FrameworkInfo.roles`, used with MULTI_ROLE.
    package var roles: [Name]
    package var capabilities: FrameworkCapabilities
    /// Per role, the quantities of which an offer must contain one; an empty list means no minimum.
    package var minimumAllocatableResources: [Name: [[Name: Quantity]]]
    package var suppressedRoles: [Name]
    /// Per role; a role without an entry excludes no agent.
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

/// What a framework can do with offers (`FrameworkInfo.Capability`).
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

/// An agent as its master describes it.
package struct AgentDescription: Sendable {
    package var id: Name
    package var hostname: Name
    package var attributes: [Attribute]
    package var domain: FaultDomain?
    package var capabilities: AgentCapabilities

    package init(
        id: Name, hostname: Name = "", attributes: [Attribute] = [], domain: FaultDomain? = nil,
        capabilities: AgentCapabilities = []
    ) {
        self.id = id
        self.hostname = hostname
        self.attributes = attributes
        self.domain = domain
        self.capabilities = capabilities
    }
}

/// What an agent can do (`AgentInfo.Capability`).
package struct AgentCapabilities: OptionSet, Hashable, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let multiRole = AgentCapabilities(rawValue: 1 << 0)
    package static let hierarchicalRole = AgentCapabilities(rawValue: 1 << 1)
    package static let reservationRefinement = AgentCapabilities(rawValue: 1 << 2)
    package static let resourceProvider = AgentCapabilities(rawValue: 1 << 3)
    package static let resizeVolume = AgentCapabilities(rawValue: 1 << 4)
    package static let agentOperationFeedback = AgentCapabilities(rawValue: 1 << 5)
    package static let agentDraining = AgentCapabilities(rawValue: 1 << 6)
    package static let taskResourceLimits = AgentCapabilities(rawValue: 1 << 7)
}

/// A named property of an agent, which offer constraints are about.
package struct Attribute: Hashable, Sendable {
    package enum Value: Hashable, Sendable {
        case text(Name)
        case scalar(Quantity)
        case ranges([ClosedRange<UInt64>])
        case set([Name])
    }

    package var name: Name
    package var value: Value

    package init(name: Name, value: Value) {
        self.name = name
        self.value = value
    }
}
