/// The sums of holdings over several agents, by framework and role.
struct HoldingSums: Sendable {
    private struct Key: Hashable {
        var framework: FrameworkSlot
        var role: RoleSlot
    }

    private struct Sums {
        var held = Quantities()
        var offered = Quantities()
        var allocated = Quantities()
        var isMerged = false
    }

    private var sums: [Key: Sums] = [:]

    /// - Complexity: Linear in the agent's holdings and offers.
    mutating func add(_ agent: Agent) {
        var offered: [Key: Resources] = [:]
        for offer in agent.offers.offers {
            offered[Key(framework: offer.framework, role: offer.role), default: Resources()].add(offer.resources)
        }
        for holding in agent.holdings {
            let key = Key(framework: holding.framework, role: holding.role)
            var allocated = holding.resources
            let offered = offered[key] ?? Resources()
            allocated.subtract(offered)
            var sum = sums[key] ?? Sums()
            sum.held.addClamped(holding.resources.quantities)
            sum.offered.addClamped(offered.quantities)
            sum.allocated.addClamped(allocated.quantities)
            if agent.isMerged(holding.framework) { sum.isMerged = true }
            sums[key] = sum
        }
    }

    /// Returns the holders with the largest dominant shares. Ties are broken by framework and role.
    func largest(_ count: Int, _ cluster: borrowing Cluster) -> [Holder] {
        var ranked: [(share: Share, holder: Holder)] = []
        for (key, sum) in sums {
            let holder = Holder(
                framework: cluster.frameworks[key.framework].id, role: cluster.tree[key.role].path,
                held: cluster.named(sum.held), offered: cluster.named(sum.offered),
                allocated: cluster.named(sum.allocated), isMerged: sum.isMerged)
            ranked.append((Share(of: sum.held, in: cluster.tree.totals, weight: .one), holder))
        }
        ranked.sort { left, right in
            let order = left.share.compare(to: right.share)
            if order != 0 { return order > 0 }
            return (left.holder.framework, left.holder.role) < (right.holder.framework, right.holder.role)
        }
        return ranked.prefix(count).map(\.holder)
    }
}
