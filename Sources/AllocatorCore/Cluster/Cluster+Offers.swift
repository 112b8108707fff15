/// The recovery and conversion of offered resources. `Cluster+Accounts` has the transition to allocated.
extension Cluster {
    mutating func recoverResources(
        framework frameworkID: Name, agent agentID: Name, resources: [Resource], filters: RefusalFilters?,
        isAllocated: Bool
    ) throws(Refusal) {
        guard let framework = frameworks.addedSlot(of: frameworkID), let agent = agents.slot(of: agentID),
            let part = try internOfOneRole(resources)
        else { return }
        let end = filterEnd(filters, isAllocated: isAllocated)
        let candidate = Candidate(framework: framework, role: part.role, agent: agent)
        try check(part.resources, in: isAllocated ? .allocated : .offered, of: candidate)
        if end != nil { try checkRoomForFilter() }

        if !isAllocated { removeOffered(part.resources, of: candidate) }
        takeBack(part.resources, from: candidate)
        switch end {
        case nil: break
        case .nextRun:
            addOfferFilter(
                part.resources, of: framework, in: part.role, on: agent, until: schedule.nextRun, isBeforeRun: true)
        case .time(let end): addOfferFilter(part.resources, of: framework, in: part.role, on: agent, until: end)
        }
        reallocate(agent)
    }

    // MARK: Conversions

    mutating func updateAllocation(
        framework frameworkID: Name, agent agentID: Name, offered: [Resource], change: AllocationChange
    ) throws(Refusal) {
        let framework = try knownFramework(frameworkID)
        let agent = try knownAgent(agentID)
        guard let part = try internOfOneRole(offered) else {
            throw .invalidArgument("offered_resources are empty; list the resources that were offered")
        }
        let role = tree[part.role].path
        var conversions: [InternedConversion] = []
        switch change {
        case .conversions(let list):
            for conversion in list { conversions.append(try intern(conversion, allocatedTo: role)) }
        case .operations(let operations):
            for operation in operations {
                for conversion in try operation.conversions() {
                    conversions.append(try intern(conversion, allocatedTo: role))
                }
            }
        }
        let candidate = Candidate(framework: framework, role: part.role, agent: agent)
        try check(part.resources, in: .offered, of: candidate)
        if conversions.isEmpty { return }
        try checkNoOtherCopyIsHeld(of: conversions, on: agent, besides: part.resources)
        let converted = try apply(conversions, to: part.resources, "the offered resources")
        try checkQuantities(of: conversions, from: part.resources, to: converted, heldBy: candidate)
        let consuming = conversions.filter { !$0.consumed.isEmpty }.map(\.onTotal)
        let oldTotal = agents[agent].total
        let total = try apply(consuming, to: oldTotal, "the agent's resources")

        exchange(part.resources, for: converted, of: candidate)
        if !total.isEqual(to: oldTotal) { setTotal(total, of: agent) }
    }

    /// Checks that conversions change quantities only by those that they consume without replacement.
    private func checkQuantities(
        of conversions: [InternedConversion], from old: Resources, to new: Resources, heldBy candidate: Candidate
    ) throws(Refusal) {
        guard let before = agents[candidate.agent].holding(of: candidate.framework, in: candidate.role) else {
            return
        }
        var after = before
        after.subtract(old)
        after.add(new)
        let quantities = before.quantities
        var expected = after.quantities
        for conversion in conversions where conversion.converted.isEmpty {
            let removed = conversion.consumed.quantities
            guard expected.canAdd(removed) else {
                throw .failedPrecondition("a conversion removes resources that are not held")
            }
            expected += removed
        }
        guard expected == quantities else {
            throw .failedPrecondition("a conversion changes quantities; only one without converted resources may")
        }
    }

    mutating func updateAvailable(agent id: Name, operations: [Operation]) throws(Refusal) {
        let agent = try knownAgent(id)
        var conversions: [InternedConversion] = []
        for operation in operations {
            for conversion in try operation.conversions() {
                conversions.append(try intern(conversion, allocatedTo: nil))
            }
        }
        try checkNoOtherCopyIsHeld(of: conversions, on: agent, besides: Resources())
        let (available, oldTotal) = (agents[agent].available, agents[agent].total)
        _ = try apply(conversions, to: available, "the available resources of agent '\(id)'")
        let total = try apply(conversions, to: oldTotal, "the agent's resources")
        let oldQuantities = agents[agent].totalQuantities
        try checkTotals(replacing: oldQuantities, with: total.quantities)
        if !total.isEqual(to: oldTotal) { setTotal(total, of: agent) }
    }
}
