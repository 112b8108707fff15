/// Whether a framework may be offered an agent, and what of it.
extension Cluster {
    /// Steps 1 to 4 of both stages.
    func candidacy(of framework: Slot<Framework>, _ role: Slot<Role>, _ agent: Slot<Agent>) -> Candidacy {
        candidacy(of: framework, role, agent, from: agents[agent].available)
    }

    /// - Parameter rest: what is available of the agent.
    func candidacy(
        of framework: Slot<Framework>, _ role: Slot<Role>, _ agent: Slot<Agent>, from rest: Resources
    ) -> Candidacy {
        if let constraints = frameworks[framework].constraints[role],
            constraints.exclude(agent, agents[agent].description, patterns)
        {
            return .skipped
        }
        let available = part(of: rest, of: agent, for: role)
        if available.isEmpty { return .nothingLeft }
        guard isAllocatable(available, to: framework, role), canReceive(agent, framework) else { return .skipped }
        return .candidate(stripped(available, for: frameworks[framework].capabilities))
    }

    /// What of an agent's available resources a role may take: what is unreserved, or reserved to it or to an ancestor of it.
    @inline(__always)
    func available(of agent: Slot<Agent>, for role: Slot<Role>) -> Resources {
        part(of: agents[agent].available, of: agent, for: role)
    }

    /// What a role may take of what is available of an agent.
    @inline(__always)
    func part(of available: Resources, of agent: Slot<Agent>, for role: Slot<Role>) -> Resources {
        if !agents[agent].hasReservations { return available }
        return available.filter { kind in
            guard let reserved = kinds.reservationRole(of: kind) else { return true }
            return reserved == role || tree.roles[role].lineage.contains(reserved)
        }
    }

    /// Whether there is something, and at least one of the minimum quantities that hold for the framework in the role.
    @inline(__always)
    func isAllocatable(_ resources: Resources, to framework: Slot<Framework>, _ role: Slot<Role>) -> Bool {
        if resources.isEmpty { return false }
        let minimums = frameworks[framework].minimums[role] ?? minimums
        return minimums.isEmpty || minimums.contains { resources.contains($0) }
    }

    @inline(__always)
    func canReceive(_ agent: Slot<Agent>, _ framework: Slot<Framework>) -> Bool {
        let capabilities = frameworks[framework].capabilities
        if isForGPUsOnly(agent), !capabilities.contains(.gpuResources) { return false }
        return capabilities.contains(.regionAware) || !isRemote(agent)
    }

    /// What the framework would need to receive the agent.
    func missingCapabilities(of framework: Slot<Framework>, for agent: Slot<Agent>) -> FrameworkCapabilities {
        var needed: FrameworkCapabilities = []
        if isForGPUsOnly(agent) { needed.insert(.gpuResources) }
        if isRemote(agent) { needed.insert(.regionAware) }
        return needed.subtracting(frameworks[framework].capabilities)
    }

    private func isForGPUsOnly(_ agent: Slot<Agent>) -> Bool { options.filterGPUResources && agents[agent].hasGPU }

    private func isRemote(_ agent: Slot<Agent>) -> Bool {
        guard let home = options.domain, let domain = agents[agent].description.domain else { return false }
        return home.region != domain.region
    }

    @inline(__always)
    func stripped(_ resources: Resources, for capabilities: FrameworkCapabilities) -> Resources {
        var unwanted: ResourceKind.Traits = []
        if !capabilities.contains(.sharedResources) { unwanted.insert(.shared) }
        if !capabilities.contains(.revocableResources) { unwanted.insert(.revocable) }
        if !capabilities.contains(.reservationRefinement) { unwanted.insert(.refined) }
        return resources.filter { $0.traits.isDisjoint(with: unwanted) }
    }

    /// What a framework would need so that nothing of `resources` is stripped.
    func missingCapabilities(for resources: Resources) -> FrameworkCapabilities {
        let traits = resources.traits
        var needed: FrameworkCapabilities = []
        if traits.contains(.shared) { needed.insert(.sharedResources) }
        if traits.contains(.revocable) { needed.insert(.revocableResources) }
        if traits.contains(.refined) { needed.insert(.reservationRefinement) }
        return needed
    }

    // MARK: Quota

    /// What of unreserved scalars that are not revocable a role may take before it is at its limits.
    func withinLimits(_ rest: Resources, of role: Slot<Role>, _ pass: AllocationPass) -> Resources {
        let limits = tree.roles[role].quota.limits
        if limits.isEmpty { return rest }
        let consumed = pass.consumed(at: tree.roles[role].quotaPosition)
        return rest.shrunk(to: limits.subtractingClamped(consumed), in: kinds)
    }

    /// What of them may be given beyond guarantees.
    func withinHeadroom(_ rest: Resources, _ pass: AllocationPass) -> Resources {
        pass.requiredHeadroom.isEmpty || rest.isEmpty ? rest : rest.shrunk(to: pass.surplusHeadroom, in: kinds)
    }

    // MARK: The offer

    /// Step 7: allocatable and not filtered.
    func canBeOffered(
        _ offer: Resources, to framework: Slot<Framework>, _ role: Slot<Role>, _ agent: Slot<Agent>
    ) -> Bool {
        isAllocatable(offer, to: framework, role) && canBeUsed(agent, by: framework, in: role)
            && !isFiltered(offer, framework, role, agent) && canCount(offer)
    }

    /// Whether what is held can still be summed up. Agents that lost most of what they have given away, and volumes that
    /// everyone shares, may come to more than the cluster's total.
    @inline(__always)
    func canCount(_ offer: Resources) -> Bool {
        offer.scalars.allSatisfy { entry in
            tree.held[entry.kind.name] <= Quantity.maximumSum.thousandths - entry.thousandths
        }
    }

    /// Whether the agent has the capabilities that the framework and the role need.
    @inline(__always)
    func canBeUsed(_ agent: Slot<Agent>, by framework: Slot<Framework>, in role: Slot<Role>) -> Bool {
        let capabilities = agents[agent].description.capabilities
        if frameworks[framework].capabilities.contains(.multiRole), !capabilities.contains(.multiRole) { return false }
        return tree.roles[role].parent == tree.root || capabilities.contains(.hierarchicalRole)
    }

    /// What the agent would need for the framework and the role.
    func missingCapabilities(
        of agent: Slot<Agent>, for framework: Slot<Framework>, _ role: Slot<Role>
    ) -> AgentCapabilities {
        var needed: AgentCapabilities = []
        if frameworks[framework].capabilities.contains(.multiRole) { needed.insert(.multiRole) }
        if tree.roles[role].parent != tree.root { needed.insert(.hierarchicalRole) }
        return needed.subtracting(agents[agent].description.capabilities)
    }

    @inline(__always)
    func isFiltered(
        _ offer: Resources, _ framework: Slot<Framework>, _ role: Slot<Role>, _ agent: Slot<Agent>
    ) -> Bool {
        guard let filters = frameworks[framework].offerFilters[role]?[agent] else { return false }
        return filters.refuse(offer)
    }
}
