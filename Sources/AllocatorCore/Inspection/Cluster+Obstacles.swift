/// The obstacles between an agent and a framework that exist regardless of other frameworks.
extension Cluster {
    /// The first obstacle, or `nil` if the framework would be allocated resources if it were the only one.
    func obstacle(to candidate: Candidate, _ quota: QuotaAccount) -> Reason? {
        obstacleOfAgent(candidate) ?? obstacleOfAvailable(candidate) ?? obstacleOfQuota(candidate, quota)
    }

    // MARK: Agent

    private func obstacleOfAgent(_ candidate: Candidate) -> Reason? {
        let (agent, framework) = (candidate.agent, candidate.framework)
        if !agents[agent].isActivated { return .agentDeactivated }
        if !agents.isWhitelisted(agent) { return .agentNotWhitelisted(hostname: agents[agent].description.hostname) }
        if let constraints = frameworks[framework].constraints[candidate.role] {
            let failing = constraints.failing(agent, agents[agent].description, patterns)
            if !failing.isEmpty { return .excludedByConstraints(failing) }
        }
        if !canOffer(agent, to: framework) { return .frameworkLacks(missingCapabilities(of: framework, for: agent)) }
        if !canBeUsed(by: candidate) { return .agentLacks(missingAgentCapabilities(candidate)) }
        return nil
    }

    // MARK: Available resources

    private func obstacleOfAvailable(_ candidate: Candidate) -> Reason? {
        let (agent, framework, role) = (candidate.agent, candidate.framework, candidate.role)
        if agents[agent].available.isEmpty { return .nothingAvailable([]) }
        let available = available(of: agent, for: role)
        if available.isEmpty { return .reservedForOthers(reservingRoles(of: agents[agent].available)) }
        guard isAllocatable(available, to: framework, in: role) else {
            return .belowMinimum(
                minimums: (frameworks[framework].minimums[role] ?? minimums).map { named($0) },
                available: named(available.quantities))
        }
        let capabilities = frameworks[framework].capabilities
        if !isAllocatable(stripped(available, for: capabilities), to: framework, in: role) {
            return .frameworkLacks(missingCapabilities(for: available).subtracting(capabilities))
        }
        return nil
    }

    /// The roles that resources are reserved for, sorted by path.
    private func reservingRoles(of resources: Resources) -> [Name] {
        let kindSlots = resources.scalars.map(\.kind) + resources.collections.map(\.kind)
        let roles = Set(kindSlots.compactMap { kinds.reservationRole(of: $0) })
        return roles.map { tree[$0].path }.sorted()
    }

    // MARK: Quota and filters

    private func obstacleOfQuota(_ candidate: Candidate, _ quota: QuotaAccount) -> Reason? {
        let (framework, role) = (candidate.framework, candidate.role)
        let available = stripped(
            available(of: candidate.agent, for: role), for: frameworks[framework].capabilities)
        if wouldSatisfyGuarantee(available, candidate, quota) { return nil }
        func completed(_ rest: Resources) -> Resources {
            var offer = available.filter { !$0.traits.isQuotaResource }
            offer.add(rest)
            return offer
        }
        let rest = available.filter { $0.traits.isQuotaResource }
        let limited = rest.shrunk(to: quota.room(at: tree.quotaPosition(of: role)), in: kinds)
        if !isAllocatable(completed(limited), to: framework, in: role) {
            return limitReason(of: role, for: rest.quantities, quota)
        }
        let offer = completed(withinHeadroom(limited, quota))
        if !isAllocatable(offer, to: framework, in: role) { return headroomReason(quota) }
        if !canCount(offer) { return .sumExhausted }
        return refusal(of: offer, candidate)
    }

    /// Whether the first stage would allocate resources to the framework.
    private func wouldSatisfyGuarantee(
        _ available: Resources, _ candidate: Candidate, _ quota: QuotaAccount
    ) -> Bool {
        if quota.requiredHeadroom.isEmpty { return false }
        let claim = quota.claim(at: tree.quotaPosition(of: candidate.role))
        return guaranteedOffer(
            to: candidate, from: available, claim, quota, grantsLargerDisks: options.guaranteesLargerDisks) != nil
    }

    /// The reason for which a role can take less than `wanted`, with the role on its lineage whose limit binds.
    private func limitReason(of role: RoleSlot, for wanted: Quantities, _ quota: QuotaAccount) -> Reason {
        let position = tree.quotaPosition(of: role)
        let room = quota.room(at: position)
        let name = wanted.indices.first { wanted[$0] > room[$0] ?? .max }
        let binding = name.flatMap { quota.binding(at: position, for: $0) }
        let limited = binding.map { tree.quotaNodes[$0] } ?? role
        return .atLimit(
            role: tree[limited].path, limits: named(tree[limited].quota.limits),
            consumed: named(quota.consumed(at: binding)),
            guaranteed: named(quota.guaranteed(toOthersThan: position, below: binding)))
    }

    private func headroomReason(_ quota: QuotaAccount) -> Reason {
        let unmet = tree.quotaNodes.indices.filter { quota.isUnmet(at: $0) }.map { tree.quotaNodes[$0] }
        return .heldBack(
            roles: unmet.map { tree[$0].path }.sorted(), required: named(quota.requiredHeadroom),
            available: named(quota.availableHeadroom))
    }

    /// The part of a role's guarantees that is not consumed.
    func unmetGuarantees(of role: RoleSlot) -> Quantities {
        tree[role].quota.guarantees.subtractingClamped(tree[role].consumedQuota)
    }

    /// The filter that refuses an offer, or `nil` if there is none. Among several, the one that expires last.
    private func refusal(of offer: Resources, _ candidate: Candidate) -> Reason? {
        guard isFiltered(offer, for: candidate),
            let filters = offerBook.filters(of: candidate.framework).offers[candidate.role]?[candidate.agent]?.filters
        else { return nil }
        let refusing = filters.filter { $0.resources.contains(offer) }
        guard let last = refusing.max(by: { $0.end < $1.end }) else { return nil }
        return .refused(until: last.end...last.end, declined: named(last.resources.quantities))
    }
}
