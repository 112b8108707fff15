/// The first stage, which satisfies guarantees that are not met yet.
extension AllocationCycle {
    /// Allocates the resources of an agent to roles whose guarantees are not met yet.
    mutating func satisfyGuarantees<Sink: GrantSink>(
        from agent: AgentSlot, into sink: inout Sink, _ cluster: inout Cluster
    ) {
        if quota.requiredHeadroom.isEmpty || sink.remaining(of: cluster.agents[agent].available).isEmpty { return }
        var walk = AgentWalk(over: agent, seed: seeds.guarantees, &cluster)
        while !sink.isFinished, let role = walk.nextRole(&cluster) {
            guard quota.unmetRoles.contains(role) else { continue }
            if quota.requiredHeadroom.isEmpty || sink.remaining(of: cluster.agents[agent].available).isEmpty { return }
            walk.enter(role, &cluster)
            satisfyGuarantee(of: role, &walk, into: &sink, &cluster)
        }
    }

    private mutating func satisfyGuarantee<Sink: GrantSink>(
        of role: RoleSlot, _ walk: inout AgentWalk, into sink: inout Sink, _ cluster: inout Cluster
    ) {
        let position = cluster.tree.roles[role].quotaPosition
        var unsatisfied = cluster.tree.roles[role].quota.guarantees.subtractingClamped(quota.consumed(at: position))
        while !sink.isFinished, let place = walk.nextFramework() {
            let framework = cluster.tree.roles[role].frameworks.payload(at: place).framework
            let candidate = Candidate(framework: framework, role: role, agent: walk.agent)
            sink.willAsk(candidate, at: .guarantees)
            let remaining = sink.remaining(of: cluster.agents[walk.agent].available)
            switch cluster.candidacy(of: candidate, from: remaining) {
            case .nothingLeft: return
            case .skipped: continue
            case .eligible(let available):
                guard let found = cluster.guaranteedOffer(to: candidate, from: available, unsatisfied, quota) else {
                    continue
                }
                sink.grant(found.offer, to: candidate, at: .guarantees, &cluster)
                quota.record(found, at: position)
                unsatisfied.subtractClamped(found.increase)
                if unsatisfied.isEmpty {
                    quota.markMet(role)
                    return
                }
                if sink.remaining(of: cluster.agents[walk.agent].available).isEmpty { return }
            }
        }
    }
}

extension Cluster {
    /// Returns the offer of the first stage: resources for the unmet part of the guarantee, and further resources of
    /// the agent within limits and headroom.
    ///
    /// - Parameters:
    ///   - available: The candidate's part of the agent's resources (`Candidacy.eligible`).
    ///   - unsatisfied: The unmet quantities of the guarantee.
    /// - Returns: `nil` if the framework cannot be offered any resources for the guarantee.
    func guaranteedOffer(
        to candidate: Candidate, from available: Resources, _ unsatisfied: Quantities, _ quota: QuotaAccount
    ) -> GuaranteedOffer? {
        let role = candidate.role
        let quotaResources = available.filter { $0.traits.isQuotaResource }
        let guaranteed = quotaResources.shrunk(to: unsatisfied, in: kinds)
        if guaranteed.isEmpty { return nil }
        let guaranteedQuantities = guaranteed.quantities

        var rest = quotaResources
        rest.subtract(guaranteed)
        let limits = tree.roles[role].quota.limits
        if !limits.isEmpty {
            let consumed = quota.consumed(at: tree.roles[role].quotaPosition)
            let room = limits.subtractingClamped(consumed).subtractingClamped(guaranteedQuantities)
            rest = rest.shrunk(to: room, in: kinds)
        }
        rest = withinHeadroom(rest, quota)

        var offer = guaranteed
        offer.add(
            available.filter { kind in
                kinds.reservationRole(of: kind) == role || !kind.traits.contains(.scalar)
                    || kind.traits.contains(.revocable)
            })
        offer.add(rest)
        guard canBeOffered(offer, to: candidate) else { return nil }

        return GuaranteedOffer(
            offer: offer, guaranteed: guaranteedQuantities, increase: guaranteedQuantities + rest.quantities)
    }
}
