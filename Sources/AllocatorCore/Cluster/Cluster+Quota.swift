extension Cluster {
    mutating func updateQuota(_ quota: RoleQuota) throws(Refusal) {
        let interned = try intern(quota)
        tree.setQuota(interned, of: try internRole(quota.role))
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
        var changes: [(RoleSlot, Quota)] = []
        for quota in quotas { changes.append((try internRole(quota.role), try intern(quota))) }
        guard !changes.isEmpty else { return }
        for (role, quota) in changes { tree.setQuota(quota, of: role) }

        let expected = Int(Double(expectedAgentCount) * options.agentRecoveryFactor)
        guard schedule.beginRecovery(expecting: expected) else { return }
        offerBook.recordRecovery(until: schedule.now.advanced(by: options.recoveryTimeout))
    }
}
