import AllocatorCore

/// Calls in few words, with what most examples have in common filled in.
extension Call {
    /// An agent that is its own host and can take every role.
    static func agent(
        _ id: Name, _ total: Resource..., used: [Name: [Resource]] = [:], unavailability: Unavailability? = nil,
        _ change: (inout AgentDescription) -> Void = { _ in }
    ) -> Call {
        .addAgent(description(ofAgent: id, change), unavailability: unavailability, total: total, used: used)
    }

    static func changedAgent(
        _ id: Name, total: [Resource]? = nil, replacesCapabilities: Bool = false,
        _ change: (inout AgentDescription) -> Void = { _ in }
    ) -> Call {
        .updateAgent(
            description(ofAgent: id, change), total: total, replacesCapabilities: replacesCapabilities)
    }

    private static func description(
        ofAgent id: Name, _ change: (inout AgentDescription) -> Void
    ) -> AgentDescription {
        var description = AgentDescription(
            id: id, hostname: id, capabilities: [.multiRole, .hierarchicalRole, .reservationRefinement])
        change(&description)
        return description
    }

    /// An active framework, with MULTI_ROLE where it has more than one role.
    static func framework(
        _ id: Name, _ roles: Name..., capabilities: FrameworkCapabilities = [], used: [Name: [Resource]] = [:],
        isActive: Bool = true, _ change: (inout FrameworkDescription) -> Void = { _ in }
    ) -> Call {
        .addFramework(
            description(ofFramework: id, roles, capabilities, change), used: used, isActive: isActive)
    }

    static func changedFramework(
        _ id: Name, _ roles: Name..., capabilities: FrameworkCapabilities = [],
        _ change: (inout FrameworkDescription) -> Void = { _ in }
    ) -> Call {
        .updateFramework(description(ofFramework: id, roles, capabilities, change))
    }

    private static func description(
        ofFramework id: Name, _ roles: [Name], _ capabilities: FrameworkCapabilities,
        _ change: (inout FrameworkDescription) -> Void
    ) -> FrameworkDescription {
        var description =
            roles.count == 1 && !capabilities.contains(.multiRole)
            ? FrameworkDescription(id: id, role: roles[0], capabilities: capabilities)
            : FrameworkDescription(id: id, roles: roles, capabilities: capabilities.union(.multiRole))
        change(&description)
        return description
    }

    /// Declines resources, with or without a filter.
    static func recover(
        _ framework: Name, _ agent: Name, _ resources: [Resource], refuse seconds: Double? = nil,
        isAllocated: Bool = false
    ) -> Call {
        .recoverResources(
            framework: framework, agent: agent, resources: resources,
            filters: seconds.map { RefusalFilters(refuseSeconds: $0) }, isAllocated: isAllocated)
    }

    static func quota(
        _ role: Name, guarantees: [Name: Int64] = [:], limits: [Name: Int64] = [:]
    ) -> Call {
        .updateQuota(RoleQuota(role: role, guarantees: guarantees.inUnits, limits: limits.inUnits))
    }

    static func weight(_ role: Name, _ weight: Double) -> Call {
        .updateWeights([RoleWeight(role: role, weight: weight)])
    }

    static func seconds(_ seconds: Int64) -> Call { .advance(.seconds(seconds)) }
}

extension [Name: Int64] {
    /// Quantities of so many units.
    var inUnits: [Name: Quantity] { mapValues { Quantity(thousandths: $0 * 1000) } }
}
