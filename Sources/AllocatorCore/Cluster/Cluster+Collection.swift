/// Dropping kinds and roles that nothing refers to any more.
///
/// It happens between calls, when the tables have doubled, so that its cost is spread over what filled them. It changes no
/// decision and no digest.
extension Cluster {
    private static let slack = 4096

    mutating func collectUnused() {
        guard
            kinds.count > 2 * kindsAfterCollection + Self.slack || tree.count > 2 * rolesAfterCollection + Self.slack
                || kinds.count + Self.slack > limits.resourceKinds && kinds.count > kindsAfterCollection
                || tree.count + Self.slack > limits.roles && tree.count > rolesAfterCollection
        else { return }
        collect()
    }

    /// Makes room after a call was refused for want of it.
    ///
    /// - Returns: whether there is more room now, so that the call may be tried again.
    mutating func makeRoom() -> Bool {
        guard isOutOfRoom else { return false }
        isOutOfRoom = false
        let before = (kinds.count, tree.count)
        collect()
        return kinds.count < before.0 || tree.count < before.1
    }

    private mutating func collect() {
        var usedKinds: Set<Slot<ResourceKind>> = []
        var usedRoles: Set<Slot<Role>> = []
        for agent in agentOrder { mark(agents[agent], &usedKinds, &usedRoles) }
        for framework in frameworks.slots { mark(frameworks[framework], &usedKinds, &usedRoles) }
        kinds.keep(only: usedKinds)
        for kind in kinds.inUse {
            if let role = kinds.facts(of: kind).reservationRole { usedRoles.insert(role) }
        }
        tree.keep(only: usedRoles)
        noteNothingIsUnused()
    }

    mutating func noteNothingIsUnused() {
        kindsAfterCollection = kinds.count
        rolesAfterCollection = tree.count
    }

    private func mark(_ agent: Agent, _ kinds: inout Set<Slot<ResourceKind>>, _ roles: inout Set<Slot<Role>>) {
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

    private func mark(_ framework: Framework, _ kinds: inout Set<Slot<ResourceKind>>, _ roles: inout Set<Slot<Role>>) {
        roles.formUnion(framework.roles)
        roles.formUnion(framework.suppressedRoles)
        roles.formUnion(framework.memberships.map(\.role))
        roles.formUnion(framework.minimums.keys)
        roles.formUnion(framework.constraints.keys)
        for (role, filters) in framework.offerFilters {
            roles.insert(role)
            for filter in filters.values.flatMap(\.filters) { kinds.formUnion(filter.resources.kinds) }
        }
    }
}

extension Resources {
    fileprivate var kinds: [Slot<ResourceKind>] { scalars.map(\.kind) + collections.map(\.kind) }
}
