extension Cluster {
    /// Returns the offer of the first stage: resources for the unmet part of the guarantee, and further resources of
    /// the agent within limits and headroom.
    ///
    /// - Parameters:
    ///   - available: The candidate's part of the agent's resources (`Candidacy.eligible`).
    ///   - claim: The quantities that the role may take for guarantees.
    ///   - grantsLargerDisks: Whether an indivisible disk may exceed the claim.
    /// - Returns: `nil` if the framework cannot be offered any resources for the guarantee.
    func guaranteedOffer(
        to candidate: Candidate, from available: Resources, _ claim: Quantities, _ quota: QuotaAccount,
        grantsLargerDisks: Bool
    ) -> GuaranteedOffer? {
        let role = candidate.role
        let quotaResources = available.filter { $0.traits.isQuotaResource }
        let room = quota.room(at: tree.quotaPosition(of: role))
        var guaranteed = quotaResources.shrunk(to: claim, in: kinds)
        if quota.isNested { guaranteed = guaranteed.shrunk(to: room, in: kinds) }
        if guaranteed.isEmpty, grantsLargerDisks, let disk = smallestLargerDisk(in: quotaResources, claim, room, quota)
        {
            guaranteed.add(disk)
        }
        if guaranteed.isEmpty { return nil }
        let quantities = guaranteed.quantities
        // Only a larger disk exceeds the claim.
        let guaranteedQuantities = grantsLargerDisks ? quantities.clamped(to: claim) : quantities

        var rest = quotaResources
        rest.subtract(guaranteed)
        if !room.isEmpty { rest = rest.shrunk(to: room.subtractingClamped(quantities), in: kinds) }
        rest = withinHeadroom(rest, quota, excess: grantsLargerDisks ? quantities.subtractingClamped(claim) : nil)

        var offer = guaranteed
        let others = available.filter { kind in
            kinds.reservationRole(of: kind) == role || !kind.traits.contains(.scalar)
                || kind.traits.contains(.revocable)
        }
        if options.guaranteesWholeAgents {
            offer.add(others)
        } else {
            let share = Self.share(
                of: quantities + rest.quantities, in: quotaResources.quantities, guaranteedQuantities)
            offer.add(withShare(share, ofItemsIn: others, for: candidate))
        }
        offer.add(rest)
        guard canBeOffered(offer, to: candidate) else { return nil }

        return GuaranteedOffer(
            offer: offer, guaranteed: guaranteedQuantities, increase: quantities + rest.quantities)
    }

    // MARK: Larger disks

    /// The smallest indivisible disk that exceeds the claim and fits into the room and the surplus headroom.
    private func smallestLargerDisk(
        in resources: Resources, _ claim: Quantities, _ room: QuantityLimits, _ quota: QuotaAccount
    ) -> Resources.Scalar? {
        let surplus = quota.surplusHeadroom
        let disks = resources.scalars.filter { entry in
            let (name, size) = (entry.kind.name, entry.thousandths)
            return entry.kind.traits.contains(.exclusive) && claim[name] > 0 && size > claim[name]
                && size <= room[name] ?? .max && size - claim[name] <= surplus[name]
        }
        return disks.min { left, right in
            if left.thousandths != right.thousandths { return left.thousandths < right.thousandths }
            return ResourceMetadata.shrinkOrder(kinds[left.kind], kinds[right.kind]) < 0
        }
    }

    // MARK: Ranges and sets

    /// A part of an agent, as a fraction.
    private struct AgentShare {
        let given: Int64
        let available: Int64

        func roundedUp(of count: Int64) -> Int128 {
            let product = Int128(count) * Int128(given)
            return (product + Int128(available) - 1) / Int128(available)
        }
    }

    /// The largest share of an agent's available quantities that an offer takes, over the names of a guarantee.
    private static func share(
        of given: Quantities, in available: Quantities, _ guaranteed: Quantities
    ) -> AgentShare {
        var largest = AgentShare(given: 0, available: 1)
        for name in guaranteed.indices where guaranteed[name] > 0 {
            let share = AgentShare(given: given[name], available: available[name])
            let isLarger =
                Int128(share.given) * Int128(largest.available) > Int128(largest.given) * Int128(share.available)
            if isLarger { largest = share }
        }
        return largest
    }

    /// Returns resources in which unreserved, non-revocable ranges and sets are reduced to a share of their items,
    /// rounded up, or to the framework's minimum of the name.
    private func withShare(_ share: AgentShare, ofItemsIn resources: Resources, for candidate: Candidate) -> Resources {
        var result = resources.filter { $0.traits.contains(.scalar) }
        let minimums = frameworks[candidate.framework].minimums[candidate.role] ?? minimums
        for entry in resources.collections {
            guard entry.kind.traits.isDisjoint(with: [.reserved, .revocable]) else {
                result.add(entry)
                continue
            }
            let minimum = minimums.map { $0[entry.kind.name] }.max() ?? 0
            let count =
                minimum > 0 ? (Int128(minimum) + 999) / 1000 : share.roundedUp(of: entry.items.thousandths / 1000)
            result.add(Resources.Collection(kind: entry.kind, items: entry.items.prefix(UInt64(clamping: count))))
        }
        return result
    }
}
