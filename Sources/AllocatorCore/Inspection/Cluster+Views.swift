extension Cluster {
    var view: ClusterView {
        let quota = quotaAccount
        return ClusterView(
            time: schedule.now, runs: schedule.runs, nextRun: schedule.nextRun, isPaused: schedule.isPaused,
            expectedAgents: schedule.isPaused ? schedule.expectedAgentCount : nil, agents: agents.count,
            ineligibleAgents: agents.ineligibleCount, agentsInMaintenance: agents.inMaintenance.count,
            maintenance: maintenanceSpan, frameworks: frameworks.addedCount, roles: tree.aliveCount,
            filters: offerBook.filterCount,
            outstandingOffers: agents.offerCount,
            total: named(tree.totals.quantities), held: named(tree.held),
            requiredHeadroom: named(quota.requiredHeadroom), availableHeadroom: named(quota.availableHeadroom))
    }

    private var maintenanceSpan: MaintenanceSpan? {
        let planned = agents.inMaintenance.slots.compactMap { agents[$0].maintenance?.unavailability }
        guard let start = planned.map(\.start).min() else { return nil }
        let ends = planned.map(\.end)
        return MaintenanceSpan(start: start, end: ends.contains(nil) ? nil : ends.compactMap(\.self).max())
    }

    // MARK: Pages

    /// Visits names in order until the steps of the selection are used up.
    ///
    /// - Parameter look: Returns the view, or `nil` if the selection excludes it, and the number of steps used.
    func page<View>(
        _ names: ArraySlice<Name>, _ selection: ViewSelection, _ look: (Name) -> (view: View?, steps: Int)
    ) -> ViewPage<View> {
        var page = ViewPage<View>()
        var steps = 0
        for (position, name) in zip(names.indices, names) {
            let found = look(name)
            if let view = found.view { page.views.append(view) }
            steps += 1 + found.steps
            if steps >= selection.steps, position + 1 < names.endIndex {
                page.last = name
                break
            }
        }
        return page
    }

    /// Returns the first `count` names in ascending order that come after `last`.
    ///
    /// - Complexity: Linear in the names. Only a bounded number of them is sorted.
    static func first(_ count: Int, of names: some Sequence<Name>, after last: Name?) -> [Name] {
        var first: [Name] = []
        var bound: Name?
        for name in names {
            if let last, name <= last { continue }
            if let bound, name >= bound { continue }
            first.append(name)
            guard first.count == 2 * count else { continue }
            first.sort()
            first.removeSubrange(count...)
            bound = first.last
        }
        return Array(first.sorted().prefix(count))
    }

    /// The root of the selected subtree of roles, or `nil` if all roles are selected.
    func selectedRoles(_ selection: ViewSelection) throws(Refusal) -> RoleSlot? {
        guard let path = selection.role else { return nil }
        guard let role = tree.slot(of: path), tree[role].isAlive || isHeldIn(role) else { throw unknownRole(path) }
        return role
    }

    /// Whether resources are held in a role or below it, including those of frameworks that have not been added. Such
    /// frameworks do not keep a role alive.
    private func isHeldIn(_ role: RoleSlot) -> Bool {
        agents.sorted.contains { agent in agents[agent].holdings.contains { isInside($0.role, role) } }
    }

    private func isInside(_ role: RoleSlot, _ selected: RoleSlot?) -> Bool {
        selected.map { tree.roles[role].lineage.contains($0) } ?? true
    }

    // MARK: Agents

    func agentViews(_ selection: ViewSelection) throws(Refusal) -> ViewPage<AgentView> {
        let selected = try selectedRoles(selection)
        var start = agents.sorted.startIndex
        var end = agents.sorted.endIndex
        if let id = selection.id {
            _ = try agentAsked(id)
            start = agents.position(notBefore: id)
            end = min(end, start + 1)
        } else if let last = selection.last {
            start = agents.position(after: last)
        }
        // The number of steps bounds the number of visited names.
        let names = agents.sorted[start..<end].prefix(selection.steps + 1).map { agents[$0].id }
        return page(names[...], selection) { name in
            guard let agent = agents.slot(of: name) else { return (nil, 0) }
            let holdings = agents[agent].holdings
            guard selected == nil || holdings.contains(where: { isInside($0.role, selected) }) else {
                return (nil, holdings.count)
            }
            return (view(of: agent), holdings.count)
        }
    }

    private func view(of agent: AgentSlot) -> AgentView {
        let seen = agents[agent]
        return AgentView(
            id: seen.id, hostname: seen.description.hostname, isActivated: seen.isActivated,
            isWhitelisted: agents.isWhitelisted(agent), unavailability: seen.maintenance?.unavailability,
            total: named(seen.totalQuantities), available: named(seen.available.quantities),
            holders: holders(of: agent), holderCount: seen.holdings.count)
    }

    private func holders(of agent: AgentSlot) -> [Holder] {
        var holdings = HoldingSums()
        holdings.add(agents[agent])
        return holdings.largest(AgentView.maximumHolders, self)
    }

    // MARK: Frameworks

    mutating func frameworkViews(_ selection: ViewSelection) throws(Refusal) -> ViewPage<FrameworkView> {
        let selected = try selectedRoles(selection)
        var names: ArraySlice<Name>
        if let id = selection.id {
            _ = try frameworkAsked(id)
            names = [id]
        } else {
            let all = frameworks.added.lazy.map { [frameworks] in frameworks[$0].id }
            names = Self.first(selection.steps + 1, of: all, after: selection.last)[...]
        }
        for name in names { sortOrders(of: name) }
        return page(names, selection) { name in
            guard let framework = frameworks.addedSlot(of: name) else { return (nil, 0) }
            let memberships = frameworks[framework].memberships
            guard selected == nil || memberships.contains(where: { isInside($0.role, selected) }) else {
                return (nil, memberships.count)
            }
            return (view(of: framework), memberships.count)
        }
    }

    private mutating func sortOrders(of framework: Name) {
        guard let slot = frameworks.addedSlot(of: framework) else { return }
        for membership in frameworks[slot].memberships {
            tree.sortFrameworks(of: membership.role)
        }
    }

    private func view(of framework: FrameworkSlot) -> FrameworkView {
        let seen = frameworks[framework]
        let memberships = seen.memberships.map { membership in
            let client = tree.roles[membership.role].frameworks[membership.place]
            return FrameworkView.Membership(
                role: tree[membership.role].path, isSubscribed: seen.roles.contains(membership.role),
                isSuppressed: seen.suppressedRoles.contains(membership.role),
                standing: standing(of: membership.place, in: tree.roles[membership.role].frameworks),
                held: named(client.allocated), agents: membership.agents)
        }
        return FrameworkView(
            id: seen.id, master: seen.master, isMasterListening: seen.isMasterListening, isActive: seen.isActive,
            capabilities: seen.capabilities, filters: offerBook.filters(of: framework).count, rescinded: seen.rescinded,
            memberships: memberships.sorted { $0.role < $1.role })
    }

    // MARK: Roles

    mutating func roleViews(_ selection: ViewSelection) throws(Refusal) -> ViewPage<RoleView> {
        let selected = try selectedRoles(selection)
        var names: ArraySlice<Name>
        if let id = selection.id {
            _ = try roleAsked(id)
            names = [id]
        } else {
            names = Self.first(selection.steps + 1, of: tree.livingPaths, after: selection.last)[...]
        }
        for name in names {
            guard let role = tree.slot(of: name), let parent = tree.roles[role].parent else { continue }
            tree.sortChildren(of: parent)
        }
        return page(names, selection) { name in
            guard let role = tree.livingSlot(of: name), isInside(role, selected) else { return (nil, 0) }
            return (view(of: role), 0)
        }
    }

    private func view(of slot: RoleSlot) -> RoleView {
        let role = tree.roles[slot]
        var standing: StandingView?
        if let parent = role.parent, let place = role.place {
            standing = self.standing(of: place, in: tree.roles[parent].order)
        }
        let consumed = role.consumedQuota
        let reached = role.quota.limits.indices.filter { name in
            role.quota.limits[name].map { consumed[name] >= $0 } ?? false
        }
        return RoleView(
            path: role.path, standing: standing, weight: role.weight.value, frameworks: role.frameworks.count,
            guarantees: named(role.quota.guarantees), limits: named(role.quota.limits), consumed: named(consumed),
            unmetGuarantees: named(unmetGuarantees(of: slot)),
            limitsReached: reached.map { kinds.names[$0] }.sorted(), reservations: named(role.reservations),
            held: named(tree.held(bySubtreeOf: slot)))
    }

    // MARK: Standing

    /// - Precondition: `order` is sorted.
    private func standing<Payload>(
        of place: FairOrder<Payload>.ClientSlot, in order: FairOrder<Payload>
    ) -> StandingView {
        let client = order[place]
        let dominant = Share.dominant(of: client.allocated, in: tree.totals)
        return StandingView(
            share: Share(of: client.allocated, in: tree.totals, weight: .one).value,
            resource: dominant.name.map { kinds.names[$0] }, weight: client.weight.value,
            weightedShare: Share(of: client.allocated, in: tree.totals, weight: client.weight).value,
            allocations: client.count, position: order.position(of: place))
    }
}
