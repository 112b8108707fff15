/// The second stage: gives what is left in fair order.
extension AllocationCycle {
    /// Gives what is left of an agent, in fair order, to the frameworks that are not known to get nothing of it.
    ///
    /// - Parameter exhaustedAt: the change counter up to which every framework is known to get nothing of the agent.
    mutating func allocateFairShare<Sink: GrantSink>(
        of agent: Slot<Agent>, exhaustedAt: UInt64, into sink: inout Sink, _ cluster: inout Cluster
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
        in role: Slot<Role>, _ walk: inout AgentWalk, into sink: inout Sink, _ cluster: inout Cluster
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

    /// Records unreserved scalars that are not revocable, wherever a quota or headroom counts them.
    private mutating func recordFairShare(_ offer: Resources, of role: Slot<Role>, _ cluster: inout Cluster) {
        guard !cluster.tree.roles[role].quota.isDefault || !quota.requiredHeadroom.isEmpty else { return }
        quota.record(
            increase: offer.quantities { $0.isQuotaResource }, at: cluster.tree.roles[role].quotaPosition)
    }

    // MARK: Offers

    /// The offer that a framework may take, apart from its filters, cached by class. Records what is withheld from it.
    ///
    /// - Parameter isCommon: whether the offer is the same in all roles that use the shared pool.
    /// - Returns: `nil` if the framework may take nothing.
    @inline(__always)
    private mutating func offer(
        to candidate: Candidate, _ frameworkClass: FrameworkClass, from available: Resources, isCommon: Bool,
        _ cluster: inout Cluster
    ) -> Resources? {
        if frameworkClass == .unique {
            if cluster.isExcludedByConstraints(candidate) { return nil }
            let computed = cluster.computedOffer(to: candidate, from: available, quota)
            record(computed)
            return computed.resources
        }
        var position = offers.position(of: frameworkClass, isCommon: isCommon)
        if position == nil {
            let computed = cluster.computedOffer(to: candidate, from: available, quota)
            position = offers.insert(computed, for: frameworkClass, isCommon: isCommon)
        }
        guard let position else { return nil }
        record(offers[position])
        return offers[position].resources
    }

    @inline(__always)
    private mutating func record(_ computed: ComputedOffer) {
        if computed.isTransient { isRefusalTransient = true }
        withheld.record(computed.withheld)
    }
}

extension Cluster {
    /// Whether a class of frameworks is offered the same of an agent in this role as in all others of which this holds:
    /// nothing is reserved and nothing is limited.
    @inline(__always)
    fileprivate func usesSharedPool(_ role: Slot<Role>, on agent: Slot<Agent>) -> Bool {
        tree.roles[role].parent == tree.root && tree.roles[role].quota.limits.isEmpty
            && !agents[agent].hasReservations
    }

    /// Computes the offer of the second stage, before constraints and filters.
    @inline(__always)
    fileprivate func computedOffer(
        to candidate: Candidate, from available: Resources, _ quota: QuotaAccount
    ) -> ComputedOffer {
        let (framework, role) = (candidate.framework, candidate.role)
        guard isAllocatable(available, to: framework, in: role), canReceive(candidate.agent, framework) else {
            return .nothing
        }
        var computed = ComputedOffer()
        var offer = stripped(available, for: frameworks[framework].capabilities)
        let limits = tree.roles[role].quota.limits
        if !limits.isEmpty || !quota.requiredHeadroom.isEmpty {
            var rest = offer.filter { $0.traits.isQuotaResource }
            if !limits.isEmpty {
                let shrunk = withinLimits(rest, of: role, quota)
                computed.isTransient = !shrunk.hasSameEntries(as: rest)
                rest = shrunk
            }
            if !quota.requiredHeadroom.isEmpty, !rest.isEmpty {
                let shrunk = withinHeadroom(rest, quota)
                computed.withheld = rest.quantities.subtractingClamped(shrunk.quantities)
                rest = shrunk
            }
            offer = offer.filter { !$0.traits.isQuotaResource }
            offer.add(rest)
        }
        // Minimums were already checked for the full amount.
        let isWhole = offer.entryCount == available.entryCount && limits.isEmpty && quota.requiredHeadroom.isEmpty
        guard isWhole || isAllocatable(offer, to: framework, in: role), canBeUsed(by: candidate) else {
            return computed
        }
        if canCount(offer) { computed.resources = offer } else { computed.isTransient = true }
        return computed
    }
}
