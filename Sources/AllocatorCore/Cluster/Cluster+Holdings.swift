/// Changes of holdings, which keep the agents, the sums of the role tree and the fair order consistent.
extension Cluster {
    // MARK: Allocation and recovery

    /// Adds resources of the candidate's agent to the holding of its framework, as offered or allocated.
    ///
    /// - Parameters:
    ///   - isAllocation: Whether the allocation counts of the framework and the role increase.
    ///   - isAvailable: Whether `resources` are known to be available, as those that a run offers.
    mutating func give(
        _ resources: Resources, to candidate: Candidate, isAllocation: Bool = true, isAvailable: Bool = false
    ) {
        guard !resources.isEmpty else { return }
        let (framework, role) = (candidate.framework, candidate.role)
        let isFirst = !agents[candidate.agent].holds(anythingOf: framework, in: role)
        if frameworks[framework].isAdded { track(resources, for: candidate, isAllocation: isAllocation) }
        if isFirst { frameworks.recordHolding(in: role, of: framework) }
        changeAgent(candidate.agent) { agent in
            agent.give(resources, to: framework, in: role, isAvailable: isAvailable)
        }
    }

    /// Removes resources of the candidate's agent from its framework, which must hold them.
    mutating func takeBack(_ resources: Resources, from candidate: Candidate) {
        guard !resources.isEmpty else { return }
        if frameworks[candidate.framework].isAdded { untrack(resources, for: candidate) }
        changeAgent(candidate.agent) { agent in
            agent.takeBack(resources, from: candidate.framework, in: candidate.role)
        }
        removeHoldingIfEmpty(of: candidate)
        recordRelease(of: resources, on: candidate.agent, in: candidate.role)
    }

    /// Replaces offered resources of an added framework. The replacement does not count as an allocation.
    mutating func exchange(_ old: Resources, for new: Resources, of candidate: Candidate) {
        let (framework, role) = (candidate.framework, candidate.role)
        // The framework stays tracked under the role in the meantime, which preserves its allocation count.
        untrack(old, for: candidate)
        changeAgent(candidate.agent) { agent in
            agent.exchangeOffered(old, for: new, of: framework, in: role)
            agent.beginExchange(of: old, by: framework, in: role)
        }
        track(new, for: candidate, isAllocation: false)
        changeAgent(candidate.agent) { agent in agent.endExchange(for: new, by: framework, in: role) }
        removeHoldingIfEmpty(of: candidate)
    }

    /// Removes a holding that has become empty from the counts. The last one also removes the membership or the
    /// placeholder.
    private mutating func removeHoldingIfEmpty(of candidate: Candidate) {
        let (framework, role) = (candidate.framework, candidate.role)
        guard agents[candidate.agent].holding(of: framework, in: role) == nil else { return }
        frameworks.removeHolding(in: role, of: framework)
        if frameworks[framework].isAdded {
            removeMembershipIfIdle(of: framework, in: role)
        } else if frameworks[framework].holdingCount == 0 {
            frameworks.remove(framework)
        }
    }

    /// Changes an agent, together with the sums and counts over all agents.
    ///
    /// - Parameter isAvailabilityChanged: Whether the change may affect the resources that frameworks can be offered.
    mutating func changeAgent(
        _ slot: AgentSlot, isAvailabilityChanged: Bool = true,
        _ change: (inout Agent) -> Void
    ) {
        if isAvailabilityChanged { markDirty(slot) }
        if options.chargesReservations {
            changeAgentAndCharges(slot, change)
        } else {
            agents.change(slot, change)
        }
    }

    /// Changes an agent, and the shares of the roles to which its unused reservations are made.
    private mutating func changeAgentAndCharges(_ slot: AgentSlot, _ change: (inout Agent) -> Void) {
        let old = agents[slot].unusedReservations(kinds)
        agents.change(slot, change)
        let new = agents[slot].unusedReservations(kinds)
        if new == old { return }
        for part in old { tree.discharge(part.quantities, from: part.role) }
        for part in new { tree.charge(part.quantities, to: part.role) }
    }

    // MARK: Sums and order

    private mutating func track(_ resources: Resources, for candidate: Candidate, isAllocation: Bool) {
        ensureMembership(of: candidate.framework, in: candidate.role)
        let change = change(of: resources, for: candidate, isGiven: true)
        tree.grow(candidate.role, by: change.role, isAllocation: isAllocation)
        updateClient(of: candidate.framework, in: candidate.role) { client in
            client.allocated += change.framework
            if isAllocation { client.count += 1 }
        }
    }

    private mutating func untrack(_ resources: Resources, for candidate: Candidate) {
        let change = change(of: resources, for: candidate, isGiven: false)
        tree.shrink(candidate.role, by: change.role)
        updateClient(of: candidate.framework, in: candidate.role) { client in client.allocated -= change.framework }
    }

    mutating func updateClient(
        of framework: FrameworkSlot, in role: RoleSlot, _ change: (inout FairOrder<FrameworkClient>.Client) -> Void
    ) {
        guard let membership = frameworks[framework].membership(in: role) else {
            preconditionFailure("a framework that holds resources in a role is tracked under it")
        }
        tree.updateFramework(at: membership.place, in: role, change)
    }

    /// Returns the changes of the sums of the candidate's framework and role.
    ///
    /// A shared resource is added with the first copy that the framework, or the role, holds on the agent. It is
    /// subtracted with the last copy.
    @inline(__always)
    func change(
        of resources: Resources, for candidate: Candidate, isGiven: Bool
    ) -> (framework: Quantities, role: HoldingChange) {
        let special: ResourceKind.Traits = [.shared, .reserved, .revocable]
        if resources.scalars.allSatisfy({ $0.kind.traits.isDisjoint(with: special) }) {
            let quantities = resources.quantities
            return (quantities, HoldingChange(quantities))
        }
        return changeEntryByEntry(of: resources, for: candidate, isGiven: isGiven)
    }

    /// Returns the same changes in the general case, in which entries may be shared, reserved or revocable.
    private func changeEntryByEntry(
        of resources: Resources, for candidate: Candidate, isGiven: Bool
    ) -> (framework: Quantities, role: HoldingChange) {
        var ofFramework = Quantities()
        var ofRole = Quantities()
        var parts = HoldingChange.Parts()
        for entry in resources.scalars {
            let (name, traits) = (entry.kind.name, entry.kind.traits)
            if traits.contains(.shared) {
                let holding = agents[candidate.agent].holding(of: candidate.framework, in: candidate.role)
                let held = holding?.copies(of: entry) ?? 0
                guard held == (isGiven ? 0 : entry.copies) else { continue }
                ofFramework[name] += entry.thousandths
                if isHeldByOthers(entry, than: candidate) { continue }
            } else {
                ofFramework[name] += entry.thousandths
            }
            ofRole[name] += entry.thousandths
            if traits.contains(.reserved) {
                parts.reserved[name] += entry.thousandths
            } else if !traits.contains(.revocable) {
                parts.unreserved[name] += entry.thousandths
            }
        }
        return (ofFramework, HoldingChange(ofRole, parts: parts))
    }

    /// Whether another added framework holds a shared resource of the candidate's agent in the candidate's role.
    private func isHeldByOthers(_ entry: Resources.Scalar, than candidate: Candidate) -> Bool {
        agents[candidate.agent].holdings.contains { holding in
            holding.role == candidate.role && holding.framework != candidate.framework
                && frameworks[holding.framework].isAdded && holding.resources.copies(of: entry) > 0
        }
    }

    /// Counts the existing holdings of a framework that was just added.
    mutating func trackExisting(_ framework: FrameworkSlot) {
        guard frameworks[framework].holdingCount > 0 else { return }
        frameworks.resetHoldings(of: framework)
        for agent in agents.sorted where agents[agent].holds(anythingOf: framework) {
            for holding in agents[agent].holdings where holding.framework == framework {
                // The holding is removed and added again, so that the first copy of a shared resource counts.
                changeAgent(agent) { agent in
                    agent.takeBack(holding.resources, from: framework, in: holding.role)
                }
                give(
                    holding.resources, to: Candidate(framework: framework, role: holding.role, agent: agent))
            }
        }
    }

    // MARK: Memberships

    /// Tracks a framework under a role. The first framework makes the role a client.
    mutating func ensureMembership(of framework: FrameworkSlot, in role: RoleSlot) {
        guard frameworks[framework].membership(in: role) == nil else { return }
        let place = tree.addFramework(
            FrameworkClient(framework), name: frameworks[framework].id,
            isActive: frameworks[framework].isActive(in: role), to: role)
        frameworks.addMembership(in: role, at: place, of: framework)
        recordChange(of: framework, in: role)
    }

    /// Stops tracking a framework under a role, unless it is subscribed to the role or holds resources in it.
    mutating func removeMembershipIfIdle(of framework: FrameworkSlot, in role: RoleSlot) {
        guard let membership = frameworks[framework].membership(in: role), membership.agents == 0,
            !frameworks[framework].roles.contains(role)
        else { return }
        tree.removeFramework(at: membership.place, from: role)
        frameworks.removeMembership(in: role, of: framework)
    }

    /// Activates or deactivates a framework in the orders of its roles, according to its state.
    mutating func refreshActivity(of framework: FrameworkSlot) {
        for membership in frameworks[framework].memberships {
            let isActive = frameworks[framework].isActive(in: membership.role)
            let hasBecomeActive = tree.setFrameworkActive(isActive, at: membership.place, in: membership.role)
            if hasBecomeActive { recordChange(of: framework, in: membership.role) }
        }
    }
}
