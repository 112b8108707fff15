/// The guarantees and limits of a role. The default quota has neither.
package struct Quota: Equatable, Sendable {
    package var guarantees: Quantities
    package var limits: QuantityLimits

    package init(guarantees: Quantities = Quantities(), limits: QuantityLimits = QuantityLimits()) {
        self.guarantees = guarantees
        self.limits = limits
    }

    package var isDefault: Bool { guarantees.isEmpty && limits.isEmpty }

    /// Returns the guarantees, where a name without a guarantee counts with the guarantees of the roles below.
    package func effectiveGuarantees(above guaranteesBelow: Quantities) -> Quantities {
        if guaranteesBelow.isEmpty { return guarantees }
        var result = guarantees
        for name in guaranteesBelow.indices where result[name] == 0 { result[name] = guaranteesBelow[name] }
        return result
    }
}

/// The roles that may have a quota (<doc:Policies#1-Quota-on-nested-roles>).
package enum QuotaScope: UInt8, Hashable, Sendable {
    /// Only top-level roles, as in Mesos.
    case topLevel
    /// Any role. Guarantees and limits then apply along the lineage.
    case nested
}
