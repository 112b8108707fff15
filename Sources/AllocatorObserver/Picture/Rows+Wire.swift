import AllocatorWire

// Conversions of the worker's state to rows of the picture. Numbers are not clamped; the page clips its bars.

extension Picture.Totals {
    init(_ cluster: WireClusterView) {
        self.init()
        roles = Int(cluster.roles)
        frameworks = Int(cluster.frameworks)
        agents = Int(cluster.agents)
        isPaused = cluster.paused || cluster.expectedAgents > 0
        resources = ResourceUse.all(cluster.total, used: cluster.held)
    }
}

extension ResourceUse {
    /// Lists the resources by name.
    fileprivate static func all(_ total: [String: Double], used: [String: Double]) -> [ResourceUse] {
        total.keys.sorted().map { name in
            var use = ResourceUse(name: name)
            use.total = total[name] ?? 0
            use.used = used[name] ?? 0
            return use
        }
    }
}

extension RoleRow {
    /// - Parameter total: The cluster's total.
    init(_ role: WireRoleView, total: [String: Double]) {
        self.init(id: role.path)
        weight = role.weight
        share = role.standing.share
        dominant = role.standing.dominantResource
        weightedShare = role.standing.weightedShare
        position = role.standing.position
        frameworks = role.frameworks
        isGuaranteeUnmet = role.unmetGuarantees.values.contains { $0 > 0 }
        isLimitReached = !role.limitsReached.isEmpty
        let names = [role.held, role.consumed, role.guarantees, role.limits].flatMap(\.keys)
        resources = Set(names).sorted().map { name in
            var use = ResourceUse(name: name)
            use.total = total[name] ?? 0
            use.used = role.held[name] ?? 0
            use.consumed = role.consumed[name]
            use.guarantee = role.guarantees[name]
            use.limit = role.limits[name]
            return use
        }
    }
}

extension FrameworkRow {
    /// - Parameter total: The cluster's total.
    init(_ framework: WireFrameworkView, total: [String: Double]) {
        self.init(id: framework.id)
        master = framework.master
        isActive = framework.active
        isListenedTo = framework.masterListening
        filters = framework.filters
        let subscribed = framework.roles.filter(\.subscribed)
        roles = subscribed.map(\.role)
        suppressed = subscribed.filter(\.suppressed).map(\.role)
        let held = framework.roles.map(\.held).reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
        resources = ResourceUse.all(total, used: held)
        // The maximum over all roles. The order within a role counts only the resources held in it.
        guard let largest = resources.max(by: { $0.fraction < $1.fraction }), largest.fraction > 0 else { return }
        share = largest.fraction
        dominant = largest.name
    }
}

extension AgentRow {
    init(_ agent: WireAgentView) {
        self.init(id: agent.id)
        hostname = agent.hostname
        isActive = agent.activated
        isTrusted = agent.whitelisted
        unavailableFrom = agent.hasUnavailableFromNs ? agent.unavailableFromNs : nil
        unavailableFor = agent.hasUnavailableForNs ? agent.unavailableForNs : nil
        var used: [String: Double] = [:]
        for (name, total) in agent.total { used[name] = total - (agent.available[name] ?? 0) }
        resources = ResourceUse.all(agent.total, used: used)
        utilisation = resources.map(\.fraction).max() ?? 0
    }
}
