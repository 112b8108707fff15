/// The tree of all roles that the state refers to, and the fair order between them.
package struct RoleTree: Sendable {
    package var roles = SlotTable<Role, RoleTag>()
    package private(set) var slots: [Name: RoleSlot] = [:]
    /// The result of the last `slot(remembering:)`.
    private var latest: RoleSlot?
    package let root: RoleSlot
    /// The cluster's totals, relative to which the shares of roles and frameworks are computed.
    package var totals: FairTotals
    /// The scalars that are offered or allocated in any role. A shared resource counts once for each agent and role.
    package private(set) var held = Quantities()
    /// The top-level roles with a quota other than the default, in unspecified order.
    package private(set) var quotaRoles: [RoleSlot] = []

    /// The number of roles that are visible outside the core (`Role.isAlive`).
    package private(set) var aliveCount = 0
    /// Whether any role has ceased to be alive since the caller last reset this property.
    package var hasDeaths = false
    /// The nodes that `intern` has added since the last `keepAdded` or `removeAdded`.
    package private(set) var added: [RoleSlot] = []

    private var cachedOrder: [RoleSlot] = []
    private var isOrderCached = false
    private var cachedVersion: UInt64 = 0

    package init(totals: FairTotals) {
        self.totals = totals
        root = Slot(0)
        roles.insert(Role(path: "", component: "", parent: nil, lineage: [Slot(0)]))
    }

    package subscript(role: RoleSlot) -> Role {
        _read { yield roles[role] }
        _modify { yield &roles[role] }
    }

    /// The number of nodes, not counting the root. Some of them may not be alive.
    package var count: Int { roles.count - 1 }

    package func slot(of path: Name) -> RoleSlot? { slots[path] }

    /// The role with this path, if it is alive.
    package func livingSlot(of path: Name) -> RoleSlot? { slots[path].flatMap { roles[$0].isAlive ? $0 : nil } }

    /// The paths of the roles that are alive, in unspecified order.
    package var livingPaths: some Sequence<Name> {
        roles.slots.lazy.filter { [roles, root] in $0 != root && roles[$0].isAlive }.map { [roles] in roles[$0].path }
    }

    /// The role with this path. The last result is cached.
    package mutating func slot(remembering path: Name) -> RoleSlot? {
        if let latest, roles[latest].path == path { return latest }
        latest = slots[path]
        return latest
    }

    // MARK: Nodes

    /// The number of nodes that `intern` would add for `path`.
    package func missingNodes(of path: Name) -> Int {
        if slots[path] != nil { return 0 }
        return prefixes(of: path).count { slots[$0] == nil }
    }

    private func prefixes(of path: Name) -> [Name] {
        var prefixes: [Name] = []
        var prefix = ""
        for component in RoleName.components(of: path) {
            prefix += prefixes.isEmpty ? "" : "/"
            prefix += String(Substring(component))
            prefixes.append(Name(prefix))
        }
        return prefixes
    }

    /// Returns the node of a valid role. Adds it and its ancestors if they are missing.
    package mutating func intern(_ path: Name) -> RoleSlot {
        if let slot = slots[path] { return slot }
        var parent = root
        for prefix in prefixes(of: path) {
            if let slot = slots[prefix] {
                parent = slot
                continue
            }
            let component = Name(String(prefix.string.split(separator: "/").last ?? ""))
            // The lineage needs the slot, which is known only after the insertion.
            let slot = roles.insert(Role(path: prefix, component: component, parent: parent, lineage: []))
            roles[slot] = Role(
                path: prefix, component: component, parent: parent, lineage: [slot] + roles[parent].lineage)
            roles[parent].children.append(slot)
            slots[prefix] = slot
            added.append(slot)
            parent = slot
        }
        return parent
    }

    /// Commits the nodes that `intern` has added.
    package mutating func keepAdded() {
        if !added.isEmpty { added.removeAll() }
    }

    /// Removes the nodes that `intern` has added, to which nothing may refer.
    ///
    /// - Complexity: Linear in their number, and in the number of their siblings.
    package mutating func removeAdded() {
        if added.isEmpty { return }
        latest = nil
        // Children were added after their parents.
        for slot in added.reversed() {
            slots[roles[slot].path] = nil
            if let parent = roles[slot].parent, let position = roles[parent].children.lastIndex(of: slot) {
                roles[parent].children.remove(at: position)
            }
            roles.remove(slot)
        }
        added.removeAll()
    }

    /// Removes all nodes except those in `used`, those that are in use themselves, and their ancestors.
    package mutating func keep(only used: Set<RoleSlot>) {
        latest = nil
        var needed: Set<RoleSlot> = [root]
        for slot in roles.slots where used.contains(slot) || roles[slot].isInUse {
            needed.formUnion(roles[slot].lineage)
        }
        for slot in Array(roles.slots) where !needed.contains(slot) {
            slots[roles[slot].path] = nil
            if let parent = roles[slot].parent, needed.contains(parent) {
                roles[parent].children.removeAll { $0 == slot }
            }
            roles.remove(slot)
        }
    }

    // MARK: Quota and weight

    package mutating func setQuota(_ quota: Quota, of role: RoleSlot) {
        configure(role) { $0.quota = quota }
        if let position = roles[role].quotaPosition {
            if quota.isDefault { removeQuotaRole(at: position) }
        } else if !quota.isDefault {
            roles[role].quotaPosition = quotaRoles.count
            quotaRoles.append(role)
        }
    }

    private mutating func configure(_ role: RoleSlot, _ change: (inout Role) -> Void) {
        let wasConfigured = roles[role].isConfigured
        change(&roles[role])
        guard roles[role].isConfigured != wasConfigured else { return }
        for node in roles[role].lineage { changeLife(of: node) { $0.configuredNodes += wasConfigured ? -1 : 1 } }
    }

    /// Changes a property on which `isAlive` depends, and updates the number of roles that are alive.
    mutating func changeLife(of node: RoleSlot, _ change: (inout Role) -> Void) {
        let wasAlive = roles[node].isAlive
        change(&roles[node])
        guard roles[node].isAlive != wasAlive, node != root else { return }
        aliveCount += wasAlive ? -1 : 1
        if wasAlive { hasDeaths = true }
    }

    private mutating func removeQuotaRole(at position: Int) {
        roles[quotaRoles[position]].quotaPosition = nil
        let last = quotaRoles.removeLast()
        guard position < quotaRoles.count else { return }
        quotaRoles[position] = last
        roles[last].quotaPosition = position
    }

    package mutating func setWeight(_ weight: Weight, of role: RoleSlot) {
        configure(role) { $0.weight = weight }
        guard let place = roles[role].place, let parent = roles[role].parent else { return }
        roles[parent].order.setWeight(weight, of: place)
        isOrderCached = false
    }

    // MARK: Order

    /// Returns the client roles in fair order: the leaves of the tree in pre-order.
    package mutating func fairOrder() -> [RoleSlot] {
        if isOrderCached, cachedVersion == totals.version { return cachedOrder }
        cachedOrder.removeAll(keepingCapacity: true)
        collect(below: root)
        isOrderCached = true
        cachedVersion = totals.version
        return cachedOrder
    }

    private mutating func collect(below node: RoleSlot) {
        roles[node].order.sort(totals)
        for place in roles[node].order.activeClients {
            let client = roles[node].order.payload(at: place)
            if client == node || roles[client].order.isEmpty {
                cachedOrder.append(client)
            } else {
                collect(below: client)
            }
        }
    }

    package mutating func invalidateOrder() { isOrderCached = false }

    package mutating func addHeld(_ quantities: Quantities) { held += quantities }
    package mutating func subtractHeld(_ quantities: Quantities) { held -= quantities }
}
