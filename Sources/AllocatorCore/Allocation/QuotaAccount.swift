/// The quota that roles consume during an allocation cycle, and the headroom that unmet guarantees require.
package struct QuotaAccount: Sendable {
    /// The consumed quota, by position in `RoleTree.quotaNodes`. Empty if nested roles may have a quota.
    private var consumed: [Quantities] = []
    /// The roles whose guarantees are not met yet. Empty if nested roles may have a quota.
    private var unmetRoles = SlotSet<RoleTag>()
    /// The sum over `unmetRoles`.
    private var unmet = Quantities()
    /// The account if nested roles may have a quota.
    private var lineages: QuotaLineages?
    /// The quantities that are unallocated, unreserved and non-revocable.
    package private(set) var availableHeadroom: Quantities

    /// Whether more is available on the agents than `availableHeadroom`, and the difference must stay unallocated.
    private var isOvercommitted = false

    /// - Parameters:
    ///   - availableRevocable: The available revocable quantities of all agents.
    ///   - availableUnreserved: The available unreserved, non-revocable quantities of all agents. They may exceed the
    ///     headroom, which a shared volume lowers once for each role that holds it.
    package init(_ tree: borrowing RoleTree, availableRevocable: Quantities, availableUnreserved: Quantities) {
        let root = tree.root
        availableHeadroom = tree.totals.quantities
        availableHeadroom.subtractClamped(tree.held)
        availableHeadroom.subtractClamped(
            tree.roles[root].reservations.subtractingClamped(tree.roles[root].heldReserved))
        availableHeadroom.subtractClamped(availableRevocable)
        isOvercommitted = !availableUnreserved.subtractingClamped(availableHeadroom).isEmpty
        switch tree.quotaScope {
        case .topLevel: addTopLevelRoles(tree)
        case .nested: lineages = QuotaLineages(tree)
        }
    }

    private mutating func addTopLevelRoles(_ tree: borrowing RoleTree) {
        consumed.reserveCapacity(tree.quotaNodes.count)
        for role in tree.quotaNodes {
            let consumed = tree.roles[role].consumedQuota
            self.consumed.append(consumed)
            let missing = tree.roles[role].quota.guarantees.subtractingClamped(consumed)
            if missing.isEmpty { continue }
            unmetRoles.insert(role)
            // Saturates at the largest sum, which withholds everything anyway.
            unmet.addClamped(missing)
        }
    }

    /// Whether nested roles may have a quota.
    package var isNested: Bool { lineages != nil }

    // MARK: Headroom

    /// Whether offers beyond guarantees are shrunk to the surplus headroom.
    package var keepsHeadroom: Bool { isOvercommitted || !requiredHeadroom.isEmpty }

    /// The quantities that must stay unallocated so that every guarantee can still be met.
    package var requiredHeadroom: Quantities { lineages?.requiredHeadroom ?? unmet }

    /// The quantities that may be allocated beyond guarantees.
    package var surplusHeadroom: Quantities { availableHeadroom.subtractingClamped(requiredHeadroom) }

    // MARK: Roles

    /// Whether a role may take anything for a guarantee.
    package func hasClaim(_ role: RoleSlot, _ tree: borrowing RoleTree) -> Bool {
        guard let lineages else { return unmetRoles.contains(role) }
        return tree.quotaPosition(above: role).map { lineages.hasClaim(at: $0) } ?? false
    }

    /// The quantities that a role may take for guarantees.
    package func claim(of role: RoleSlot, _ tree: borrowing RoleTree) -> Quantities {
        guard let lineages else {
            return tree.roles[role].quota.guarantees.subtractingClamped(consumed(by: role, tree))
        }
        return tree.quotaPosition(above: role).map { lineages.claim(at: $0) } ?? Quantities()
    }

    /// The quantities that a role may take before a limit binds.
    package func room(of role: RoleSlot, _ tree: borrowing RoleTree) -> QuantityLimits {
        guard let lineages else {
            let limits = tree.roles[role].quota.limits
            return limits.isEmpty ? limits : limits.subtractingClamped(consumed(by: role, tree))
        }
        return tree.quotaPosition(above: role).map { lineages.room(at: $0) } ?? QuantityLimits()
    }

    /// The role whose limit on a resource leaves a role the least room.
    ///
    /// - Parameter name: The number of the resource's name.
    /// - Returns: `nil` if no limit applies.
    package func roleWithBindingLimit(of role: RoleSlot, for name: Int, _ tree: borrowing RoleTree) -> RoleSlot? {
        guard let lineages else { return tree.roles[role].quota.limits[name] == nil ? nil : role }
        let position = tree.quotaPosition(above: role).flatMap { lineages.binding(at: $0, for: name) }
        return position.map { tree.quotaNodes[$0] }
    }

    /// The unmet quantities below a role to which another role of its subtree has no right.
    package func guaranteed(
        toOthersThan role: RoleSlot, below ancestor: RoleSlot, _ tree: borrowing RoleTree
    ) -> Quantities {
        guard let lineages, let top = tree.roles[ancestor].quotaPosition, let position = tree.quotaPosition(above: role)
        else { return Quantities() }
        return lineages.guaranteed(toOthersThan: position, below: top)
    }

    /// The roles with unmet guarantees, in no particular order.
    package func unmetRoles(_ tree: borrowing RoleTree) -> [RoleSlot] {
        tree.quotaNodes.filter { role in
            guard let lineages else { return unmetRoles.contains(role) }
            return tree.roles[role].quotaPosition.map { lineages.isUnmet(at: $0) } ?? false
        }
    }

    /// The consumed quota of a role, which must have a quota or be above a role with one.
    package func consumed(by role: RoleSlot, _ tree: borrowing RoleTree) -> Quantities {
        guard let position = tree.roles[role].quotaPosition else { return Quantities() }
        return lineages?.consumed(at: position) ?? consumed[position]
    }

    // MARK: Grants

    /// Records an offer of the first stage.
    package mutating func record(_ offer: GuaranteedOffer, to role: RoleSlot, _ tree: borrowing RoleTree) {
        record(increase: offer.increase, of: role, tree)
        unmet.subtractClamped(offer.guaranteed)
        if claim(of: role, tree).isEmpty { unmetRoles.remove(role) }
    }

    /// Records unreserved, non-revocable scalars that were allocated to a role.
    package mutating func record(increase: Quantities, of role: RoleSlot, _ tree: borrowing RoleTree) {
        availableHeadroom.subtractClamped(increase)
        if lineages == nil {
            if let position = tree.roles[role].quotaPosition { consumed[position] += increase }
        } else if let position = tree.quotaPosition(above: role) {
            lineages?.record(increase, at: position)
        }
    }
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
