/// Which agents a run need not look at (`RunMemory`).
extension Cluster {
    // MARK: Agents

    /// Notes that an agent may have something for some framework that it had not before.
    mutating func unsettle(_ agent: Slot<Agent>) {
        agents[agent].settledAt = 0
        list(agent)
    }

    /// Has runs over all agents look at one that they would pass over otherwise.
    mutating func list(_ agent: Slot<Agent>) {
        guard !agents[agent].isListed else { return }
        agents[agent].isListed = true
        memory.unsettled.append(agent)
    }

    /// Forgets an agent that is about to go.
    mutating func unlist(_ agent: Slot<Agent>) {
        guard agents[agent].isListed else { return }
        agents[agent].isListed = false
        memory.unsettled.removeAll { $0 == agent }
    }

    // MARK: Frameworks

    /// Notes that a framework may take something in a role that it could not take before.
    mutating func open(_ framework: Slot<Framework>, in role: Slot<Role>) {
        guard let membership = frameworks[framework].membership(in: role) else { return }
        memory.openings += 1
        tree.roles[role].openedAt = memory.openings
        let standing = Standing(
            openedAt: memory.openings, kind: TakerKind.number(of: frameworks[framework], in: role))
        tree.roles[role].frameworks.setStanding(standing, of: membership.place)
    }

    // MARK: Runs

    /// The agents that may give something in a run, in no order.
    ///
    /// - Parameter isEveryoneAsked: whether settled ones are asked too, because what is held back of them counts.
    mutating func agentsToVisit(isEveryoneAsked: Bool) -> [Slot<Agent>] {
        guard candidates.areAll else {
            return candidates.some.slots.filter { needsVisit($0, isEveryoneAsked) && isEligible($0) }
        }
        if isEveryoneAsked { return agentOrder.filter { needsVisit($0, true) && isEligible($0) } }
        guard memory.sweptAt != memory.openings else {
            return memory.unsettled.filter { needsVisit($0, false) && isEligible($0) }
        }
        memory.sweptAt = memory.openings
        var visits: [Slot<Agent>] = []
        for agent in agentOrder where needsVisit(agent, false) {
            // One that is passed over now is found by the list when it is eligible again.
            if isEligible(agent) { visits.append(agent) } else { list(agent) }
        }
        return visits
    }

    private func needsVisit(_ agent: Slot<Agent>, _ isEveryoneAsked: Bool) -> Bool {
        !agents[agent].available.isEmpty && (isEveryoneAsked || agents[agent].settledAt < memory.openings)
    }

    /// Shortens the list after a run over all agents.
    mutating func unlistSettled() {
        guard !memory.unsettled.isEmpty else { return }
        memory.unsettled.removeAll { agent in
            let isKept = !agents[agent].available.isEmpty && agents[agent].settledAt < memory.sweptAt
            if !isKept { agents[agent].isListed = false }
            return !isKept
        }
    }

    // MARK: Eligibility

    /// Whether an agent takes part in runs.
    func isEligible(_ agent: Slot<Agent>) -> Bool { !ineligibleAgents.contains(agent) }

    /// Brings it up to date after a change of the agent or of the whitelist.
    mutating func refreshEligibility(of agent: Slot<Agent>) {
        if agents[agent].isActivated && isWhitelisted(agent) {
            ineligibleAgents.remove(agent)
        } else {
            ineligibleAgents.insert(agent)
        }
    }

    func isWhitelisted(_ agent: Slot<Agent>) -> Bool {
        whitelist?.contains(agents[agent].description.hostname) ?? true
    }

    mutating func setWhitelist(_ hostnames: Set<Name>?) {
        whitelist = hostnames
        for agent in agentOrder { refreshEligibility(of: agent) }
    }
}
