/// What a run has given, as it is published.
extension Cluster {
    /// Bundles by framework, role and agent.
    ///
    /// - Complexity: O(*n* log *n*); linear but for the frameworks where a good part of the agents is offered.
    func offers(from bundles: [OfferBundle]) -> [FrameworkOffers] {
        let positions = byFrameworkAndAgent(bundles)
        var offers: [FrameworkOffers] = []
        var rest = positions[...]
        while let first = rest.first {
            let framework = bundles[Int(first)].framework
            let own = rest.prefix { bundles[Int($0)].framework == framework }
            offers.append(
                FrameworkOffers(
                    framework: frameworks[framework].id, master: frameworks[framework].master,
                    roles: roleOffers(own, bundles)))
            rest = rest[own.endIndex...]
        }
        return offers.sorted { $0.framework < $1.framework }
    }

    /// The positions of bundles, those of one framework together and by the id of their agents.
    private func byFrameworkAndAgent(_ bundles: [OfferBundle]) -> [Int32] {
        let positions = bundles.indices.map { Int32($0) }
        if positions.count < 2 { return positions }
        // Numbers are sorted faster than names, once there are enough of them.
        if bundles.count > max(agents.count, frameworks.capacity) / 8 {
            let ranks = agentRanks
            let byAgent = CountingSort.sorted(positions, below: ranks.count) { Int(ranks[bundles[$0].agent.index]) }
            return CountingSort.sorted(byAgent, below: frameworks.capacity) { bundles[$0].framework.index }
        }
        let named = positions.map { position in
            let bundle = bundles[Int(position)]
            return (framework: bundle.framework.index, agent: agents[bundle.agent].id, position: position)
        }
        return named.sorted { left, right in
            left.framework == right.framework ? left.agent < right.agent : left.framework < right.framework
        }.map(\.position)
    }

    /// Where each agent is by its id, at the position of its slot.
    private var agentRanks: [Int32] {
        var ranks = [Int32](repeating: 0, count: agents.capacity)
        for (rank, agent) in agents.sorted.enumerated() { ranks[agent.index] = Int32(rank) }
        return ranks
    }

    /// - Parameter positions: of the bundles of one framework.
    private func roleOffers(_ positions: ArraySlice<Int32>, _ bundles: [OfferBundle]) -> [FrameworkOffers.RoleOffers] {
        guard let first = positions.first else { return [] }
        let role = bundles[Int(first)].role
        if positions.allSatisfy({ bundles[Int($0)].role == role }) { return [roleOffers(role, positions, bundles)] }
        let byRole = Dictionary(grouping: positions) { bundles[Int($0)].role }
        return byRole.map { roleOffers($0, $1[...], bundles) }.sorted { $0.role < $1.role }
    }

    /// - Parameter positions: of the bundles of one framework and role, by agent.
    private func roleOffers(
        _ role: Slot<Role>, _ positions: ArraySlice<Int32>, _ bundles: [OfferBundle]
    ) -> FrameworkOffers.RoleOffers {
        let path = tree[role].path
        var offers = FrameworkOffers.RoleOffers(role: path, agents: [])
        offers.agents.reserveCapacity(positions.count)
        var rest = positions
        while let first = rest.popFirst() {
            let agent = bundles[Int(first)].agent
            var resources = bundles[Int(first)].resources
            // What both stages gave of one agent, or what was taken back of it by and by, is one bundle.
            while let next = rest.first, bundles[Int(next)].agent == agent {
                resources.add(bundles[Int(next)].resources)
                rest.removeFirst()
            }
            offers.agents.append(
                FrameworkOffers.AgentOffer(
                    agent: agents[agent].id, offered: OfferedResources(resources, kinds, allocatedTo: path)))
        }
        return offers
    }
}
