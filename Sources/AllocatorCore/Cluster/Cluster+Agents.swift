extension Cluster {
    mutating func addAgent(
        _ description: AgentDescription, unavailability: Unavailability?, total: [Resource], used: [Name: [Resource]]
    ) throws(Refusal) {
        try checkRoom(forAgent: description.id)
        try patterns.checkWork(adding: description, limit: limits.regexWork)
        let total = try intern(total)
        let used = try internUsed(used)
        try checkTotals(replacing: Quantities(), with: total.quantities)
        try checkHeld(adding: used)

        let slot = insertAgent(description, maintenance: unavailability.map(Maintenance.init), total: total)
        for use in used { giveUsed(use, of: slot) }
        if schedule.takeEndOfRecovery(agentCount: agents.count) { resume() }
        schedule.recordAgent(slot, among: agents.sorted)
    }

    func checkRoom(forAgent id: Name) throws(Refusal) {
        guard agents.slot(of: id) == nil else {
            throw .alreadyExists("agent '\(id)' already exists; update or remove it")
        }
        guard agents.count < limits.agents else {
            throw .resourceExhausted(
                "the maximum of \(limits.agents) agents is reached; remove one, or raise --max-agents")
        }
    }

    /// Inserts an agent without holdings. The caller has checked that there is room.
    mutating func insertAgent(
        _ description: AgentDescription, maintenance: Maintenance?, total: Resources
    ) -> AgentSlot {
        let slot = agents.insert(description, maintenance: maintenance)
        patterns.setTexts(of: slot, description)
        setTotal(total, of: slot)
        return slot
    }

    mutating func removeAgent(_ id: Name) throws(Refusal) {
        let slot = try knownAgent(id)
        for holding in agents[slot].holdings {
            takeBack(
                holding.resources, from: Candidate(framework: holding.framework, role: holding.role, agent: slot))
        }
        setTotal(Resources(), of: slot)
        removeFilters(on: slot)
        schedule.remove(slot)
        dequeue(slot)
        patterns.setTexts(of: slot, nil)
        agents.remove(slot)
    }

    mutating func updateAgent(
        _ description: AgentDescription, total: [Resource]?, replacesCapabilities: Bool, replacesInfo: Bool
    ) throws(Refusal) {
        let slot = try knownAgent(description.id)
        if replacesInfo { try patterns.checkWork(adding: description, limit: limits.regexWork) }
        var newTotal: Resources?
        if let total {
            let interned = try intern(total)
            // A local variable, because passing the property as an argument makes Swift 6.3 copy the whole cluster.
            let oldQuantities = agents[slot].totalQuantities
            try checkTotals(replacing: oldQuantities, with: interned.quantities)
            newTotal = interned
        }

        let old = agents[slot].description
        var new = replacesInfo ? description : old
        new.capabilities = replacesCapabilities ? description.capabilities : old.capabilities
        var isChanged = !new.isEqual(to: old)
        if !new.hasSameAttributes(as: old) { removeFilters(on: slot) }
        agents.setDescription(new, of: slot)
        patterns.setTexts(of: slot, new)
        if let newTotal, !newTotal.isEqual(to: agents[slot].total) {
            setTotal(newTotal, of: slot)
            isChanged = true
        }
        guard isChanged else { return }
        markDirty(slot)
        schedule.wantRun(over: slot)
    }

    mutating func addResourceProvider(
        agent id: Name, total: [Resource], used: [Name: [Resource]]
    ) throws(Refusal) {
        let slot = try knownAgent(id)
        var newTotal = agents[slot].total
        newTotal.add(try intern(total))
        let used = try internUsed(used)
        let oldQuantities = agents[slot].totalQuantities
        try checkTotals(replacing: oldQuantities, with: newTotal.quantities)
        try checkHeld(adding: used)

        if !newTotal.isEqual(to: agents[slot].total) { setTotal(newTotal, of: slot) }
        for use in used where frameworks.addedSlot(of: use.framework) != nil { giveUsed(use, of: slot) }
        reallocate(slot)
    }

    mutating func setActivated(_ isActivated: Bool, agent id: Name) throws(Refusal) {
        let slot = try knownAgent(id)
        agents.setActivated(isActivated, of: slot)
        if isActivated { reallocate(slot) }
    }

    // MARK: Totals

    /// Replaces an agent's total, and updates the reservations and the cluster's totals.
    mutating func setTotal(_ total: Resources, of slot: AgentSlot) {
        let old = agents[slot].total
        if !total.hasKinds(of: old) { collection.recordUnused() }
        let oldQuantities = agents[slot].totalQuantities
        tree.subtractReservations(of: old, in: kinds)
        tree.addReservations(of: total, in: kinds)
        changeAgent(slot) { agent in agent.setTotal(total) }
        tree.replaceTotals(oldQuantities, with: agents[slot].totalQuantities)
    }

    /// Checks that the totals of the agent and the cluster stay within their ranges.
    ///
    /// - Throws: `resourceExhausted`
    func checkTotals(replacing old: Quantities, with new: Quantities) throws(Refusal) {
        guard new.indices.allSatisfy({ new[$0] <= Quantity.maximum.thousandths }) else {
            throw .resourceExhausted("the agent's total would exceed \(Quantity.maximum.value) of one resource")
        }
        guard tree.totals.quantities.subtractingClamped(old).canAdd(new) else {
            throw .resourceExhausted("the cluster's total would exceed \(Quantity.maximumSum.value) of one resource")
        }
    }

    // MARK: Resources in use

    struct Use: Sendable {
        var framework: Name
        var role: RoleSlot
        var resources: Resources
    }

    mutating func internUsed(_ used: [Name: [Resource]]) throws(Refusal) -> [Use] {
        // Usually there is one framework, and nothing to sort.
        if used.count == 1, let only = used.first { return try internUses(of: only.key, only.value) }
        var result: [Use] = []
        for framework in used.keys.sorted() { result += try internUses(of: framework, used[framework] ?? []) }
        return result
    }

    private mutating func internUses(of framework: Name, _ resources: [Resource]) throws(Refusal) -> [Use] {
        try internByRole(resources).parts.map { Use(framework: framework, role: $0.role, resources: $0.resources) }
    }

    func checkHeld(adding used: [Use]) throws(Refusal) {
        var sum = Quantities()
        for use in used {
            let quantities = use.resources.quantities
            guard sum.canAdd(quantities),
                quantities.indices.allSatisfy({ quantities[$0] <= Quantity.maximum.thousandths })
            else { throw tooMuchHeld }
            sum += quantities
        }
        guard tree.held.canAdd(sum) else { throw tooMuchHeld }
    }

    private var tooMuchHeld: Refusal {
        .resourceExhausted("the resources in use would exceed \(Quantity.maximumSum.value) of one resource")
    }

    /// Adds resources that are reported to be in use, as allocated.
    private mutating func giveUsed(_ use: Use, of agent: AgentSlot) {
        let framework = frameworks.intern(use.framework)
        give(use.resources, to: Candidate(framework: framework, role: use.role, agent: agent))
        if use.resources.collections.isEmpty { return }
        changeAgent(agent, isAvailabilityChanged: false) { agent in
            agent.noteUsed(use.resources, by: framework, in: use.role)
        }
    }
}

extension AgentDescription {
    /// Whether the attributes are the same, regardless of their order.
    func hasSameAttributes(as other: AgentDescription) -> Bool {
        guard attributes.count == other.attributes.count else { return false }
        var remaining = other.attributes
        return attributes.allSatisfy { attribute in
            guard let position = remaining.firstIndex(of: attribute) else { return false }
            remaining.remove(at: position)
            return true
        }
    }

    func isEqual(to other: AgentDescription) -> Bool {
        hostname == other.hostname && domain == other.domain && capabilities == other.capabilities
            && port == other.port && resources == other.resources && hasSameAttributes(as: other)
    }
}
