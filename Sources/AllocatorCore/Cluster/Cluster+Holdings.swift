/// What keeps the agents' holdings, the sums of the role tree and the fair order in step.
extension Cluster {
    // MARK: Giving and taking back

    /// Gives resources of an agent to a framework in one role, as offered or allocated.
    ///
    /// - Parameters:
    ///   - isAllocation: whether this counts as one more allocation received.
    ///   - isAvailable: whether `resources` are known to be available, as what a run gives is.
    mutating func give(
        _ resources: Resources, of agent: AgentSlot, to framework: FrameworkSlot, in role: RoleSlot,
        isAllocation: Bool = true, isAvailable: Bool = false
    ) {
        guard !resources.isEmpty else { return }
        let isFirst = !agents[agent].holds(anythingOf: framework, in: role)
        if frameworks[framework].isAdded {
            track(resources, of: agent, framework, role, isAllocation: isAllocation)
        }
        if isFirst { frameworks.recordHolding(in: role, of: framework) }
        changeAgent(agent) { agent in
            agent.give(resources, to: framework, in: role, isAvailable: isAvailable)
        }
    }

    /// Takes resources of an agent back that a framework must hold in one role.
    mutating func takeBack(
        _ resources: Resources, of agent: AgentSlot, from framework: FrameworkSlot, in role: RoleSlot
    ) {
        guard !resources.isEmpty else { return }
        if frameworks[framework].isAdded { untrack(resources, of: agent, framework, role) }
        changeAgent(agent) { agent in agent.takeBack(resources, from: framework, in: role) }
        noteIfNothingIsHeld(of: agent, by: framework, in: role)
        noteLetGo(resources, of: agent, in: role)
    }

    /// Puts `new` in the place of what a known framework is offered. It counts as no allocation.
    mutating func exchange(
        _ old: Resources, for new: Resources, of agent: AgentSlot, _ framework: FrameworkSlot, _ role: RoleSlot
    ) {
        // The framework stays tracked under the role in between, so that its count is not lost.
        untrack(old, of: agent, framework, role)
        changeAgent(agent) { agent in
            agent.exchangeOffered(old, for: new, of: framework, in: role)
            agent.beginExchange(of: old, framework, role)
        }
        track(new, of: agent, framework, role, isAllocation: false)
        changeAgent(agent) { agent in agent.endExchange(for: new, framework, role) }
        noteIfNothingIsHeld(of: agent, by: framework, in: role)
    }

    private mutating func noteIfNothingIsHeld(
        of agent: AgentSlot, by framework: FrameworkSlot, in role: RoleSlot
    ) {
        guard agents[agent].holding(of: framework, in: role) == nil else { return }
        frameworks.removeHolding(in: role, of: framework)
        if frameworks[framework].isAdded {
            removeMembershipIfIdle(of: framework, in: role)
        } else if frameworks[framework].holdingCount == 0 {
            frameworks.remove(framework)
        }
    }

    /// Changes an agent, and with it the sums and counts over all agents.
    ///
    /// - Parameter isAvailabilityChanged: whether frameworks may be offered something else of it afterwards.
    mutating func changeAgent(
        _ slot: AgentSlot, isAvailabilityChanged: Bool = true,
        _ change: (inout Agent) -> Void
    ) {
        if isAvailabilityChanged { markDirty(slot) }
        agents.change(slot, change)
    }

    // MARK: Sums and order

    private mutating func track(
        _ resources: Resources, of agent: AgentSlot, _ framework: FrameworkSlot, _ role: RoleSlot,
        isAllocation: Bool
    ) {
        ensureMembership(of: framework, in: role)
        let change = change(of: resources, on: agent, framework, role, isGiven: true)
        tree.grow(role, by: change.role, isAllocation: isAllocation)
        updateClient(framework, role) { client in
            client.allocated += change.framework
            if isAllocation { client.count += 1 }
        }
    }

    private mutating func untrack(
        _ resources: Resources, of agent: AgentSlot, _ framework: FrameworkSlot, _ role: RoleSlot
    ) {
        let change = change(of: resources, on: agent, framework, role, isGiven: false)
        tree.shrink(role, by: change.role)
        updateClient(framework, role) { client in client.allocated -= change.framework }
    }

    mutating func updateClient(
        _ framework: FrameworkSlot, _ role: RoleSlot, _ change: (inout FairOrder<FrameworkClient>.Client) -> Void
    ) {
        guard let membership = frameworks[framework].membership(in: role) else {
            preconditionFailure("a framework that holds something in a role is tracked under it")
        }
        tree.roles[role].frameworks.update(membership.place, tree.totals, change)
    }

    /// By how much the sums of the framework and of the role change. A shared resource counts with the first copy that
    /// the framework, or the role, holds on the agent, and no more with the last.
    @inline(__always)
    func change(
        of resources: Resources, on agent: AgentSlot, _ framework: FrameworkSlot, _ role: RoleSlot, isGiven: Bool
    ) -> (framework: Quantities, role: HoldingChange) {
        let special: ResourceKind.Traits = [.shared, .reserved, .revocable]
        if resources.scalars.allSatisfy({ $0.kind.traits.isDisjoint(with: special) }) {
            let quantities = resources.quantities
            return (quantities, HoldingChange(quantities))
        }
        return changeEntryByEntry(of: resources, on: agent, framework, role, isGiven: isGiven)
    }

    /// The same where some entry is shared, reserved or revocable.
    private func changeEntryByEntry(
        of resources: Resources, on agent: AgentSlot, _ framework: FrameworkSlot, _ role: RoleSlot, isGiven: Bool
    ) -> (framework: Quantities, role: HoldingChange) {
        var ofFramework = Quantities()
        var ofRole = Quantities()
        var parts = HoldingChange.Parts()
        for entry in resources.scalars {
            let (name, traits) = (entry.kind.name, entry.kind.traits)
            if traits.contains(.shared) {
                let held = agents[agent].holding(of: framework, in: role)?.copies(of: entry) ?? 0
                guard held == (isGiven ? 0 : entry.copies) else { continue }
                ofFramework[name] += entry.thousandths
                if isHeldByOthers(entry, on: agent, framework, role) { continue }
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

    private func isHeldByOthers(
        _ entry: Resources.Scalar, on agent: AgentSlot, _ framework: FrameworkSlot, _ role: RoleSlot
    ) -> Bool {
        agents[agent].holdings.contains { holding in
            holding.role == role && holding.framework != framework && frameworks[holding.framework].isAdded
                && holding.resources.copies(of: entry) > 0
        }
    }

    /// Counts what a framework that has just become known holds already.
    mutating func trackExisting(_ framework: FrameworkSlot) {
        guard frameworks[framework].holdingCount > 0 else { return }
        frameworks.resetHoldings(of: framework)
        for agent in agents.sorted where agents[agent].holds(anythingOf: framework) {
            for holding in agents[agent].holdings where holding.framework == framework {
                // Without it on the agent for a moment, so that the first copy of a shared resource counts.
                changeAgent(agent) { agent in
                    agent.takeBack(holding.resources, from: framework, in: holding.role)
                }
                give(holding.resources, of: agent, to: framework, in: holding.role)
            }
        }
    }

    // MARK: Memberships

    /// Tracks a framework under a role, which thereby becomes a client where it has no other framework.
    mutating func ensureMembership(of framework: FrameworkSlot, in role: RoleSlot) {
        guard frameworks[framework].membership(in: role) == nil else { return }
        if tree[role].frameworks.isEmpty { tree.addClient(role) }
        let place = tree.roles[role].frameworks.insert(
            FrameworkClient(framework), name: frameworks[framework].id,
            isActive: frameworks[framework].isActive(in: role))
        frameworks.addMembership(in: role, at: place, of: framework)
        recordChange(of: framework, in: role)
    }

    /// Stops tracking a framework under a role that it is not subscribed to and in which it holds nothing.
    mutating func removeMembershipIfIdle(of framework: FrameworkSlot, in role: RoleSlot) {
        guard let membership = frameworks[framework].membership(in: role), membership.agents == 0,
            !frameworks[framework].roles.contains(role)
        else { return }
        tree.roles[role].frameworks.remove(membership.place)
        if tree[role].frameworks.isEmpty { tree.removeClient(role) }
        frameworks.removeMembership(in: role, of: framework)
    }

    /// Brings a framework into the orders of its roles and out of them, as its state says.
    mutating func refreshActivity(of framework: FrameworkSlot) {
        for membership in frameworks[framework].memberships {
            let wasActive = tree[membership.role].frameworks[membership.place].isActive
            let isActive = frameworks[framework].isActive(in: membership.role)
            tree.roles[membership.role].frameworks.setActive(membership.place, isActive)
            if isActive && !wasActive { recordChange(of: framework, in: membership.role) }
        }
    }
}
