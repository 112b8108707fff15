/// Changes of quotas on any roles, which are validated as a whole before they take effect
/// (<doc:Policies#1-Quota-on-nested-roles>).
package struct QuotaChanges {
    /// A contradiction between the quotas of a role and of the roles below it.
    package struct Conflict: Equatable, Sendable {
        package enum Bound: Equatable, Sendable {
            /// The guarantee of the role.
            case guarantee
            /// The limit of the role.
            case limit
            /// The maximum of a sum (`Quantity.maximumSum`).
            case sum
        }

        package let role: RoleSlot
        /// The number of the resource's name.
        package let name: Int
        /// The amount that is guaranteed, in thousandths.
        package let guaranteed: Int64
        package let bound: Bound
        /// The exceeded amount, in thousandths.
        package let allowed: Int64
    }

    private let tree: RoleTree
    private var quotas: [RoleSlot: Quota] = [:]
    private var guaranteesBelow: [RoleSlot: Quantities] = [:]
    private var exceededSum: Conflict?

    package init(_ tree: RoleTree) { self.tree = tree }

    /// Adds a change.
    ///
    /// - Complexity: O(*d*) in the depth of the role.
    package mutating func set(_ quota: Quota, of role: RoleSlot) {
        var before = effectiveGuarantees(of: role)
        quotas[role] = quota
        var node = role
        while let parent = tree[node].parent {
            let now = effectiveGuarantees(of: node)
            let ofParent = effectiveGuarantees(of: parent)
            var sum = below(parent)
            sum -= before
            guard sum.canAdd(now) else {
                exceededSum = exceededSum ?? Self.sumConflict(sum, now, of: parent)
                return
            }
            guaranteesBelow[parent] = sum + now
            (node, before) = (parent, ofParent)
        }
    }

    /// The first contradiction, in the order of roles and names, or `nil` if the quotas are valid.
    ///
    /// - Complexity: O(*n* log *n*) in the changed roles and the roles above them.
    package var conflict: Conflict? {
        if let exceededSum { return exceededSum }
        let changed = Set(quotas.keys.flatMap { tree[$0].lineage }).sorted { tree[$0].path < tree[$1].path }
        for role in changed where role != tree.root {
            if let conflict = conflict(of: role) { return conflict }
        }
        return nil
    }

    private func conflict(of role: RoleSlot) -> Conflict? {
        let (quota, below) = (quota(of: role), below(role))
        let effective = quota.effectiveGuarantees(above: below)
        for name in 0..<max(effective.indices.upperBound, below.indices.upperBound) {
            let guarantee = quota.guarantees[name]
            if guarantee > 0, below[name] > guarantee {
                return Conflict(
                    role: role, name: name, guaranteed: below[name], bound: .guarantee, allowed: guarantee)
            }
            if let limit = quota.limits[name], effective[name] > limit {
                return Conflict(role: role, name: name, guaranteed: effective[name], bound: .limit, allowed: limit)
            }
        }
        return nil
    }

    private static func sumConflict(_ sum: Quantities, _ added: Quantities, of role: RoleSlot) -> Conflict? {
        let maximum = Quantity.maximumSum.thousandths
        return added.indices.first { sum[$0] > maximum - added[$0] }.map {
            Conflict(role: role, name: $0, guaranteed: sum[$0] + added[$0], bound: .sum, allowed: maximum)
        }
    }

    private func quota(of role: RoleSlot) -> Quota { quotas[role] ?? tree[role].quota }

    private func below(_ role: RoleSlot) -> Quantities { guaranteesBelow[role] ?? tree[role].guaranteesBelow }

    private func effectiveGuarantees(of role: RoleSlot) -> Quantities {
        quota(of: role).effectiveGuarantees(above: below(role))
    }
}
