/// What runs leave for the next, against what it stands for.
extension Cluster {
    /// What does not hold of it although it always must; empty where all is well.
    ///
    /// - Complexity: linear in the agents times the frameworks.
    func brokenRunMemory() -> [String] {
        var broken: [String] = []
        if Set(memory.unsettled) != Set(agents.sorted.filter { agents[$0].isListed })
            || Set(memory.unsettled).count != memory.unsettled.count
        {
            broken.append("the list of unsettled agents is of those that say so, each once")
        }
        if !isHeldBackAvailable { broken.append("what a run held back is still there") }
        for agent in agents.sorted { broken += brokenSettling(of: agent) }
        for slot in frameworks.slots where frameworks[slot].isKnown {
            for membership in frameworks[slot].memberships where !isStandingRight(of: slot, membership) {
                broken.append("a run knows what \(frameworks[slot].id) can take in '\(tree[membership.role].path)'")
            }
        }
        return broken
    }

    /// What the last run held back, as far as nothing has happened since, is among what is left of the agents.
    private var isHeldBackAvailable: Bool {
        guard let quiet = memory.quiet else { return true }
        var left = Quantities()
        for agent in agents.sorted { left.addClamped(agents[agent].available.quantities { $0.isQuotaResource }) }
        return quiet.heldBack.allSatisfy { held in
            kinds.names.number(of: held.name).map { left[$0] >= held.quantity.thousandths } ?? false
        }
    }

    /// A settled agent has nothing for any framework that was not opened since: asked one by one, without quota.
    private func brokenSettling(of agent: Slot<Agent>) -> [String] {
        let (id, settledAt) = (agents[agent].id, agents[agent].settledAt)
        if agents[agent].available.isEmpty { return [] }
        if settledAt < memory.sweptAt, !agents[agent].isListed {
            return ["agent \(id) is on the list of the unsettled"]
        }
        if settledAt == 0 { return [] }
        var broken: [String] = []
        for role in tree.roles.slots {
            let order = tree[role].frameworks
            for place in order.activeClients where order[place].standing.openedAt <= settledAt {
                let framework = order.key(at: place)
                guard case .candidate(let offer) = candidacy(of: framework, role, agent) else { continue }
                if canBeOffered(offer, to: framework, role, agent) {
                    broken.append("agent \(id) is settled and has nothing for \(frameworks[framework].id)")
                }
            }
        }
        return broken
    }

    private func isStandingRight(of framework: Slot<Framework>, _ membership: Framework.Membership) -> Bool {
        let standing = tree[membership.role].frameworks[membership.place].standing
        return standing.kind == TakerKind.number(of: frameworks[framework], in: membership.role)
            && standing.openedAt <= tree[membership.role].openedAt && tree[membership.role].openedAt <= memory.openings
    }
}
