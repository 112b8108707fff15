import AllocatorCore

extension RandomHistory {
    mutating func options() -> AllocatorOptions {
        var options = AllocatorOptions()
        options.agentOrder = .byID
        options.allocationInterval = draw.pick([.seconds(1), .seconds(1), .milliseconds(700)])
        options.recoveryTimeout = .seconds(Int64(1 + draw.below(8)))
        options.filterGPUResources = draw.chance(80)
        if draw.chance(20) { options.fairnessExcludeResourceNames = ["gpus", "mem"] }
        if has(.regions) { options.domain = FaultDomain(region: "r0", zone: "z0") }
        if has(.timeouts) {
            options.offerTimeout = draw.pick([.seconds(1), .milliseconds(300), .milliseconds(2100), .seconds(4)])
        }
        if has(.minimum) { options.minimumAllocatableResources = minimum() }
        if policies.contains(.nestedQuota) { options.quotaScope = .nested }
        if policies.contains(.chargedReservations) { options.chargesReservations = true }
        if policies.contains(.partsOfAgents) { options.guaranteesWholeAgents = false }
        if policies.contains(.largerDisks) { options.guaranteesLargerDisks = true }
        if policies.contains(.reallocation) {
            options.reallocationDelay = draw.pick([.zero, .milliseconds(50), .seconds(1), .milliseconds(2500)])
        }
        return options
    }

    /// Draws the minimum of an offer: it must contain at least one of these quantities.
    mutating func minimum() -> [[Name: Quantity]] {
        draw.pick([
            [], [["cpus": Quantity(thousandths: 500)]],
            [["cpus": Quantity(thousandths: 2000)], ["mem": Quantity(thousandths: 512_000)]],
            [["cpus": Quantity(thousandths: 1000), "ports": Quantity(thousandths: 3000)]],
        ])
    }

    var topLevelRoles: [Name] { ["*", "a", "b", "c"] }

    var roles: [Name] { topLevelRoles + (has(.hierarchy) ? ["a/x", "a/x/deep", "a/y", "b/z"] : []) }

    /// The roles that quotas are set on.
    var rolesWithQuota: [Name] { policies.contains(.nestedQuota) ? roles : topLevelRoles }

    /// The roles that resources can be reserved to.
    var reservableRoles: [Name] { roles.filter { $0 != "*" } }

    mutating func quota(of role: Name) -> RoleQuota {
        var quota = RoleQuota(role: role)
        for name in ["cpus", "mem", "disk"] as [Name] {
            let guarantee = Quantity(thousandths: Int64(draw.below(8)) * 1250)
            if draw.chance(50) { quota.guarantees[name] = guarantee }
            if draw.chance(40) {
                let room = Quantity(thousandths: Int64(draw.below(6)) * 1500)
                quota.limits[name] = (quota.guarantees[name] ?? .zero) + room
            }
        }
        return quota
    }

    mutating func quotaCall(_ cluster: ReferenceCluster) -> Call? {
        if draw.chance(50) {
            guard has(.quotas) else { return nil }
            let role = draw.pick(rolesWithQuota)
            return .updateQuota(draw.chance(25) ? RoleQuota(role: role) : quota(of: role))
        }
        guard has(.weights) else { return nil }
        var weights: [RoleWeight] = []
        for role in draw.some(of: roles, percent: 30) {
            weights.append(RoleWeight(role: role, weight: draw.pick([1, 2, 0.5, 3.25, 1e-3, 10])))
        }
        return .updateWeights(weights)
    }
}
