extension ClusterRestoration {
    mutating func restoreAgents() throws(StateMismatch) {
        for agent in state.agents {
            let slot = try restoreAgent(agent)
            try restoreHoldings(of: agent, in: slot)
            try restoreOffers(of: agent, in: slot)
            try restoreMerged(of: agent, in: slot)
        }
    }

    private mutating func restoreAgent(_ agent: AgentState) throws(StateMismatch) -> AgentSlot {
        let description = agent.description
        let total = try list(agent.total, of: "the total of agent '\(description.id)'")
        let maintenance = try maintenance(of: agent)
        try Self.attempt("agent '\(description.id)'") { () throws(Refusal) in
            try form.check(description)
            try form.check(maintenance?.unavailability)
            try cluster.checkRoom(forAgent: description.id)
            try cluster.checkTotals(replacing: Quantities(), with: total.quantities)
        }
        let slot = cluster.insertAgent(description, maintenance: maintenance, total: total)
        cluster.agents.setActivated(agent.isActivated, of: slot)
        return slot
    }

    private func maintenance(of agent: AgentState) throws(StateMismatch) -> Maintenance? {
        guard let state = agent.maintenance else { return nil }
        var maintenance = Maintenance(state.unavailability)
        maintenance.outstanding = Set(state.outstanding)
        for status in state.statuses { maintenance.statuses[status.framework] = status }
        guard maintenance.outstanding.count == state.outstanding.count,
            maintenance.statuses.count == state.statuses.count
        else {
            throw StateMismatch(
                "a framework is listed twice for inverse offers or answers about agent '\(agent.description.id)'")
        }
        return maintenance
    }

    // MARK: Holdings and offers

    /// Restores the holdings of an agent. They may exceed its total, because a total may shrink below the amount in
    /// use.
    private mutating func restoreHoldings(of agent: AgentState, in slot: AgentSlot) throws(StateMismatch) {
        let what = "a holding of agent '\(agent.description.id)'"
        var ofUnknown = Quantities()
        var copies: Int64 = 0
        for holding in agent.holdings {
            let resources = try listInUse(holding.resources, of: what)
            let role = try role(holding.role, of: what)
            let id = holding.framework
            try Self.attempt(what) { () throws(Refusal) in try form.check(id, "the framework") }
            let framework = cluster.frameworks.intern(id)
            guard cluster.agents[slot].holding(of: framework, in: role) == nil else {
                throw StateMismatch("\(what): framework '\(id)' has two holdings in role '\(holding.role)'")
            }
            let quantities = resources.quantities
            let isKnown = cluster.frameworks[framework].isAdded
            copies += resources.scalars.reduce(0) { $0 + Int64($1.copies) }
            guard (isKnown ? cluster.tree.held : ofUnknown).canAdd(quantities), copies <= Self.maximumCopies else {
                throw StateMismatch("\(what): the sum of the holdings exceeds the maximum")
            }
            if !isKnown { ofUnknown += quantities }
            let candidate = Candidate(framework: framework, role: role, agent: slot)
            cluster.give(resources, to: candidate, isAllocation: false)
        }
    }

    /// Restores the offers of an agent in their order. Offers that expire together are published together, sorted by
    /// name.
    private mutating func restoreOffers(of agent: AgentState, in slot: AgentSlot) throws(StateMismatch) {
        let what = "an offer of agent '\(agent.description.id)'"
        for offer in agent.offers {
            let resources = try listInUse(offer.resources, of: what)
            let role = try role(offer.role, of: what)
            guard let framework = cluster.frameworks.addedSlot(of: offer.framework) else {
                throw StateMismatch("\(what) is to framework '\(offer.framework)', which does not exist")
            }
            try checkDeadline(of: offer, to: framework, in: role, on: slot, what)
            var sum = cluster.agents[slot].offers.resources(of: framework, in: role)
            sum.add(resources)
            let held = cluster.agents[slot].holding(of: framework, in: role)
            guard held?.canSubtract(sum) == true else {
                throw StateMismatch("\(what): framework '\(offer.framework)' does not hold the resources offered to it")
            }
            try setNumber(endsBeforeRun: offer.endsBeforeRun, offer.deadline, of: what)
            let count = cluster.agents.offerCount
            let candidate = Candidate(framework: framework, role: role, agent: slot)
            cluster.recordOffer(OfferBundle(candidate: candidate, resources: resources), until: offer.deadline)
            guard cluster.agents.offerCount == count + 1 else {
                throw StateMismatch("\(what): framework '\(offer.framework)' has more offers than are allowed")
            }
        }
    }

    /// Checks that an offer has a deadline if and only if there is a timeout, and that it expires later than all
    /// earlier offers.
    private func checkDeadline(
        of offer: AgentState.Offer, to framework: FrameworkSlot, in role: RoleSlot, on agent: AgentSlot,
        _ what: String
    ) throws(StateMismatch) {
        guard (offer.deadline == nil) == (cluster.options.offerTimeout == nil) else {
            throw StateMismatch("\(what) must have a deadline if and only if there is an offer timeout")
        }
        guard let deadline = offer.deadline else { return }
        try checkAhead(deadline, what)
        let newest = cluster.agents[agent].offers.offers.last { $0.isOffered(to: framework, in: role) }
        guard newest?.deadline.map({ $0 < deadline }) ?? true else {
            throw StateMismatch("\(what) does not expire later than an earlier one")
        }
    }

    private mutating func restoreMerged(of agent: AgentState, in slot: AgentSlot) throws(StateMismatch) {
        let what = "the merged accounts of agent '\(agent.description.id)'"
        for id in agent.merged {
            guard let framework = cluster.frameworks.addedSlot(of: id),
                cluster.agents[slot].holds(anythingOf: framework)
            else {
                throw StateMismatch("\(what): framework '\(id)' holds nothing there")
            }
            let isNew = cluster.agents.change(slot) { agent in
                agent.mergedFrameworks.insert(framework).inserted
            }
            guard isNew else {
                throw StateMismatch("\(what): framework '\(id)' is listed twice")
            }
        }
    }
}
