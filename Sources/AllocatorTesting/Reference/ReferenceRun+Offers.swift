package import AllocatorCore

/// The choice of an agent's resources for a framework, and their allocation.
extension ReferenceRun {
    /// The resources available to a framework: none for it, none for its whole role, or some to choose from.
    package enum Part {
        case skip
        case nothingLeft
        case take(ReferenceResources)
    }

    package func part(of agentID: Name, for frameworkID: Name, role: Name) -> Part {
        guard let agent = cluster.agents[agentID], let framework = cluster.frameworks[frameworkID] else {
            preconditionFailure("a run is over agents and frameworks that are known")
        }
        if ReferenceConstraints.exclude(agent.description, by: framework.description.offerConstraints[role]) {
            return .skip
        }
        let forRole = agent.available.filter {
            guard let reserved = $0.metadata.reservationRole else { return true }
            return ReferenceRole.isWithin(role, reserved)
        }
        if forRole.isEmpty { return .nothingLeft }
        guard isAllocatable(forRole, role: role, framework: framework), canReceive(agent, framework) else {
            return .skip
        }
        let capabilities = framework.description.capabilities
        return .take(
            forRole.filter {
                (capabilities.contains(.sharedResources) || !$0.metadata.isShared)
                    && (capabilities.contains(.revocableResources) || !$0.metadata.isRevocable)
                    && (capabilities.contains(.reservationRefinement) || $0.metadata.reservations.count <= 1)
            })
    }

    /// Offers the resources if they are allocatable and no filter applies.
    package mutating func give(
        _ resources: ReferenceResources, of agentID: Name, to frameworkID: Name, role: Name
    ) -> Bool {
        guard let agent = cluster.agents[agentID], let framework = cluster.frameworks[frameworkID],
            isAllocatable(resources, role: role, framework: framework),
            !isFiltered(resources, role: role, framework: framework, agent: agent)
        else { return false }
        let offer = resources.allocated(to: role)
        offers[frameworkID, default: [:]][role, default: [:]][agentID, default: ReferenceResources()] += offer
        cluster.agents[agentID]?.hold(offer, for: frameworkID)
        cluster.track(offer, of: frameworkID, agent: agentID)
        cluster.offers.append(
            ReferenceCluster.Offer(
                framework: frameworkID, role: role, agent: agentID, resources: offer,
                deadline: cluster.options.offerTimeout.map { cluster.end(at: cluster.now.advanced(by: $0)) }))
        return true
    }

    private func isAllocatable(
        _ resources: ReferenceResources, role: Name, framework: ReferenceFramework
    ) -> Bool {
        let minimums =
            framework.description.minimumAllocatableResources[role] ?? cluster.options.minimumAllocatableResources
        return !resources.isEmpty
            && (minimums.isEmpty || minimums.contains { resources.containsQuantities($0) })
    }

    private func canReceive(_ agent: ReferenceAgent, _ framework: ReferenceFramework) -> Bool {
        let capabilities = framework.description.capabilities
        if cluster.options.filterGPUResources, agent.hasGPU, !capabilities.contains(.gpuResources) { return false }
        guard let domain = agent.description.domain, let own = cluster.options.domain else { return true }
        return domain.region == own.region || capabilities.contains(.regionAware)
    }

    private func isFiltered(
        _ resources: ReferenceResources, role: Name, framework: ReferenceFramework, agent: ReferenceAgent
    ) -> Bool {
        let capabilities = agent.description.capabilities
        if framework.description.capabilities.contains(.multiRole), !capabilities.contains(.multiRole) { return true }
        if ReferenceRole.isNested(role), !capabilities.contains(.hierarchicalRole) { return true }
        return framework.offerFilters.contains {
            $0.role == role && $0.agent == agent.description.id && $0.resources.contains(resources)
        }
    }
}
