/// The second stage, which allocates the remaining resources in fair order.
extension AllocationCycle {
    /// Allocates the remaining resources of an agent in fair order. Frameworks that are known to get nothing are
    /// skipped.
    ///
    /// - Parameter exhaustedAt: The change counter up to which every framework is known to get nothing of the agent.
    mutating func allocateFairShare<Sink: GrantSink>(
        of agent: AgentSlot, exhaustedAt: UInt64, into sink: inout Sink, _ cluster: inout Cluster
    ) {
        offers.evictAll()
        var walk = AgentWalk(over: agent, seed: seeds.fairShare, exhaustedAt: exhaustedAt, &cluster)
        while !sink.isFinished, !sink.remaining(of: cluster.agents[agent].available).isEmpty,
            let role = walk.nextRole(&cluster)
        {
            guard cluster.tree.roles[role].lastChanged > exhaustedAt,
                cluster.tree.roles[role].frameworks.hasActiveClients
            else { continue }
            walk.enter(role, &cluster)
            allocateFairShare(in: role, &walk, into: &sink, &cluster)
        }
    }

    private mutating func allocateFairShare<Sink: GrantSink>(
        in role: RoleSlot, _ walk: inout AgentWalk, into sink: inout Sink, _ cluster: inout Cluster
    ) {
        let agent = walk.agent
        var available = cluster.part(
            of: sink.remaining(of: cluster.agents[agent].available), of: agent, for: role)
        if available.isEmpty { return }
        let usesSharedPool = cluster.usesSharedPool(role, on: agent)
        if !usesSharedPool { offers.evictRoleSpecific() }
        while !sink.isFinished, let place = walk.nextFramework() {
            let client = cluster.tree.roles[role].frameworks.payload(at: place)
            if client.lastChanged <= walk.exhaustedAt { continue }
            let candidate = Candidate(framework: client.framework, role: role, agent: agent)
            sink.willAsk(candidate, at: .fairShare)
            let offer = offer(
                to: candidate, client.frameworkClass, from: available, isCommon: usesSharedPool, &cluster)
            guard let offer, !cluster.isFiltered(offer, for: candidate) else { continue }
            if cluster.agents[agent].isUsedUp(by: offer) { walk.end() }
            offers.evictAll()
            sink.grant(offer, to: candidate, at: .fairShare, &cluster)
            recordFairShare(offer, of: role, &cluster)
            available = cluster.part(
                of: sink.remaining(of: cluster.agents[agent].available), of: agent, for: role)
            if available.isEmpty { return }
        }
    }

    /// Records the quota resources of an offer, if the role has a quota or guarantees require headroom.
    private mutating func recordFairShare(_ offer: Resources, of role: RoleSlot, _ cluster: inout Cluster) {
        let position = cluster.tree.quotaPosition(of: role)
        guard position != nil || quota.keepsHeadroom else { return }
        quota.record(increase: offer.quantities { $0.isQuotaResource }, at: position)
    }

    // MARK: Offers

    /// Returns the offer that a framework may take, regardless of its filters. Offers are cached by class.
    ///
    /// - Parameter isCommon: Whether the offer is the same in all roles that use the shared pool.
    /// - Returns: `nil` if the framework may take nothing.
    @inline(__always)
    private mutating func offer(
        to candidate: Candidate, _ frameworkClass: FrameworkClass, from available: Resources, isCommon: Bool,
        _ cluster: inout Cluster
    ) -> Resources? {
        if frameworkClass == .unique {
            if cluster.isExcludedByConstraints(candidate) { return nil }
            return computedOffer(to: candidate, from: available, &cluster)
        }
        if let position = offers.position(of: frameworkClass, isCommon: isCommon) { return offers[position] }
        let offer = computedOffer(to: candidate, from: available, &cluster)
        offers.insert(offer, for: frameworkClass, isCommon: isCommon)
        return offer
    }

    /// Computes an offer, regardless of constraints and filters, and records the quantities that are withheld from it.
    ///
    /// Recording one offer repeatedly has no further effect, so cached offers need not be recorded. The function does
    /// not change the cluster, which is `inout` so that Swift does not copy it.
    private mutating func computedOffer(
        to candidate: Candidate, from available: Resources, _ cluster: inout Cluster
    ) -> Resources? {
        let (framework, role) = (candidate.framework, candidate.role)
        guard cluster.isAllocatable(available, to: framework, in: role),
            cluster.canOffer(candidate.agent, to: framework)
        else { return nil }
        var offer = cluster.stripped(available, for: cluster.frameworks[framework].capabilities)
        let position = cluster.tree.quotaPosition(of: role)
        let room = position == nil ? QuantityLimits() : quota.room(at: position)
        let keepsHeadroom = quota.keepsHeadroom
        if !room.isEmpty || keepsHeadroom {
            var rest = offer.filter { $0.traits.isQuotaResource }
            if !room.isEmpty {
                let shrunk = rest.shrunk(to: room, in: cluster.kinds)
                if !shrunk.hasSameEntries(as: rest) { isRefusalTransient = true }
                rest = shrunk
            }
            if keepsHeadroom, !rest.isEmpty {
                let shrunk = cluster.withinHeadroom(rest, quota)
                withheld.record(rest.quantities.subtractingClamped(shrunk.quantities))
                rest = shrunk
            }
            offer = offer.filter { !$0.traits.isQuotaResource }
            offer.add(rest)
        }
        // The minimums have already been checked for the full amount.
        let isWhole = offer.entryCount == available.entryCount && room.isEmpty && !keepsHeadroom
        guard isWhole || cluster.isAllocatable(offer, to: framework, in: role), cluster.canBeUsed(by: candidate) else {
            return nil
        }
        guard cluster.canCount(offer) else {
            isRefusalTransient = true
            return nil
        }
        return offer
    }
}

extension Cluster {
    /// Whether the offer to a class of frameworks is the same in all roles for which this is true, because neither
    /// reservations nor limits apply.
    @inline(__always)
    fileprivate func usesSharedPool(_ role: RoleSlot, on agent: AgentSlot) -> Bool {
        tree.roles[role].parent == tree.root && tree.roles[role].quota.limits.isEmpty
            && !agents[agent].hasReservations
    }
}
