extension Cluster {
    mutating func explanation(
        of id: Name, role path: Name?, agent agentID: Name?, after last: Name?, bound: Explanation.Bound
    ) throws(Refusal) -> Explanation {
        let framework = try frameworkAsked(id)
        let roles = try rolesToExplain(framework, path)
        let asked = try agentsToExplain(agentID, after: last)
        var groups = ExplanationGroups(framework: framework)
        let open = roles.filter { role in
            guard let reason = reasonOnAnyAgent(against: framework, in: role) else { return true }
            groups.record(reason, role: role, agents: asked)
            return false
        }
        var explanation = Explanation(
            framework: id, time: schedule.now, runs: schedule.runs, agents: asked.count, groups: [], last: nil)
        if !open.isEmpty {
            let visited = explain(framework, in: open, asked, bound, &groups)
            explanation.agents = visited
            if visited < asked.count, visited > 0 {
                explanation.last = agents[asked[asked.startIndex + visited - 1]].id
            }
        }
        explanation.groups = groups.groups(self)
        return explanation
    }

    /// - Returns: The number of visited agents.
    private mutating func explain(
        _ framework: FrameworkSlot, in roles: [RoleSlot], _ asked: ArraySlice<AgentSlot>,
        _ bound: Explanation.Bound, _ groups: inout ExplanationGroups
    ) -> Int {
        var upcoming = generator
        let cycle = allocationCycle(RunSeeds(using: &upcoming))
        var steps = 0
        var visited = 0
        for agent in asked {
            for role in roles {
                let candidate = Candidate(framework: framework, role: role, agent: agent)
                let found = reasonOnAgent(against: candidate, cycle, bound)
                groups.record(found.reason, role: role, agent: agent, self)
                steps += found.steps
            }
            visited += 1
            if steps >= bound.steps { break }
        }
        return visited
    }

    private func rolesToExplain(_ framework: FrameworkSlot, _ path: Name?) throws(Refusal) -> [RoleSlot] {
        guard let path else { return frameworks[framework].roles }
        return [try roleAsked(path)]
    }

    private func agentsToExplain(_ id: Name?, after last: Name?) throws(Refusal) -> ArraySlice<AgentSlot> {
        if let id { return [try agentAsked(id)] }
        guard let last else { return agents.sorted[...] }
        return agents.sorted[agents.position(after: last)...]
    }

    // MARK: Reasons

    /// Returns the first reason why a run over one agent would allocate nothing to a candidate.
    ///
    /// - Returns: The reason, and the number of steps of the search.
    mutating func reason(
        against candidate: Candidate, _ cycle: AllocationCycle, _ bound: Explanation.Bound
    ) -> (reason: Reason, steps: Int) {
        if let reason = reasonOnAnyAgent(against: candidate.framework, in: candidate.role) { return (reason, 1) }
        return reasonOnAgent(against: candidate, cycle, bound)
    }

    /// The reason that applies to every agent, or `nil` if there is none.
    private func reasonOnAnyAgent(against framework: FrameworkSlot, in role: RoleSlot) -> Reason? {
        if schedule.isPaused {
            return .paused(knownAgents: agents.count, expectedAgents: schedule.expectedAgentCount)
        }
        let asking = frameworks[framework]
        if asking.isActive(in: role) { return nil }
        if !asking.isActive { return .frameworkInactive }
        if !asking.isMasterListening { return .masterNotListening(asking.master) }
        return asking.roles.contains(role) ? .suppressed : .notSubscribed
    }

    /// Returns the first reason that depends on the agent, and the number of steps of the search.
    private mutating func reasonOnAgent(
        against candidate: Candidate, _ cycle: AllocationCycle, _ bound: Explanation.Bound
    ) -> (reason: Reason, steps: Int) {
        if let obstacle = obstacle(to: candidate, cycle.quota) { return (obstacle, 1) }
        var grants = TrialGrants(of: candidate, available: agents[candidate.agent].available, limit: bound.asked)
        carryOut(cycle, into: &grants)
        // Grants of the first stage change the orders, which are copied before.
        let copied = grants.treeBefore == nil ? 0 : tree.count + frameworks.addedCount
        return (verdict(of: grants, cycle.quota), 1 + grants.asked + copied)
    }

    private func verdict(of grants: TrialGrants, _ quota: QuotaAccount) -> Reason {
        if !grants.given.isEmpty {
            return .offered(resolve(grants.given, allocatedTo: tree[grants.subject.role].path))
        }
        if grants.isLimitReached { return .tooManyAhead(asked: grants.asked) }
        guard let rival = grants.rivals.first else {
            preconditionFailure("without an obstacle, the framework or a rival is granted resources")
        }
        return .behind(contest(between: rival, and: grants.subject, quota))
    }

    private func contest(
        between rival: TrialGrants.Rival, and subject: Candidate, _ quota: QuotaAccount
    ) -> Contest {
        let (first, second) = contenders((rival.framework, rival.role), (subject.framework, subject.role))
        let isOfOneRole = rival.role == subject.role
        let sorter = isOfOneRole ? options.frameworkSorter : options.roleSorter
        let comesForGuarantee =
            rival.stage == .guarantees && !isOfOneRole && !quota.hasClaim(at: tree.quotaPosition(of: subject.role))
        return Contest(
            precedence: comesForGuarantee ? .guarantee : sorter == .drf ? .share : .lot,
            framework: frameworks[rival.framework].id, role: tree[rival.role].path, first: first, second: second)
    }

    private typealias Client = (framework: FrameworkSlot, role: RoleSlot)

    /// The two contenders whose places in one order decide which of two clients is asked first.
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
            preconditionFailure("a framework in a role's order is tracked under the role")
        }
        return contender(
            tree.roles[client.role].frameworks[place], name: frameworks[client.framework].id)
    }

    private func contender(_ role: RoleSlot, below meeting: RoleSlot) -> Contest.Contender {
        let node = tree.roles[role].lineage.last { tree.roles[$0].parent == meeting && $0 != meeting }
        let isOwn = role == meeting || node == nil
        guard let place = isOwn ? tree.roles[meeting].ownPlace : node.flatMap({ tree.roles[$0].place }) else {
            preconditionFailure("a client of the fair order has a place in it")
        }
        let path = tree.roles[isOwn ? meeting : node ?? meeting].path
        return contender(tree.roles[meeting].order[place], name: isOwn ? Name("\(path)/.") : path)
    }

    private func contender<Payload>(_ client: FairOrder<Payload>.Client, name: Name) -> Contest.Contender {
        Contest.Contender(
            name: name, weightedShare: Share(of: client.allocated, in: tree.totals, weight: client.weight).value,
            allocations: client.count)
    }
}
