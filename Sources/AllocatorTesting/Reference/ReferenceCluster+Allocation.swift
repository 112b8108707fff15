package import AllocatorCore

extension ReferenceCluster {
    package mutating func updateAllocation(
        framework id: Name, agent agentID: Name, offered: [Resource], change: AllocationChange
    ) throws(Refusal) {
        _ = try framework(id)
        var agent = try agent(agentID)
        let before = ReferenceResources(offered)
        guard let role = before.resources.first?.allocationRole else { throw .invalidArgument("nothing is offered") }
        try checkHeld(before, of: id, role: role, agent: agentID)

        guard let conversions = Self.conversions(of: change), let after = before.applying(conversions),
            let total = agent.total.applying(
                conversions.filter { !$0.consumed.isEmpty }.map(\.unallocated))
        else { throw .failedPrecondition("the resources cannot be converted so") }

        let tracked = trackedResources(of: id, role: role, agent: agentID)
        let updated = tracked - before + after
        let removed = conversions.filter(\.converted.isEmpty).reduce(into: ReferenceResources()) { $0 += $1.consumed }
        guard tracked.scalarQuantities == updated.scalarQuantities + removed.scalarQuantities else {
            throw .failedPrecondition("the conversions change quantities")
        }

        takeOff(before, framework: id, role: role, agent: agentID)
        agent.release(before, of: id)
        agent.hold(after, for: id)
        agent.total = total
        agents[agentID] = agent
        setTracked(updated, of: id, role: role, agent: agentID)
        settleClients()
    }

    package mutating func updateAvailable(agent id: Name, operations: [Operation]) throws(Refusal) {
        var agent = try agent(id)
        guard agent.available.applying(operations) != nil, let total = agent.total.applying(operations) else {
            throw .failedPrecondition("the operations do not apply to what is available")
        }
        agent.total = total
        agents[id] = agent
    }

    package mutating func recoverResources(
        framework id: Name, agent agentID: Name, resources: [Resource], filters: RefusalFilters?, isAllocated: Bool
    ) throws(Refusal) {
        let recovered = ReferenceResources(resources)
        guard !recovered.isEmpty, let framework = frameworks[id], let agent = agents[agentID],
            let role = recovered.resources.first?.allocationRole
        else { return }
        try checkHeld(recovered, of: id, role: role, agent: agentID)

        if !isAllocated { takeOff(recovered, framework: id, role: role, agent: agentID) }
        var changed = agent
        changed.release(recovered, of: id)
        agents[agentID] = changed
        let rest = trackedResources(of: id, role: role, agent: agentID) - recovered
        setTracked(rest, of: id, role: role, agent: agentID)
        settleClients()

        if let filters, let span = Self.span(of: filters) {
            var filtering = framework
            filtering.offerFilters.append(
                ReferenceFramework.OfferFilter(
                    role: role, agent: agentID, resources: recovered.allocated(to: nil),
                    end: now.advanced(by: max(span, options.allocationInterval))))
            frameworks[id] = filtering
        }
    }

    /// How long a filter lives at least; nil: no filter.
    package static func span(of filters: RefusalFilters) -> TimeSpan? {
        let seconds = filters.refuseSeconds ?? 5
        if seconds > 365 * 86_400 { return .days(365) }
        if seconds < 0 { return .seconds(5) }
        let span = TimeSpan(nanoseconds: Int64(seconds * 1e9))
        return span == .zero ? nil : span
    }

    private func checkHeld(
        _ resources: ReferenceResources, of framework: Name, role: Name, agent: Name
    ) throws(Refusal) {
        guard agents[agent]?.holds(resources, for: framework) == true,
            trackedResources(of: framework, role: role, agent: agent).contains(resources)
        else { throw .failedPrecondition("the framework does not hold that on the agent") }
    }

    private static func conversions(of change: AllocationChange) -> [ReferenceConversion]? {
        switch change {
        case .conversions(let conversions):
            return conversions.map { ReferenceConversion($0) }
        case .operations(let operations):
            var result: [ReferenceConversion] = []
            for operation in operations {
                guard let conversions = ReferenceConversion.conversions(of: operation) else { return nil }
                result += conversions
            }
            return result
        }
    }
}
