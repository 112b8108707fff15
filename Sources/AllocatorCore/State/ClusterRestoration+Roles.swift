extension ClusterRestoration {
    /// Restores quotas and weights, before the roles have places in the fair order.
    mutating func restoreRoles() throws(StateMismatch) {
        var paths: Set<Name> = []
        for role in state.roles {
            guard paths.insert(role.path).inserted else { throw StateMismatch("role '\(role.path)' is listed twice") }
            let slot = try self.role(role.path, of: "a role")
            if role.weight != .one { cluster.tree.setWeight(role.weight, of: slot) }
            guard !role.guarantees.isEmpty || !role.limits.isEmpty else { continue }
            let quota = RoleQuota(role: role.path, guarantees: role.guarantees, limits: role.limits)
            try Self.attempt("the quota of role '\(role.path)'") { () throws(Refusal) in
                try form.check(quota)
                try cluster.updateQuota(quota)
            }
        }
    }

    /// Restores the counts of allocations. The places in the orders are derived from frameworks and holdings, and the
    /// state must agree with them.
    mutating func restoreCounts() throws(StateMismatch) {
        for role in state.roles {
            let slot = try self.role(role.path, of: "a role")
            let counts = RoleTree.Counts(whole: role.count, own: role.ownCount)
            let expected = cluster.tree.counts(of: slot)
            guard (counts.whole == nil) == (expected.whole == nil), (counts.own == nil) == (expected.own == nil) else {
                throw StateMismatch("the counts of role '\(role.path)' do not match its place in the order")
            }
            try checkCount(counts.whole ?? 0, of: "role '\(role.path)'")
            try checkCount(counts.own ?? 0, of: "role '\(role.path)'")
            cluster.tree.setCounts(counts, of: slot)
        }
        let placed = cluster.tree.roles.slots.count { cluster.tree[$0].place != nil }
        guard placed == state.roles.count(where: { $0.count != nil }) else {
            throw StateMismatch("roles that have frameworks are missing")
        }
        for framework in state.frameworks { try restoreCounts(of: framework) }
    }

    private mutating func restoreCounts(of framework: FrameworkState) throws(StateMismatch) {
        let id = framework.description.id
        guard let slot = cluster.frameworks.addedSlot(of: id) else {
            preconditionFailure("all frameworks have been restored")
        }
        guard cluster.frameworks[slot].memberships.count == framework.memberships.count else {
            throw StateMismatch(
                "framework '\(id)' is not tracked under the roles that it is subscribed to or holds resources in")
        }
        var roles: Set<Name> = []
        for membership in framework.memberships {
            guard roles.insert(membership.role).inserted,
                let role = cluster.tree.slot(of: membership.role),
                let place = cluster.frameworks[slot].membership(in: role)?.place
            else {
                throw StateMismatch("framework '\(id)' cannot be tracked under role '\(membership.role)'")
            }
            try checkCount(membership.count, of: "framework '\(id)'")
            cluster.tree.setFrameworkCount(membership.count, at: place, in: role)
        }
    }
}
