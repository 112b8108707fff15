/// The measures of a role for operators (<doc:Allocation#7-Metrics>), or the sums of the measures of several roles.
package struct RoleMeasures: Hashable, Sendable {
    /// The path of the role, or `nil` for a sum over several roles.
    package var path: Name?
    /// The dominant share of the subtree, not divided by the weight.
    package var dominantShare = 0.0
    package var weight = 0.0
    /// The number of frameworks that are subscribed to exactly this role.
    package var subscribed = 0
    /// The number of these frameworks that suppress the role.
    package var suppressed = 0
    /// The number of pairs of a framework and an agent with an unexpired offer filter in exactly this role.
    package var offerFilters = 0
    /// The amounts held by the subtree, in the order of `MeasuredNames`.
    package var offeredOrAllocated: [Double] = []
    /// The quota, or `nil` if the role has none.
    package var quota: QuotaMeasures?

    package struct QuotaMeasures: Hashable, Sendable {
        package var guarantee: [Double]
        /// The limits, with `nil` for resources without a limit.
        package var limit: [Double?]
        package var consumed: [Double]
    }
}

extension RoleMeasures {
    /// Adds the measures of a role to a sum over several roles.
    mutating func add(_ other: RoleMeasures) {
        dominantShare += other.dominantShare
        weight += other.weight
        subscribed += other.subscribed
        suppressed += other.suppressed
        offerFilters += other.offerFilters
        offeredOrAllocated = Self.sum(offeredOrAllocated, other.offeredOrAllocated)
        guard let added = other.quota else { return }
        guard let own = quota else {
            quota = added
            return
        }
        quota = QuotaMeasures(
            guarantee: Self.sum(own.guarantee, added.guarantee), limit: Self.sum(own.limit, added.limit),
            consumed: Self.sum(own.consumed, added.consumed))
    }

    private static func sum(_ left: [Double], _ right: [Double]) -> [Double] {
        (0..<max(left.count, right.count)).map {
            ($0 < left.count ? left[$0] : 0) + ($0 < right.count ? right[$0] : 0)
        }
    }

    private static func sum(_ left: [Double?], _ right: [Double?]) -> [Double?] {
        (0..<max(left.count, right.count)).map { place in
            let parts = [left, right].compactMap { place < $0.count ? $0[place] : nil }
            return parts.isEmpty ? nil : parts.reduce(0, +)
        }
    }
}

extension Cluster {
    /// - Parameter subscriptions: The counts of the role's frameworks, which the role itself does not keep.
    func measures(of slot: RoleSlot, _ subscriptions: RoleSurvey.Subscriptions) -> RoleMeasures {
        let held = tree.held(bySubtreeOf: slot)
        var measures = RoleMeasures(path: tree[slot].path)
        measures.dominantShare = Share(of: sharedBySubtree(slot), in: tree.totals, weight: .one).value
        measures.weight = tree[slot].weight.value
        measures.subscribed = subscriptions.subscribed
        measures.suppressed = subscriptions.suppressed
        measures.offerFilters = subscriptions.offerFilters
        measures.offeredOrAllocated = amounts(held)
        if !tree[slot].quota.isDefault {
            measures.quota = RoleMeasures.QuotaMeasures(
                guarantee: amounts(tree[slot].quota.guarantees), limit: amounts(tree[slot].quota.limits),
                consumed: amounts(tree[slot].consumedQuota))
        }
        return measures
    }

    /// The quantities on which the share is based.
    private func sharedBySubtree(_ slot: RoleSlot) -> Quantities {
        guard let place = tree[slot].place, let parent = tree[slot].parent else { return Quantities() }
        return tree[parent].order[place].allocated
    }
}
