package import AllocatorCore

extension ReferenceCluster {
    package mutating func updateAllocation(
        framework id: Name, agent agentID: Name, offered: [Resource], change: AllocationChange
    ) throws(Refusal) {
        _ = try framework(id)
        let agent = try agent(agentID)
        let before = ReferenceResources(offered)
        guard let role = before.resources.first?.allocationRole else { throw .invalidArgument("nothing is offered") }
        try check(before, in: .offered, of: id, agent: agentID)

        let conversions = Self.conversions(of: change)
        if conversions?.isEmpty == true {
            requestReallocation(of: [agentID])
            return
        }
        guard let conversions, let after = before.applying(conversions),
            let total = agent.total.applying(
                conversions.filter { !$0.consumed.isEmpty }.map(\.unallocated)),
            !isHeldByOthers(conversions, on: agent, besides: before)
        else { throw .failedPrecondition("the resources cannot be converted so") }

        let tracked = trackedResources(of: id, role: role, agent: agentID)
        let updated = tracked - before + after
        let removed = conversions.filter(\.converted.isEmpty).reduce(into: ReferenceResources()) { $0 += $1.consumed }
        guard tracked.scalarQuantities == updated.scalarQuantities + removed.scalarQuantities else {
            throw .failedPrecondition("the conversions change quantities")
        }

        convert(before, to: after, of: id, role: role, agent: agentID)
        agents[agentID]?.release(before, of: id)
        agents[agentID]?.hold(after, for: id)
        agents[agentID]?.total = total
        setTracked(updated, of: id, role: role, agent: agentID)
        settleClients()
        requestReallocation(of: [agentID])
    }

    package mutating func updateAvailable(agent id: Name, operations: [Operation]) throws(Refusal) {
        var agent = try agent(id)
        guard agent.available.applying(operations) != nil, let total = agent.total.applying(operations),
            let conversions = Self.conversions(of: .operations(operations)),
            !isHeldByOthers(conversions, on: agent, besides: ReferenceResources())
        else {
            throw .failedPrecondition("the operations do not apply to what is available")
        }
        agent.total = total
        agents[id] = agent
        requestReallocation(of: [id])
    }

    package mutating func recoverResources(
        framework id: Name, agent agentID: Name, resources: [Resource], filters: RefusalFilters?, isAllocated: Bool
    ) throws(Refusal) {
        let recovered = ReferenceResources(resources)
        guard !recovered.isEmpty, let framework = frameworks[id], agents[agentID] != nil,
            let role = recovered.resources.first?.allocationRole
        else { return }
        let account = isAllocated ? Account.allocated : .offered
        try check(recovered, in: account, of: id, agent: agentID)

        take(recovered, from: account, of: id, agent: agentID)
        agents[agentID]?.release(recovered, of: id)
        let rest = trackedResources(of: id, role: role, agent: agentID) - recovered
        setTracked(rest, of: id, role: role, agent: agentID)
        settleClients()

        if let end = filterEnd(filters, isAllocated: isAllocated) {
            var filtering = framework
            filtering.offerFilters.append(
                ReferenceFramework.OfferFilter(
                    role: role, agent: agentID, resources: recovered.allocated(to: nil), end: end,
                    freesAgent: end.interval == intervals))
            frameworks[id] = filtering
        }
        requestReallocation(of: [agentID])
    }

    /// The expiry of the filter that a recovery sets, or `nil` if it sets none.
    ///
    /// With a reallocation delay, a filter lasts exactly as long as it says. An offer that is declined without a time
    /// is filtered until just before the next interval's run.
    private func filterEnd(_ filters: RefusalFilters?, isAllocated: Bool) -> ReferenceEnd? {
        let span = filters.flatMap { Self.span(of: $0) }
        if options.reallocationDelay == nil {
            return span.map { end(at: now.advanced(by: max($0, options.allocationInterval))) }
        }
        if let span { return end(at: now.advanced(by: span)) }
        return isAllocated ? nil : ReferenceEnd(time: nextRun, interval: -1)
    }

    /// Whether copies of a shared resource to convert are held on the agent, beyond those in `own`.
    private func isHeldByOthers(
        _ conversions: [ReferenceConversion], on agent: ReferenceAgent, besides own: ReferenceResources
    ) -> Bool {
        let held = agent.held.values.reduce(into: ReferenceResources()) { $0 += $1.allocated(to: nil) }
        return conversions.flatMap(\.consumed.resources).contains { resource in
            var plain = resource
            plain.allocationRole = nil
            return held.copies(ofShared: plain) > own.allocated(to: nil).copies(ofShared: plain)
        }
    }

    /// The minimum lifetime of a filter, or `nil` for no filter.
    package static func span(of filters: RefusalFilters) -> TimeSpan? {
        let seconds = filters.refuseSeconds ?? 5
        if seconds > 365 * 86_400 { return .days(365) }
        if seconds < 0 { return .seconds(5) }
        let span = TimeSpan(nanoseconds: Int64(seconds * 1e9))
        return span == .zero ? nil : span
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
