/// The invariants of `RunMemory`.
extension Cluster {
    /// The invariants that do not hold. Empty unless there is a programming error.
    ///
    /// - Complexity: Linear in the agents times the frameworks.
    func brokenRunMemory() -> [String] {
        var broken: [String] = []
        if Set(memory.dirtyAgents) != Set(agents.sorted.filter { agents[$0].isEnqueued })
            || Set(memory.dirtyAgents).count != memory.dirtyAgents.count
        {
            broken.append("the queue of dirty agents holds each enqueued agent once")
        }
        if !isHeldBackAvailable { broken.append("the quantities that the last run withheld are available") }
        for agent in agents.sorted { broken += brokenExhaustion(of: agent) }
        for slot in frameworks.slots where frameworks[slot].isAdded {
            for membership in frameworks[slot].memberships where !isClientRight(of: slot, membership) {
                broken.append("the record of \(frameworks[slot].id) is correct in '\(tree[membership.role].path)'")
            }
        }
        return broken
    }

    /// Whether the quantities that the last run withheld are still available. True if anything has changed since that
    /// run.
    private var isHeldBackAvailable: Bool {
        guard let quiet = memory.quiet else { return true }
        var left = Quantities()
        for agent in agents.sorted { left.addClamped(agents[agent].available.quantities { $0.isQuotaResource }) }
        return quiet.heldBack.allSatisfy { held in
            kinds.names.number(of: held.name).map { left[$0] >= held.quantity.thousandths } ?? false
        }
    }

    /// Checks that an exhausted agent has nothing for any framework that has not changed since, regardless of quota.
    private func brokenExhaustion(of agent: AgentSlot) -> [String] {
        let (id, exhaustedAt) = (agents[agent].id, agents[agent].exhaustedAt)
        if agents[agent].available.isEmpty { return [] }
        if exhaustedAt < memory.lastSweep, !agents[agent].isEnqueued { return ["dirty agent \(id) is enqueued"] }
        if exhaustedAt == 0 { return [] }
        var broken: [String] = []
        for role in tree.roles.slots {
            let order = tree[role].frameworks
            for place in order.activeClients where order[place].payload.lastChanged <= exhaustedAt {
                let framework = order.payload(at: place).framework
                let candidate = Candidate(framework: framework, role: role, agent: agent)
                guard case .eligible(let offer) = candidacy(of: candidate, from: agents[agent].available) else {
                    continue
                }
                if canBeOffered(offer, to: candidate) {
                    broken.append("exhausted agent \(id) has nothing for \(frameworks[framework].id)")
                }
            }
        }
        return broken
    }

    private func isClientRight(of framework: FrameworkSlot, _ membership: Framework.Membership) -> Bool {
        let client = tree[membership.role].frameworks[membership.place].payload
        let ofRole = tree[membership.role].lastChanged
        return client.frameworkClass == frameworks[framework].frameworkClass(in: membership.role)
            && client.lastChanged <= ofRole && ofRole <= memory.changeCounter
    }
}
