/// Which agents a run need not look at (`RunMemory`).
extension Cluster {
    // MARK: Agents

    /// Notes that an agent may have something for some framework that it had not before.
    mutating func unsettle(_ agent: Slot<Agent>) {
        agents.setSettled(at: 0, of: agent)
        list(agent)
    }

    /// Has runs over all agents look at one that they would pass over otherwise.
    mutating func list(_ agent: Slot<Agent>) {
        guard !agents[agent].isListed else { return }
        agents.setListed(true, of: agent)
        memory.unsettled.append(agent)
    }

    /// Forgets an agent that is about to go.
    mutating func unlist(_ agent: Slot<Agent>) {
        guard agents[agent].isListed else { return }
        agents.setListed(false, of: agent)
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
            return candidates.some.slots.filter { needsVisit($0, isEveryoneAsked) && agents.isEligible($0) }
        }
        if isEveryoneAsked { return agents.sorted.filter { needsVisit($0, true) && agents.isEligible($0) } }
        guard memory.sweptAt != memory.openings else {
            return memory.unsettled.filter { needsVisit($0, false) && agents.isEligible($0) }
        }
        memory.sweptAt = memory.openings
        var visits: [Slot<Agent>] = []
        for agent in agents.sorted where needsVisit(agent, false) {
            // One that is passed over now is found by the list when it is eligible again.
            if agents.isEligible(agent) { visits.append(agent) } else { list(agent) }
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
            if !isKept { agents.setListed(false, of: agent) }
            return !isKept
        }
    }
}
