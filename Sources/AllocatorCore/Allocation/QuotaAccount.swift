/// The quota that roles consume during an allocation cycle, and the headroom that unmet guarantees require.
package struct QuotaAccount: Sendable {
    /// The consumed quota, by position in `RoleTree.quotaRoles`.
    private var consumed: [Quantities] = []
    /// The roles whose guarantees are not met yet.
    package private(set) var unmetRoles = SlotSet<RoleTag>()
    /// The quantities that must stay unallocated so that every guarantee can still be met.
    package private(set) var requiredHeadroom = Quantities()
    /// The quantities that are unallocated, unreserved and non-revocable.
    package private(set) var availableHeadroom: Quantities

    /// - Parameter availableRevocable: The available revocable quantities of all agents.
    package init(_ tree: borrowing RoleTree, availableRevocable: Quantities) {
        let root = tree.root
        availableHeadroom = tree.totals.quantities
        availableHeadroom.subtractClamped(tree.held)
        availableHeadroom.subtractClamped(
            tree.roles[root].reservations.subtractingClamped(tree.roles[root].heldReserved))
        availableHeadroom.subtractClamped(availableRevocable)

        consumed.reserveCapacity(tree.quotaRoles.count)
        for role in tree.quotaRoles {
            let consumed = tree.roles[role].consumedQuota
            self.consumed.append(consumed)
            let missing = tree.roles[role].quota.guarantees.subtractingClamped(consumed)
            if missing.isEmpty { continue }
            unmetRoles.insert(role)
            // Saturates at the largest sum, which withholds everything anyway.
            requiredHeadroom.addClamped(missing)
        }
    }

    /// The quantities that may be allocated beyond guarantees.
    package var surplusHeadroom: Quantities { availableHeadroom.subtractingClamped(requiredHeadroom) }

    /// The consumed quota of a role.
    ///
    /// - Parameter position: `Role.quotaPosition`. Passing the role itself would copy it.
    package func consumed(at position: Int?) -> Quantities { position.map { consumed[$0] } ?? Quantities() }

    /// Records an offer of the first stage.
    package mutating func record(_ offer: GuaranteedOffer, at position: Int?) {
        record(increase: offer.increase, at: position)
        requiredHeadroom.subtractClamped(offer.guaranteed)
    }

    /// Records unreserved, non-revocable scalars that were allocated to a role.
    package mutating func record(increase: Quantities, at position: Int?) {
        if let position { consumed[position] += increase }
        availableHeadroom.subtractClamped(increase)
    }

    /// Removes a role from `unmetRoles`, because its guarantees are met.
    package mutating func markMet(_ role: RoleSlot) { unmetRoles.remove(role) }
}

/// The quantities that headroom withholds from frameworks during an allocation cycle.
package struct WithheldQuantities: Sendable {
    /// The sum over the agents that have been completed.
    package private(set) var total = Quantities()
    /// The largest withheld amount of each resource of the current agent.
    private var ofAgent = Quantities()

    package init() {}

    /// Records the quantities withheld from one framework. If several frameworks are refused the same resources, they
    /// count once.
    package mutating func record(_ withheld: Quantities) {
        if !withheld.isEmpty { ofAgent.formMaximum(withheld) }
    }

    /// Adds the quantities withheld from the current agent to the total, after all frameworks have been asked.
    ///
    /// - Parameter remaining: The remaining quantities of the agent, which bound those withheld.
    package mutating func finishAgent(remaining: @autoclosure () -> Quantities) {
        if ofAgent.isEmpty { return }
        total.addClamped(ofAgent.clamped(to: remaining()))
        ofAgent = Quantities()
    }
}
