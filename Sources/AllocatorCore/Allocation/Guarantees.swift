/// The first stage, which satisfies guarantees that are not met yet.
extension AllocationCycle {
    /// Allocates the resources of agents to roles whose guarantees are not met yet.
    mutating func satisfyGuarantees<Sink: GrantSink>(
        from agents: [AgentSlot], into sink: inout Sink, _ cluster: inout Cluster
    ) {
        satisfyGuaranteesOnce(from: agents, into: &sink, &cluster)
        guard cluster.options.guaranteesLargerDisks else { return }
        grantsLargerDisks = true
        satisfyGuaranteesOnce(from: agents, into: &sink, &cluster)
        grantsLargerDisks = false
    }

    private mutating func satisfyGuaranteesOnce<Sink: GrantSink>(
        from agents: [AgentSlot], into sink: inout Sink, _ cluster: inout Cluster
    ) {
        for agent in agents {
            if quota.requiredHeadroom.isEmpty { return }
            satisfyGuarantees(from: agent, into: &sink, &cluster)
        }
    }

    private mutating func satisfyGuarantees<Sink: GrantSink>(
        from agent: AgentSlot, into sink: inout Sink, _ cluster: inout Cluster
    ) {
        if quota.requiredHeadroom.isEmpty || sink.remaining(of: cluster.agents[agent].available).isEmpty { return }
        var walk = AgentWalk(over: agent, seed: seeds.guarantees, &cluster)
        while !sink.isFinished, let role = walk.nextRole(&cluster) {
            guard quota.hasClaim(at: cluster.tree.quotaPosition(of: role)) else { continue }
            if quota.requiredHeadroom.isEmpty || sink.remaining(of: cluster.agents[agent].available).isEmpty { return }
            walk.enter(role, &cluster)
            satisfyGuarantee(of: role, &walk, into: &sink, &cluster)
        }
    }

    private mutating func satisfyGuarantee<Sink: GrantSink>(
        of role: RoleSlot, _ walk: inout AgentWalk, into sink: inout Sink, _ cluster: inout Cluster
    ) {
        let position = cluster.tree.quotaPosition(of: role)
        var claim = quota.claim(at: position)
        while !sink.isFinished, let place = walk.nextFramework() {
            let framework = cluster.tree.roles[role].frameworks.payload(at: place).framework
            let candidate = Candidate(framework: framework, role: role, agent: walk.agent)
            sink.willAsk(candidate, at: .guarantees)
            let remaining = sink.remaining(of: cluster.agents[walk.agent].available)
            switch cluster.candidacy(of: candidate, from: remaining) {
            case .nothingLeft: return
            case .skipped: continue
            case .eligible(let available):
                guard
                    let found = cluster.guaranteedOffer(
                        to: candidate, from: available, claim, quota, grantsLargerDisks: grantsLargerDisks)
                else {
                    continue
                }
                sink.grant(found.offer, to: candidate, at: .guarantees, &cluster)
                claim = quota.record(found, at: position)
                if claim.isEmpty || sink.remaining(of: cluster.agents[walk.agent].available).isEmpty {
                    return
                }
            }
        }
    }
}
