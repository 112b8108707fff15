/// The collection of unreferenced kinds and roles. It takes place between calls and affects neither decisions nor the
/// digest.
extension Cluster {
    mutating func collectUnused() {
        if collection.isDue(kinds: kinds.count, roles: tree.count) { collect() }
    }

    /// Collects unused kinds and roles, after a call was refused because a table was full.
    ///
    /// - Returns: Whether there is more room now, so that the call can be retried.
    mutating func makeRoom() -> Bool {
        guard collection.takeLackOfRoom(hasUnusedRoles: tree.hasDeaths) else { return false }
        let before = (kinds.count, tree.count)
        collect()
        return kinds.count < before.0 || tree.count < before.1
    }

    private mutating func collect() {
        var usedKinds: Set<ResourceKind> = []
        var usedRoles: Set<RoleSlot> = []
        for agent in agents.sorted { mark(agents[agent], &usedKinds, &usedRoles) }
        for framework in frameworks.slots {
            mark(frameworks[framework], &usedKinds, &usedRoles)
            mark(offerBook.filters(of: framework), &usedKinds, &usedRoles)
        }
        kinds.keep(only: usedKinds)
        for kind in kinds.inUse {
            if let role = kinds.reservationRole(of: kind) { usedRoles.insert(role) }
        }
        tree.keep(only: usedRoles)
        keepAll()
        collection.recordCollection(kinds: kinds.count, roles: tree.count)
    }

    /// Records that everything is in use, as in a restored cluster.
    mutating func recordNothingUnused() {
        keepAll()
        collection.recordNothingUnused(kinds: kinds.count, roles: tree.count)
    }

    private mutating func keepAll() {
        kinds.keepAdded()
        tree.keepAll()
    }

    // MARK: Calls

    /// Keeps the kinds and roles that an accepted call has interned. Some of them may be unused.
    mutating func keepInterned() {
        guard !kinds.added.isEmpty || !tree.added.isEmpty else { return }
        collection.recordUnused()
        kinds.keepAdded()
        tree.keepAdded()
    }

    /// Removes the kinds, roles and names that a refused call has interned, to which nothing refers.
    ///
    /// - Parameter nameCount: The number of names of resources before the call.
    mutating func dropInterned(nameCount: Int) {
        kinds.removeAdded(nameCount: nameCount)
        tree.removeAdded()
    }

    // MARK: Released references

    /// Records that a reference to a role and to the kinds of some resources was removed.
    ///
    /// In most cases, the agent's total still has these kinds, and the role is alive.
    mutating func recordRelease(of resources: Resources, on agent: AgentSlot, in role: RoleSlot) {
        if !tree.roles[role].isAlive || !agents[agent].total.hasKinds(of: resources) { collection.recordUnused() }
    }

    private func mark(_ agent: Agent, _ kinds: inout Set<ResourceKind>, _ roles: inout Set<RoleSlot>) {
        kinds.formUnion(agent.total.kinds)
        for holding in agent.holdings {
            kinds.formUnion(holding.resources.kinds)
            roles.insert(holding.role)
        }
        for offer in agent.offers.offers {
            kinds.formUnion(offer.resources.kinds)
            roles.insert(offer.role)
        }
    }

    private func mark(_ framework: Framework, _ kinds: inout Set<ResourceKind>, _ roles: inout Set<RoleSlot>) {
        roles.formUnion(framework.roles)
        roles.formUnion(framework.suppressedRoles)
        roles.formUnion(framework.memberships.map(\.role))
        roles.formUnion(framework.minimums.keys)
        roles.formUnion(framework.constraints.keys)
    }

    private func mark(_ filters: OfferBook.Filters, _ kinds: inout Set<ResourceKind>, _ roles: inout Set<RoleSlot>) {
        for (role, lists) in filters.offers {
            roles.insert(role)
            for filter in lists.values.flatMap(\.filters) { kinds.formUnion(filter.resources.kinds) }
        }
    }
}

extension Resources {
    fileprivate var kinds: [ResourceKind] { scalars.map(\.kind) + collections.map(\.kind) }

    /// Whether every kind of `other` is among these.
    func hasKinds(of other: Resources) -> Bool {
        for position in other.scalars.indices {
            let kind = other.scalars[position].kind
            guard scalars.indices.contains(where: { scalars[$0].kind == kind }) else { return false }
        }
        for position in other.collections.indices {
            let kind = other.collections[position].kind
            guard collections.indices.contains(where: { collections[$0].kind == kind }) else { return false }
        }
        return true
    }
}
