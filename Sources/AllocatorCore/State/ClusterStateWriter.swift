/// The conversion of a cluster to its state.
struct ClusterStateWriter {
    private let cluster: Cluster
    private var lists: ResourceListTable

    private init(_ cluster: Cluster) {
        self.cluster = cluster
        lists = ResourceListTable(cluster.kinds)
    }

    static func state(of cluster: Cluster) -> ClusterState {
        var writer = ClusterStateWriter(cluster)
        var state = ClusterState(options: cluster.options, nextRun: cluster.schedule.nextRun)
        writer.writeProgress(to: &state)
        state.resourceNames = cluster.kinds.names.names
        state.roles = writer.roles()
        state.agents = cluster.agents.sorted.map { writer.state(of: cluster.agents[$0]) }
        let added = cluster.frameworks.added.map { (id: cluster.frameworks[$0].id, slot: $0) }
        state.frameworks = added.sorted { $0.id < $1.id }.map { writer.state(of: $0.slot) }
        state.resourceLists = writer.lists.lists
        return state
    }

    private func writeProgress(to state: inout ClusterState) {
        state.runs = cluster.schedule.runs
        state.isRunWanted = cluster.schedule.isRunWanted
        state.delayedRun = cluster.schedule.delayedRun
        state.candidates = cluster.schedule.candidates.slots(among: cluster.agents.sorted).map { cluster.agents[$0].id }
        state.isPaused = cluster.schedule.isPaused
        state.expectedAgentCount = cluster.schedule.expectedAgentCount
        let recoveries = cluster.offerBook.recoveries
        state.recoveryTimeouts = recoveries.map(\.time).sorted()
        state.recoveryTimeoutsBeforeRun = recoveries.count { cluster.endsBeforeRun($0.end.number, at: $0.time) }
        state.generator = cluster.generator.state
        state.whitelist = cluster.agents.whitelist?.sorted()
    }

    private func path(of role: RoleSlot) -> Name { cluster.tree[role].path }

    // MARK: Roles

    private func roles() -> [RoleState] {
        cluster.tree.roles.slots.compactMap { state(of: $0) }.sorted { $0.path < $1.path }
    }

    /// - Returns: `nil` for a node that exists only for its reservations or children. It is restored with them.
    private func state(of slot: RoleSlot) -> RoleState? {
        let role = cluster.tree[slot]
        let counts = cluster.tree.counts(of: slot)
        guard !role.quota.isDefault || role.weight != .one || counts.whole != nil else { return nil }
        var state = RoleState(path: role.path)
        state.guarantees = quantities(role.quota.guarantees)
        for name in role.quota.limits.indices {
            guard let limit = role.quota.limits[name] else { continue }
            state.limits[cluster.kinds.names[name]] = Quantity(thousandths: limit)
        }
        state.weight = role.weight
        state.count = counts.whole
        state.ownCount = counts.own
        return state
    }

    private func quantities(_ quantities: Quantities) -> [Name: Quantity] {
        var result: [Name: Quantity] = [:]
        for named in cluster.named(quantities) { result[named.name] = named.quantity }
        return result
    }

    // MARK: Agents

    private mutating func state(of agent: Agent) -> AgentState {
        var state = AgentState(description: agent.description, total: lists.number(of: agent.total))
        state.isActivated = agent.isActivated
        for holding in agent.holdings {
            state.holdings.append(
                AgentState.Holding(
                    framework: cluster.frameworks[holding.framework].id, role: path(of: holding.role),
                    resources: lists.number(of: holding.resources)))
        }
        for offer in agent.offers.offers {
            state.offers.append(
                AgentState.Offer(
                    framework: cluster.frameworks[offer.framework].id, role: path(of: offer.role),
                    resources: lists.number(of: offer.resources), deadline: offer.deadline,
                    endsBeforeRun: offer.deadline.map { cluster.endsBeforeRun(offer.number, at: $0) } ?? false))
        }
        state.merged = agent.mergedFrameworks.map { cluster.frameworks[$0].id }.sorted()
        state.maintenance = agent.maintenance.map { maintenance in
            AgentState.Maintenance(
                unavailability: maintenance.unavailability, outstanding: maintenance.outstanding.sorted(),
                statuses: maintenance.statuses.values.sorted { $0.framework < $1.framework })
        }
        return state
    }

    // MARK: Frameworks

    private mutating func state(of slot: FrameworkSlot) -> FrameworkState {
        let framework = cluster.frameworks[slot]
        var state = FrameworkState(
            description: description(of: framework), master: framework.master, isActive: framework.isActive)
        state.rescinded = framework.rescinded
        for membership in framework.memberships {
            let client = cluster.tree[membership.role].frameworks[membership.place]
            state.memberships.append(
                FrameworkState.Membership(role: path(of: membership.role), count: client.count))
        }
        state.memberships.sort { $0.role < $1.role }
        write(cluster.offerBook.filters(of: slot), to: &state)
        return state
    }

    private func description(of framework: Framework) -> FrameworkDescription {
        var description = FrameworkDescription(id: framework.id, capabilities: framework.capabilities)
        let roles = framework.roles.map { path(of: $0) }
        if framework.capabilities.contains(.multiRole) {
            description.roles = roles
        } else {
            description.role = roles.first
        }
        description.suppressedRoles = framework.suppressedRoles.map { path(of: $0) }.sorted()
        for (role, minimums) in framework.minimums {
            description.minimumAllocatableResources[path(of: role)] = minimums.map { quantities($0) }
        }
        for (role, constraints) in framework.constraints {
            description.offerConstraints[path(of: role)] = constraints.source
        }
        return description
    }

    private mutating func write(_ all: OfferBook.Filters, to state: inout FrameworkState) {
        var filters: [(rank: FilterRank, role: RoleSlot, agent: AgentSlot, filter: OfferFilter)] = []
        for (role, byAgent) in all.offers {
            for (agent, list) in byAgent {
                filters += list.filters.map { (FilterRank($0.number, $0.end, cluster), role, agent, $0) }
            }
        }
        // Sorted before the lists are numbered, because the numbers must not depend on the order of a dictionary.
        filters.sort { $0.rank < $1.rank }
        for (rank, role, agent, filter) in filters {
            state.offerFilters.append(
                FrameworkState.OfferFilter(
                    role: path(of: role), agent: cluster.agents[agent].id,
                    resources: lists.number(of: filter.resources), end: filter.end, endsBeforeRun: rank.endsBeforeRun))
        }
        let inverse = all.inverseOffers.flatMap { agent, list in
            list.map { (FilterRank($0.number, $0.end, cluster), agent, $0) }
        }
        state.inverseOfferFilters = inverse.sorted { $0.0 < $1.0 }.map { rank, agent, filter in
            FrameworkState.InverseOfferFilter(
                agent: cluster.agents[agent].id, end: filter.end, endsBeforeRun: rank.endsBeforeRun)
        }
    }
}

/// The rank of a filter among the filters of its framework.
private struct FilterRank: Comparable {
    let endsBeforeRun: Bool
    let number: UInt64

    init(_ number: UInt64, _ end: Instant, _ cluster: borrowing Cluster) {
        endsBeforeRun = cluster.endsBeforeRun(number, at: end)
        // In the order in which filters were set, also for those that expire before the next run.
        self.number = number | OfferBook.firstNumber
    }

    static func < (left: FilterRank, right: FilterRank) -> Bool {
        left.endsBeforeRun == right.endsBeforeRun ? left.number < right.number : left.endsBeforeRun
    }
}
