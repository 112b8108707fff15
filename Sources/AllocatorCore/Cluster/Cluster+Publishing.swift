/// What a run has given, as it is published.
extension Cluster {
    /// Bundles by framework, role and agent.
    ///
    /// - Complexity: O(*n* log *n*), but linear for each role in which they come by agent.
    func offers(from bundles: [OfferBundle]) -> [FrameworkOffers] {
        var byFramework: [Slot<Framework>: [OfferBundle]] = [:]
        for bundle in bundles { byFramework[bundle.framework, default: []].append(bundle) }
        // Numbers are sorted faster than names, once there are enough of them.
        let ranks = bundles.count > agentOrder.count / 8 ? agentRanks : []
        return byFramework.map { framework, bundles in
            FrameworkOffers(
                framework: frameworks[framework].id, master: frameworks[framework].master,
                roles: roleOffers(bundles, ranks))
        }.sorted { $0.framework < $1.framework }
    }

    /// - Parameter bundles: of one framework.
    private func roleOffers(_ bundles: [OfferBundle], _ ranks: [Int32]) -> [FrameworkOffers.RoleOffers] {
        let role = bundles[0].role
        if bundles.allSatisfy({ $0.role == role }) { return [roleOffers(role, bundles, ranks)] }
        var byRole: [Slot<Role>: [OfferBundle]] = [:]
        for bundle in bundles { byRole[bundle.role, default: []].append(bundle) }
        return byRole.map { roleOffers($0, $1, ranks) }.sorted { $0.role < $1.role }
    }

    /// - Parameters:
    ///   - bundles: of one framework and role.
    ///   - ranks: where each agent is by its id; empty where that has not been asked for.
    private func roleOffers(
        _ role: Slot<Role>, _ bundles: [OfferBundle], _ ranks: [Int32]
    ) -> FrameworkOffers.RoleOffers {
        let path = tree[role].path
        var offers = FrameworkOffers.RoleOffers(role: path, agents: [])
        offers.agents.reserveCapacity(bundles.count)
        for bundle in joined(sorted(bundles, ranks)) {
            offers.agents.append(
                FrameworkOffers.AgentOffer(
                    agent: agents[bundle.agent].id, resources: resolve(bundle.resources, allocatedTo: path)))
        }
        return offers
    }

    /// By the id of their agents.
    private func sorted(_ bundles: [OfferBundle], _ ranks: [Int32]) -> [OfferBundle] {
        if bundles.count < 2 { return bundles }
        if ranks.isEmpty { return bundles.sorted { agents[$0.agent].id < agents[$1.agent].id } }
        let keyed = bundles.indices.map { (rank: ranks[bundles[$0].agent.index], position: Int32($0)) }
        return keyed.sorted { ($0.rank, $0.position) < ($1.rank, $1.position) }.map { bundles[Int($0.position)] }
    }

    /// Where each agent is by its id, at the position of its slot.
    private var agentRanks: [Int32] {
        var ranks = [Int32](repeating: 0, count: agents.capacity)
        for (rank, agent) in agentOrder.enumerated() { ranks[agent.index] = Int32(rank) }
        return ranks
    }

    /// What both stages gave of one agent, or what was taken back of it by and by, as one bundle.
    ///
    /// - Parameter bundles: of one framework and role, by agent.
    private func joined(_ bundles: [OfferBundle]) -> [OfferBundle] {
        guard zip(bundles, bundles.dropFirst()).contains(where: { $0.agent == $1.agent }) else { return bundles }
        var result: [OfferBundle] = []
        for bundle in bundles {
            if let last = result.indices.last, result[last].agent == bundle.agent {
                result[last].resources.add(bundle.resources, kinds)
            } else {
                result.append(bundle)
            }
        }
        return result
    }
}
