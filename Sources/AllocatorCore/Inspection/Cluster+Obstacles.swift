/// What stands between an agent and a framework even if nobody else were asked.
extension Cluster {
    /// The first reason; nil where the framework alone would be given something.
    func obstacle(
        to framework: Slot<Framework>, _ role: Slot<Role>, _ agent: Slot<Agent>, _ pass: AllocationPass
    ) -> Reason? {
        obstacle(ofAgent: agent, to: framework, role)
            ?? obstacle(ofWhatIsLeft: agent, to: framework, role)
            ?? obstacle(ofQuota: agent, to: framework, role, pass)
    }

    // MARK: The agent itself

    private func obstacle(
        ofAgent agent: Slot<Agent>, to framework: Slot<Framework>, _ role: Slot<Role>
    ) -> Reason? {
        if !agents[agent].isActivated { return .agentDeactivated }
        if !agents.isWhitelisted(agent) { return .agentNotWhitelisted(hostname: agents[agent].description.hostname) }
        if let constraints = frameworks[framework].constraints[role] {
            let failing = constraints.failing(agent, agents[agent].description, patterns)
            if !failing.isEmpty { return .excludedByConstraints(failing) }
        }
        if !canReceive(agent, framework) { return .frameworkLacks(missingCapabilities(of: framework, for: agent)) }
        if !canBeUsed(agent, by: framework, in: role) {
            return .agentLacks(missingCapabilities(of: agent, for: framework, role))
        }
        return nil
    }

    // MARK: What is left of it

    private func obstacle(
        ofWhatIsLeft agent: Slot<Agent>, to framework: Slot<Framework>, _ role: Slot<Role>
    ) -> Reason? {
        if agents[agent].available.isEmpty { return .nothingAvailable([]) }
        let available = available(of: agent, for: role)
        if available.isEmpty { return .reservedForOthers(reservingRoles(of: agents[agent].available)) }
        guard isAllocatable(available, to: framework, role) else {
            return .belowMinimum(
                minimums: (frameworks[framework].minimums[role] ?? minimums).map { named($0) },
                available: named(available.quantities))
        }
        let capabilities = frameworks[framework].capabilities
        if !isAllocatable(stripped(available, for: capabilities), to: framework, role) {
            return .frameworkLacks(missingCapabilities(for: available).subtracting(capabilities))
        }
        return nil
    }

    /// The roles that resources are reserved for, by path.
    private func reservingRoles(of resources: Resources) -> [Name] {
        let kindSlots = resources.scalars.map(\.kind) + resources.collections.map(\.kind)
        let roles = Set(kindSlots.compactMap { kinds.reservationRole(of: $0) })
        return roles.map { tree[$0].path }.sorted()
    }

    // MARK: Quota and filters

    private func obstacle(
        ofQuota agent: Slot<Agent>, to framework: Slot<Framework>, _ role: Slot<Role>, _ pass: AllocationPass
    ) -> Reason? {
        let available = stripped(available(of: agent, for: role), for: frameworks[framework].capabilities)
        if wouldSatisfyGuarantee(available, framework, role, agent, pass) { return nil }
        func completed(_ rest: Resources) -> Resources {
            var offer = available.filter { !$0.traits.isQuotaResource }
            offer.add(rest)
            return offer
        }
        let rest = available.filter { $0.traits.isQuotaResource }
        let limited = withinLimits(rest, of: role, pass)
        if !isAllocatable(completed(limited), to: framework, role) { return limitReason(role, pass) }
        let offer = completed(withinHeadroom(limited, pass))
        if !isAllocatable(offer, to: framework, role) { return headroomReason(pass) }
        if !canCount(offer) { return .sumExhausted }
        return refusal(of: offer, framework, role, agent)
    }

    /// Whether stage 1 gives the framework something.
    private func wouldSatisfyGuarantee(
        _ available: Resources, _ framework: Slot<Framework>, _ role: Slot<Role>, _ agent: Slot<Agent>,
        _ pass: AllocationPass
    ) -> Bool {
        if pass.requiredHeadroom.isEmpty { return false }
        let quota = tree.roles[role].quota
        let unsatisfied = quota.guarantees.subtractingClamped(pass.consumed(at: tree.roles[role].quotaPosition))
        return guaranteedOffer(available, quota, unsatisfied, framework, role, agent, pass) != nil
    }

    private func limitReason(_ role: Slot<Role>, _ pass: AllocationPass) -> Reason {
        .atLimit(
            role: tree[role].path, limits: named(tree[role].quota.limits),
            consumed: named(pass.consumed(at: tree.roles[role].quotaPosition)))
    }

    private func headroomReason(_ pass: AllocationPass) -> Reason {
        let unmet = tree.quotaRoles.filter { pass.unmetRoles.contains($0) }
        return .heldBack(
            roles: unmet.map { tree[$0].path }.sorted(), required: named(pass.requiredHeadroom),
            available: named(pass.availableHeadroom))
    }

    /// What of a role's guarantees is not consumed.
    func unmetGuarantees(of role: Slot<Role>) -> Quantities {
        tree[role].quota.guarantees.subtractingClamped(tree[role].consumedQuota)
    }

    /// The filter that ends last among those that refuse an offer.
    private func refusal(
        of offer: Resources, _ framework: Slot<Framework>, _ role: Slot<Role>, _ agent: Slot<Agent>
    ) -> Reason? {
        guard isFiltered(offer, framework, role, agent),
            let filters = frameworks[framework].offerFilters[role]?[agent]?.filters
        else { return nil }
        let refusing = filters.filter { $0.resources.contains(offer) }
        guard let last = refusing.max(by: { $0.end < $1.end }) else { return nil }
        return .refused(until: last.end...last.end, declined: named(last.resources.quantities))
    }
}
