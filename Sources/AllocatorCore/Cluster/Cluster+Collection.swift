/// The collection of kinds and roles that nothing refers to any more. It happens between calls, and changes neither a
/// decision nor the digest.
extension Cluster {
    mutating func collectUnused() {
        if collection.isDue(kinds: kinds.count, roles: tree.count) { collect() }
    }

    /// Makes room after a call was refused for lack of it.
    ///
    /// - Returns: Whether there is more room now, so that the call may be tried again.
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
        tree.keepAdded()
        tree.hasDeaths = false
    }

    // MARK: Calls

    /// Keeps what an accepted call has interned. Some of it may be of no use.
    @inline(__always)
    mutating func keepInterned() {
        guard !kinds.added.isEmpty || !tree.added.isEmpty else { return }
        collection.recordUnused()
        kinds.keepAdded()
        tree.keepAdded()
    }

    /// Drops what a refused call has interned: nothing refers to it.
    ///
    /// - Parameter nameCount: how many names of resources there were before the call.
    mutating func dropInterned(nameCount: Int) {
        kinds.removeAdded(nameCount: nameCount)
        tree.removeAdded()
    }

    // MARK: Released references

    /// Records that one reference to the kinds of some resources and to a role is gone.
    ///
    /// In most cases the agent's total still has those kinds, and the role is alive.
    @inline(__always)
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
