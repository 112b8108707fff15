/// What frameworks hold of some agents, summed up by framework and role.
struct HoldingSums: Sendable {
    private struct Key: Hashable {
        var framework: Slot<Framework>
        var role: Slot<Role>
    }

    private struct Sums {
        var held = Quantities()
        var offered = Quantities()
    }

    private var sums: [Key: Sums] = [:]

    mutating func add(_ agent: Agent, _ kinds: borrowing ResourceKindTable) {
        for holding in agent.holdings {
            sums[Key(framework: holding.framework, role: holding.role), default: Sums()].held
                .addClamped(holding.resources.quantities(kinds))
        }
        for offer in agent.offers.offers {
            sums[Key(framework: offer.framework, role: offer.role), default: Sums()].offered
                .addClamped(offer.resources.quantities(kinds))
        }
    }

    /// Those with the largest dominant shares, then by framework and role.
    func largest(_ count: Int, _ cluster: borrowing Cluster) -> [Holder] {
        var ranked: [(share: Share, holder: Holder)] = []
        for (key, sum) in sums {
            let holder = Holder(
                framework: cluster.frameworks[key.framework].id, role: cluster.tree[key.role].path,
                held: cluster.named(sum.held), offered: cluster.named(sum.offered))
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
