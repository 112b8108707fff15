package import AllocatorCore

/// Quota on nested roles (Policies, "1. Quota on nested roles"): the guarantees and limits along the role tree.
package struct ReferenceQuotaTree {
    package let quotas: [Name: ReferenceCluster.Quota]
    /// The consumed quota of the roles with a quota.
    package let consumed: [Name: ReferenceQuantities]

    /// The roles with a quota, and the roles above them.
    private let nodes: Set<Name>

    package init(_ quotas: [Name: ReferenceCluster.Quota], consumed: [Name: ReferenceQuantities] = [:]) {
        self.quotas = quotas
        self.consumed = consumed
        nodes = Set(quotas.keys.flatMap { ReferenceRole.path(to: $0) })
    }

    private func children(of role: Name) -> [Name] {
        nodes.filter {
            ReferenceRole.isStrictly($0, below: role)
                && ReferenceRole.path(to: $0).count == ReferenceRole.path(to: role).count + 1
        }
    }

    private func used(_ role: Name) -> ReferenceQuantities { consumed[role] ?? ReferenceQuantities() }

    private func sum(over roles: [Name], _ quantities: (Name) -> ReferenceQuantities) -> ReferenceQuantities {
        roles.reduce(into: ReferenceQuantities()) { $0 += quantities($1) }
    }

    // MARK: Guarantees

    /// The quantities that the guarantees of a role and of the roles below still lack.
    package func unmet(_ role: Name) -> ReferenceQuantities {
        let guarantees = quotas[role]?.guarantees ?? ReferenceQuantities()
        return (guarantees - used(role)).maximum(sum(over: children(of: role), unmet))
    }

    /// The unmet quantities to which no child has a right.
    package func free(_ role: Name) -> ReferenceQuantities {
        unmet(role) - sum(over: children(of: role), unmet)
    }

    /// The quantities that a framework of the role may take in the first stage.
    package func claim(_ role: Name) -> ReferenceQuantities { sum(over: ReferenceRole.path(to: role), free) }

    package var requiredHeadroom: ReferenceQuantities {
        sum(over: nodes.filter { !ReferenceRole.isNested($0) }, unmet)
    }

    // MARK: Limits

    /// The quantities that a role may take before a limit on its lineage is reached.
    package func room(_ role: Name) -> ReferenceLimits {
        let lineage = ReferenceRole.path(to: role)
        var room: [Name: Quantity] = [:]
        for (depth, ancestor) in lineage.enumerated() {
            let rest = (quotas[ancestor]?.limits ?? ReferenceLimits()) - used(ancestor)
            let unguaranteed = rest - unmet(ancestor)
            let free = sum(over: Array(lineage[depth...]), free)
            for (name, quantity) in rest.byName {
                let own = min(quantity, (unguaranteed.byName[name] ?? .zero) + free[name])
                room[name] = min(room[name] ?? own, own)
            }
        }
        return ReferenceLimits(room)
    }

    // MARK: Validity

    /// Whether each guarantee covers those below, and no limit on the lineage is below a guarantee.
    package var isValid: Bool {
        nodes.allSatisfy { role in
            guard let quota = quotas[role] else { return true }
            let below = children(of: role)
            return quota.guarantees.byName.allSatisfy { name, guarantee in
                sum(below, name) <= guarantee && lineageAllows(guarantee, of: name, role)
            } && quota.limits.byName.allSatisfy { name, limit in effectiveGuarantee(role, name) <= limit }
        }
    }

    private func sum(_ roles: [Name], _ name: Name) -> Quantity {
        roles.reduce(Quantity.zero) { $0 + effectiveGuarantee($1, name) }
    }

    private func effectiveGuarantee(_ role: Name, _ name: Name) -> Quantity {
        let own = quotas[role]?.guarantees[name] ?? .zero
        return own > .zero ? own : sum(children(of: role), name)
    }

    private func lineageAllows(_ guarantee: Quantity, of name: Name, _ role: Name) -> Bool {
        ReferenceRole.path(to: role).allSatisfy { guarantee <= quotas[$0]?.limits.byName[name] ?? .maximum }
    }
}
