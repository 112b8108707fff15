extension Cluster {
    mutating func explanation(
        of id: Name, role path: Name?, agent agentID: Name?, after last: Name?, bound: Explanation.Bound
    ) throws(Refusal) -> Explanation {
        let framework = try frameworkAsked(id)
        let roles = try rolesToExplain(framework, path)
        let asked = try agentsToExplain(agentID, after: last)
        var groups = ExplanationGroups(framework: framework)
        let open = roles.filter { role in
            guard let reason = reasonAgainst(framework, in: role) else { return true }
            groups.note(reason, role: role, agents: asked)
            return false
        }
        var explanation = Explanation(
            framework: id, time: now, runs: runs, agents: asked.count, groups: [], last: nil)
        if !open.isEmpty {
            let looked = explain(framework, in: open, asked, bound, &groups)
            explanation.agents = looked
            if looked < asked.count, looked > 0 {
                explanation.last = agents[asked[asked.startIndex + looked - 1]].id
            }
        }
        explanation.groups = groups.groups(self)
        return explanation
    }

    /// - Returns: how many agents were looked at.
    private mutating func explain(
        _ framework: Slot<Framework>, in roles: [Slot<Role>], _ asked: ArraySlice<Slot<Agent>>,
        _ bound: Explanation.Bound, _ groups: inout ExplanationGroups
    ) -> Int {
        var upcoming = generator
        let pass = startPass(offeringAt: now, RunSeeds(using: &upcoming))
        var steps = 0
        var looked = 0
        for agent in asked {
            for role in roles {
                let found = reason(against: framework, role, agent, pass, bound)
                groups.note(found.reason, role: role, agent: agent, self)
                steps += found.steps
            }
            looked += 1
            if steps >= bound.steps { break }
        }
        return looked
    }

    private func rolesToExplain(_ framework: Slot<Framework>, _ path: Name?) throws(Refusal) -> [Slot<Role>] {
        guard let path else { return frameworks[framework].roles }
        return [try roleAsked(path)]
    }

    private func agentsToExplain(_ id: Name?, after last: Name?) throws(Refusal) -> ArraySlice<Slot<Agent>> {
        if let id { return [try agentAsked(id)] }
        guard let last else { return agents.sorted[...] }
        return agents.sorted[agents.position(after: last)...]
    }

    // MARK: Reasons

    /// The first reason why a run over an agent would not give the framework anything in the role, and how many steps it took to
    /// find it.
    mutating func reason(
        against framework: Slot<Framework>, in role: Slot<Role>, on agent: Slot<Agent>, _ pass: AllocationPass,
        _ bound: Explanation.Bound
    ) -> (reason: Reason, steps: Int) {
        if let reason = reasonAgainst(framework, in: role) { return (reason, 1) }
        return reason(against: framework, role, agent, pass, bound)
    }

    /// What stands against the framework in the role, whatever the agent.
    private func reasonAgainst(_ framework: Slot<Framework>, in role: Slot<Role>) -> Reason? {
        if isPaused { return .paused(knownAgents: agents.count, expectedAgents: expectedAgentCount) }
        let asking = frameworks[framework]
        if asking.isActive(in: role) { return nil }
        if !asking.isActive { return .frameworkInactive }
        if !asking.isMasterListening { return .masterNotListening(asking.master) }
        return asking.roles.contains(role) ? .suppressed : .notSubscribed
    }

    /// The first reason, of an agent, and how many steps it took to find it.
    private mutating func reason(
        against framework: Slot<Framework>, _ role: Slot<Role>, _ agent: Slot<Agent>, _ pass: AllocationPass,
        _ bound: Explanation.Bound
    ) -> (reason: Reason, steps: Int) {
        if let obstacle = obstacle(to: framework, role, agent, pass) { return (obstacle, 1) }
        var trial = Trial(of: agent, for: framework, in: role, agents[agent].available, pass, limit: bound.asked)
        carryOut(&trial)
        // The orders that stage 1 changes are copied.
        let copied = trial.treeBefore == nil ? 0 : tree.count + knownFrameworkCount
        return (verdict(of: trial), 1 + trial.asked + copied)
    }

    private func verdict(of trial: Trial) -> Reason {
        if !trial.given.isEmpty { return .offered(resolve(trial.given, allocatedTo: tree[trial.role].path)) }
        if trial.asked >= trial.limit { return .tooManyAhead(asked: trial.asked) }
        guard let rival = trial.rivals.first else {
            preconditionFailure("a framework that alone would be given something gets it, or another one does")
        }
        return .behind(contest(trial, rival))
    }

    private func contest(_ trial: Trial, _ rival: Trial.Rival) -> Contest {
        let (first, second) = contenders(
            (rival.framework, rival.role), (trial.framework, trial.role))
        let isOfOneRole = rival.role == trial.role
        let sorter = isOfOneRole ? options.frameworkSorter : options.roleSorter
        let comesForGuarantee = rival.isForGuarantee && !isOfOneRole && !trial.hasGuarantee
        return Contest(
            precedence: comesForGuarantee ? .guarantee : sorter == .drf ? .share : .lot,
            framework: frameworks[rival.framework].id, role: tree[rival.role].path, first: first, second: second)
    }

    private typealias Client = (framework: Slot<Framework>, role: Slot<Role>)

    /// The two whose places in one order decide who of two clients is asked first.
    private func contenders(_ one: Client, _ other: Client) -> (Contest.Contender, Contest.Contender) {
        if one.role == other.role { return (contender(one), contender(other)) }
        let above = Set(tree.roles[other.role].lineage)
        guard let meeting = tree.roles[one.role].lineage.first(where: { above.contains($0) }) else {
            preconditionFailure("all roles meet at the root")
        }
        return (contender(one.role, below: meeting), contender(other.role, below: meeting))
    }

    private func contender(_ client: Client) -> Contest.Contender {
        guard let place = frameworks[client.framework].membership(in: client.role)?.place else {
            preconditionFailure("who is in a role's order is tracked under it")
        }
        return contender(
            tree.roles[client.role].frameworks[place], name: frameworks[client.framework].id)
    }

    private func contender(_ role: Slot<Role>, below meeting: Slot<Role>) -> Contest.Contender {
        let node = tree.roles[role].lineage.last { tree.roles[$0].parent == meeting && $0 != meeting }
        let isOwn = role == meeting || node == nil
        guard let place = isOwn ? tree.roles[meeting].ownPlace : node.flatMap({ tree.roles[$0].place }) else {
            preconditionFailure("a client of the fair order has a place in it")
        }
        let path = tree.roles[isOwn ? meeting : node ?? meeting].path
        return contender(tree.roles[meeting].order[place], name: isOwn ? Name("\(path)/.") : path)
    }

    private func contender<Key>(_ client: FairOrder<Key>.Client, name: Name) -> Contest.Contender {
        Contest.Contender(
            name: name, weightedShare: Share(of: client.allocated, in: tree.totals, weight: client.weight).value,
            allocations: client.count)
    }
}
