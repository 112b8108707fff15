package import AllocatorCore

extension ReferenceCluster {
    package mutating func recover(expected: Int, quotas: [RoleQuota]) throws(Refusal) {
        guard agents.isEmpty else { throw .failedPrecondition("agents are known already") }
        if quotas.isEmpty { return }
        for quota in quotas { set(quota) }
        try checkQuotas()
        let awaited = Int(Double(expected) * options.agentRecoveryFactor)
        expectedAgents = awaited
        if awaited > 0 {
            isPaused = true
            recoveryTimers.append(end(at: now.advanced(by: options.recoveryTimeout)))
        }
    }

    package mutating func set(_ quota: RoleQuota) {
        let guarantees = ReferenceQuantities(quota.guarantees)
        let isDefault = guarantees.isEmpty && quota.limits.isEmpty
        quotas[quota.role] =
            isDefault ? nil : Quota(guarantees: guarantees, limits: ReferenceLimits(quota.limits))
    }

    /// Checks the quotas as a whole. A call that throws changes nothing, because it works on a copy.
    package func checkQuotas() throws(Refusal) {
        guard options.quotaScope == .topLevel || ReferenceQuotaTree(quotas).isValid else {
            throw .failedPrecondition("the quotas contradict each other")
        }
    }

    package mutating func set(_ new: [RoleWeight]) {
        for weight in new { weights[weight.role] = ReferenceWeight(weight.weight) }
    }

    /// The quota that a role consumes: all reservations in its subtree, and its subtree's unreserved
    /// non-revocable resources.
    package func consumedQuota(of role: Name) -> ReferenceQuantities {
        reservations { ReferenceRole.isWithin($0, role) }
            + Self.quantities(
                trackedResources { ReferenceRole.isWithin($0, role) },
                where: { $0.metadata.reservations.isEmpty && !$0.metadata.isRevocable })
    }

    /// The scalars reserved on all agents to the roles that `isIncluded` selects.
    package func reservations(_ isIncluded: (Name) -> Bool = { _ in true }) -> ReferenceQuantities {
        agents.values.reduce(into: ReferenceQuantities()) { sum, agent in
            sum += agent.total.filter { $0.metadata.reservationRole.map(isIncluded) ?? false }.scalarQuantities
        }
    }

    /// The scalars that are reserved to the roles that `isIncluded` selects, and neither offered nor allocated.
    package func unusedReservations(_ isIncluded: (Name) -> Bool) -> ReferenceQuantities {
        agents.values.reduce(into: ReferenceQuantities()) { sum, agent in
            let held = agent.held.values.reduce(into: ReferenceResources()) { $0 += $1.allocated(to: nil) }
            let reserved = agent.total.filter {
                $0.metadata.reservationRole.map(isIncluded) == true && held.copies(ofShared: $0) == 0
            }
            sum += (reserved - held).scalarQuantities
        }
    }

    package var consumedQuotas: [Name: ReferenceQuantities] {
        Dictionary(uniqueKeysWithValues: quotas.keys.map { ($0, consumedQuota(of: $0)) })
    }

    package var requiredHeadroom: ReferenceQuantities {
        if options.quotaScope == .nested {
            return ReferenceQuotaTree(quotas, consumed: consumedQuotas).requiredHeadroom
        }
        return quotas.reduce(into: ReferenceQuantities()) { sum, entry in
            sum += entry.value.guarantees - consumedQuota(of: entry.key)
        }
    }

    package var availableHeadroom: ReferenceQuantities {
        let allocated = Self.quantities(trackedResources())
        let allocatedReserved = Self.quantities(
            trackedResources(), where: { !$0.metadata.reservations.isEmpty })
        return agents.values.reduce(totalQuantities - allocated - (reservations() - allocatedReserved)) {
            $0 - $1.available.filter(\.metadata.isRevocable).scalarQuantities
        }
    }
}
