extension Cluster {
    mutating func updateQuota(_ quota: RoleQuota) throws(Refusal) {
        let interned = try intern(quota)
        let role = try internRole(quota.role)
        try validate([(role, interned)])
        tree.setQuota(interned, of: role)
    }

    /// Checks the quotas as a whole after some changes, if nested roles may have a quota.
    private func validate(_ changes: [(role: RoleSlot, quota: Quota)]) throws(Refusal) {
        guard options.quotaScope == .nested else { return }
        var quotas = QuotaChanges(tree)
        for change in changes { quotas.set(change.quota, of: change.role) }
        if let conflict = quotas.conflict { throw refusal(of: conflict) }
    }

    private func refusal(of conflict: QuotaChanges.Conflict) -> Refusal {
        let (role, name) = (tree[conflict.role].path, kinds.names[conflict.name])
        let guaranteed = Quantity(thousandths: conflict.guaranteed)
        let allowed = Quantity(thousandths: conflict.allowed)
        switch conflict.bound {
        case .guarantee:
            return .failedPrecondition(
                "the roles below '\(role)' are guaranteed \(guaranteed) of '\(name)' together, more than its own "
                    + "guarantee of \(allowed); raise it first, or lower theirs")
        case .limit:
            return .failedPrecondition(
                "role '\(role)' or the roles below it are guaranteed \(guaranteed) of '\(name)', more than its "
                    + "limit of \(allowed); raise the limit, or lower the guarantees")
        case .sum:
            return .resourceExhausted("all guarantees of '\(name)' together exceed \(allowed); lower them")
        }
    }

    private mutating func intern(_ quota: RoleQuota) throws(Refusal) -> Quota {
        var result = Quota()
        result.guarantees = try internQuantities(quota.guarantees)
        for name in quota.limits.keys.sorted() {
            try checkRoom(forName: name)
            result.limits[kinds.intern(name: name)] = quota.limits[name]?.thousandths
        }
        return result
    }

    mutating func updateWeights(_ weights: [RoleWeight]) throws(Refusal) {
        var changes: [(RoleSlot, Weight)] = []
        for weight in weights {
            let value = try FormCheck(limits: limits).weight(of: weight)
            changes.append((try internRole(weight.role), value))
        }
        for (role, weight) in changes { tree.setWeight(weight, of: role) }
    }

    mutating func recover(expectedAgentCount: Int, quotas: [RoleQuota]) throws(Refusal) {
        guard agents.count == 0 else {
            throw .failedPrecondition("the cluster already has agents; recover must precede the first add_agent")
        }
        var changes: [(role: RoleSlot, quota: Quota)] = []
        for quota in quotas { changes.append((try internRole(quota.role), try intern(quota))) }
        guard !changes.isEmpty else { return }
        try validate(changes)
        for (role, quota) in changes { tree.setQuota(quota, of: role) }

        let expected = Int(Double(expectedAgentCount) * options.agentRecoveryFactor)
        guard schedule.beginRecovery(expecting: expected) else { return }
        offerBook.recordRecovery(until: schedule.now.advanced(by: options.recoveryTimeout))
    }
}
