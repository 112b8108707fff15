/// The description of an agent by its master.
package struct AgentDescription: Sendable {
    package var id: Name
    package var hostname: Name
    package var attributes: [Attribute]
    package var domain: FaultDomain?
    package var capabilities: AgentCapabilities
    /// The port that the agent listens on.
    ///
    /// The allocator ignores `port` and `resources`, because the call has a `total`. But a change of either counts as a
    /// change of the agent.
    package var port: Int32?
    package var resources: [Resource]

    package init(
        id: Name, hostname: Name = "", attributes: [Attribute] = [], domain: FaultDomain? = nil,
        capabilities: AgentCapabilities = [], port: Int32? = nil, resources: [Resource] = []
    ) {
        self.id = id
        self.hostname = hostname
        self.attributes = attributes
        self.domain = domain
        self.capabilities = capabilities
        self.port = port
        self.resources = resources
    }
}

/// The capabilities of an agent (`AgentInfo.Capability`).
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

/// A named property of an agent, which offer constraints can test.
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
