/// The quota that roles consume during an allocation cycle, and the headroom that unmet guarantees require.
///
/// Roles are addressed by `RoleTree.quotaPosition(of:)`, which is `nil` if no quota applies to a role. Passing the role
/// or the tree itself would copy it.
package struct QuotaAccount: Sendable {
    /// The account of a role that has a quota and whose ancestors have none.
    private struct Entry: Sendable {
        let quota: Quota
        var consumed: Quantities
        /// Whether the guarantees are not met yet.
        var isUnmet: Bool
    }

    /// The accounts by position. Empty if nested roles may have a quota.
    private var entries: [Entry] = []
    /// The account if nested roles may have a quota, or empty. An array, because copies of the struct are frequent.
    private var lineages: [QuotaLineages] = []
    /// Whether more is available on the agents than `availableHeadroom`, and the difference must stay unallocated.
    private let isOvercommitted: Bool
    /// Whether offers beyond guarantees are shrunk to the surplus headroom.
    package private(set) var keepsHeadroom = false
    /// The quantities that must stay unallocated so that every guarantee can still be met.
    package private(set) var requiredHeadroom = Quantities() {
        didSet { keepsHeadroom = isOvercommitted || !requiredHeadroom.isEmpty }
    }
    /// The quantities that are unallocated, unreserved and non-revocable.
    package private(set) var availableHeadroom: Quantities

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
        if tree.quotaScope == .nested {
            let account = QuotaLineages(tree)
            lineages = [account]
            requiredHeadroom = account.requiredHeadroom
        } else {
            addTopLevelRoles(tree)
        }
        keepsHeadroom = isOvercommitted || !requiredHeadroom.isEmpty
    }

    private mutating func addTopLevelRoles(_ tree: borrowing RoleTree) {
        entries.reserveCapacity(tree.quotaNodes.count)
        var required = Quantities()
        for role in tree.quotaNodes {
            var entry = Entry(
                quota: tree.roles[role].quota, consumed: tree.roles[role].consumedQuota, isUnmet: false)
            let missing = entry.quota.guarantees.subtractingClamped(entry.consumed)
            if !missing.isEmpty {
                entry.isUnmet = true
                // Saturates at the largest sum, which withholds everything anyway.
                required.addClamped(missing)
            }
            entries.append(entry)
        }
        requiredHeadroom = required
    }

    /// Whether nested roles may have a quota.
    package var isNested: Bool { !lineages.isEmpty }

    /// The quantities that may be allocated beyond guarantees.
    package var surplusHeadroom: Quantities { availableHeadroom.subtractingClamped(requiredHeadroom) }

    // MARK: Roles

    /// Whether a role may take anything for a guarantee.
    package func hasClaim(at position: Int?) -> Bool {
        guard let position else { return false }
        return isNested ? lineages[0].hasClaim(at: position) : entries[position].isUnmet
    }

    /// The quantities that a role may take for guarantees.
    package func claim(at position: Int?) -> Quantities {
        guard let position else { return Quantities() }
        if isNested { return lineages[0].claim(at: position) }
        return entries[position].quota.guarantees.subtractingClamped(entries[position].consumed)
    }

    /// The quantities that a role may take before a limit binds.
    package func room(at position: Int?) -> QuantityLimits {
        guard let position else { return QuantityLimits() }
        if isNested { return lineages[0].room(at: position) }
        if entries[position].quota.limits.isEmpty { return QuantityLimits() }
        return entries[position].quota.limits.subtractingClamped(entries[position].consumed)
    }

    package func consumed(at position: Int?) -> Quantities {
        guard let position else { return Quantities() }
        return isNested ? lineages[0].consumed(at: position) : entries[position].consumed
    }

    // MARK: Explanations

    /// The position of the role whose limit on a resource leaves a role the least room.
    ///
    /// - Parameter name: The number of the resource's name.
    /// - Returns: `nil` if no limit applies.
    package func binding(at position: Int?, for name: Int) -> Int? {
        guard let position else { return nil }
        if isNested { return lineages[0].binding(at: position, for: name) }
        return entries[position].quota.limits[name] == nil ? nil : position
    }

    /// The unmet quantities below a role to which another role of its subtree has no right.
    package func guaranteed(toOthersThan position: Int?, below ancestor: Int?) -> Quantities {
        guard isNested, let position, let ancestor else { return Quantities() }
        return lineages[0].guaranteed(toOthersThan: position, below: ancestor)
    }

    /// Whether the role itself has an unmet guarantee.
    package func isUnmet(at position: Int) -> Bool {
        isNested ? lineages[0].isUnmet(at: position) : entries[position].isUnmet
    }

    // MARK: Grants

    /// Records an offer of the first stage.
    ///
    /// - Returns: The quantities that the role may take for guarantees now.
    @discardableResult
    package mutating func record(_ offer: GuaranteedOffer, at position: Int?) -> Quantities {
        record(increase: offer.increase, at: position)
        let claim = claim(at: position)
        guard !isNested, let position else { return claim }
        requiredHeadroom.subtractClamped(offer.guaranteed)
        if claim.isEmpty { entries[position].isUnmet = false }
        return claim
    }

    /// Records unreserved, non-revocable scalars that were allocated to a role.
    package mutating func record(increase: Quantities, at position: Int?) {
        availableHeadroom.subtractClamped(increase)
        guard let position else { return }
        if isNested {
            lineages[0].record(increase, at: position)
            requiredHeadroom = lineages[0].requiredHeadroom
        } else {
            entries[position].consumed += increase
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
