/// Whether a framework may be offered an agent, and what of it.
extension Cluster {
    /// Steps 1 to 4 of both stages.
    func candidacy(of framework: Slot<Framework>, _ role: Slot<Role>, _ agent: Slot<Agent>) -> Candidacy {
        if let constraints = frameworks[framework].constraints[role],
            constraints.exclude(agents[agent].description)
        {
            return .skipped
        }
        let lineage = tree[role].lineage
        let available = agents[agent].available.filter { kind in
            guard let reserved = kinds.facts(of: kind).reservationRole else { return true }
            return lineage.contains(reserved)
        }
        if available.isEmpty { return .nothingLeft }
        guard isAllocatable(available, to: framework, role), canReceive(agent, framework) else { return .skipped }
        return .candidate(stripped(available, for: frameworks[framework].capabilities))
    }

    /// Whether there is something, and at least one of the minimum quantities that hold for the framework in the role.
    private func isAllocatable(_ resources: Resources, to framework: Slot<Framework>, _ role: Slot<Role>) -> Bool {
        if resources.isEmpty { return false }
        let minimums = frameworks[framework].minimums[role] ?? minimums
        return minimums.isEmpty || minimums.contains { resources.contains($0, kinds) }
    }

    private func canReceive(_ agent: Slot<Agent>, _ framework: Slot<Framework>) -> Bool {
        let capabilities = frameworks[framework].capabilities
        if options.filterGPUResources, agents[agent].hasGPU, !capabilities.contains(.gpuResources) { return false }
        return capabilities.contains(.regionAware) || !isRemote(agent)
    }

    private func isRemote(_ agent: Slot<Agent>) -> Bool {
        guard let home = options.domain, let domain = agents[agent].description.domain else { return false }
        return home.region != domain.region
    }

    private func stripped(_ resources: Resources, for capabilities: FrameworkCapabilities) -> Resources {
        var unwanted: ResourceKind.Traits = []
        if !capabilities.contains(.sharedResources) { unwanted.insert(.shared) }
        if !capabilities.contains(.revocableResources) { unwanted.insert(.revocable) }
        if !capabilities.contains(.reservationRefinement) { unwanted.insert(.refined) }
        return resources.filter { kinds.traits(of: $0).isDisjoint(with: unwanted) }
    }

    /// Step 7: allocatable and not filtered.
    func canBeOffered(
        _ offer: Resources, to framework: Slot<Framework>, _ role: Slot<Role>, _ agent: Slot<Agent>
    ) -> Bool {
        isAllocatable(offer, to: framework, role) && !isFiltered(offer, framework, role, agent) && canCount(offer)
    }

    /// Whether what is held can still be summed up. Agents that lost most of what they have given away, and volumes that
    /// everyone shares, may come to more than the cluster's total.
    private func canCount(_ offer: Resources) -> Bool {
        offer.scalars.allSatisfy { entry in
            tree.held[kinds.name(of: entry.kind)] <= Quantity.maximumSum.thousandths - entry.thousandths
        }
    }

    private func isFiltered(
        _ offer: Resources, _ framework: Slot<Framework>, _ role: Slot<Role>, _ agent: Slot<Agent>
    ) -> Bool {
        let capabilities = agents[agent].description.capabilities
        if frameworks[framework].capabilities.contains(.multiRole), !capabilities.contains(.multiRole) { return true }
        if tree[role].parent != tree.root, !capabilities.contains(.hierarchicalRole) { return true }
        guard let filters = frameworks[framework].offerFilters[role]?[agent] else { return false }
        return filters.contains { $0.resources.contains(offer, kinds) }
    }

    // MARK: Publishing

    /// Bundles by framework, role and agent.
    func offers(from bundles: [OfferBundle]) -> [FrameworkOffers] {
        var byFramework: [Slot<Framework>: [Slot<Role>: [Slot<Agent>: Resources]]] = [:]
        for bundle in bundles {
            byFramework[bundle.framework, default: [:]][bundle.role, default: [:]][bundle.agent, default: Resources()]
                .add(bundle.resources, kinds)
        }
        return byFramework.map { framework, roles in
            FrameworkOffers(
                framework: frameworks[framework].id, master: frameworks[framework].master,
                roles: roles.map { role, agents in roleOffers(role, agents) }.sorted { $0.role < $1.role })
        }.sorted { $0.framework < $1.framework }
    }

    private func roleOffers(_ role: Slot<Role>, _ offered: [Slot<Agent>: Resources]) -> FrameworkOffers.RoleOffers {
        let path = tree[role].path
        let agentOffers = offered.map { agent, resources in
            FrameworkOffers.AgentOffer(
                agent: agents[agent].id, resources: resolve(resources, allocatedTo: path))
        }
        return FrameworkOffers.RoleOffers(role: path, agents: agentOffers.sorted { $0.agent < $1.agent })
    }
}
