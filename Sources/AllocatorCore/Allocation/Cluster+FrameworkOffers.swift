/// The conversion of offers to the form in which they are published.
extension Cluster {
    /// Groups bundles by framework and role, in the order of ids and paths.
    ///
    /// - Complexity: O(*n* log *n*). If much of the cluster is offered, O(*n*) plus the sorting of the frameworks.
    func offers(from bundles: [OfferBundle]) -> [FrameworkOffers] {
        let positions = byFrameworkAndAgent(bundles)
        var offers: [FrameworkOffers] = []
        var rest = positions[...]
        while let first = rest.first {
            let framework = bundles[Int(first)].candidate.framework
            let own = rest.prefix { bundles[Int($0)].candidate.framework == framework }
            offers.append(
                FrameworkOffers(
                    framework: frameworks[framework].id, master: frameworks[framework].master,
                    roles: roleOffers(own, bundles)))
            rest = rest[own.endIndex...]
        }
        return offers.sorted { $0.framework < $1.framework }
    }

    /// The positions of bundles, grouped by framework and sorted by the id of the agent.
    private func byFrameworkAndAgent(_ bundles: [OfferBundle]) -> [Int32] {
        let positions = bundles.indices.map { Int32($0) }
        if positions.count < 2 { return positions }
        // A counting sort of ranks is faster than a sort of names if there are many bundles.
        if bundles.count > max(agents.sorted.count, frameworks.capacity) / 8 {
            let ranks = agentRanks
            let byAgent = CountingSort.sorted(positions, below: ranks.count) { position in
                Int(ranks[bundles[position].candidate.agent.index])
            }
            return CountingSort.sorted(byAgent, below: frameworks.capacity) { bundles[$0].candidate.framework.index }
        }
        let named = positions.map { position in
            let candidate = bundles[Int(position)].candidate
            return (framework: candidate.framework.index, agent: agents[candidate.agent].id, position: position)
        }
        return named.sorted { left, right in
            left.framework == right.framework ? left.agent < right.agent : left.framework < right.framework
        }.map(\.position)
    }

    /// The rank of each agent in the order of ids, by slot.
    private var agentRanks: [Int32] {
        var ranks = [Int32](repeating: 0, count: agents.capacity)
        for (rank, agent) in agents.sorted.enumerated() { ranks[agent.index] = Int32(rank) }
        return ranks
    }

    /// - Parameter positions: The positions of the bundles of one framework.
    private func roleOffers(_ positions: ArraySlice<Int32>, _ bundles: [OfferBundle]) -> [FrameworkOffers.RoleOffers] {
        guard let first = positions.first else { return [] }
        let role = bundles[Int(first)].candidate.role
        if positions.allSatisfy({ bundles[Int($0)].candidate.role == role }) {
            return [roleOffers(role, positions, bundles)]
        }
        let byRole = Dictionary(grouping: positions) { bundles[Int($0)].candidate.role }
        return byRole.map { roleOffers($0, $1[...], bundles) }.sorted { $0.role < $1.role }
    }

    /// - Parameter positions: The positions of the bundles of one framework and role, sorted by agent.
    private func roleOffers(
        _ role: RoleSlot, _ positions: ArraySlice<Int32>, _ bundles: [OfferBundle]
    ) -> FrameworkOffers.RoleOffers {
        let path = tree[role].path
        var offers = FrameworkOffers.RoleOffers(role: path, agents: [])
        offers.agents.reserveCapacity(positions.count)
        var rest = positions
        while let first = rest.popFirst() {
            let agent = bundles[Int(first)].candidate.agent
            var resources = bundles[Int(first)].resources
            // Grants of both stages on one agent are merged into one offer, as are offers that are rescinded
            // separately.
            while let next = rest.first, bundles[Int(next)].candidate.agent == agent {
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
