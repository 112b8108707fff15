/// The tree of roles, with the fair order of the roles and of the frameworks of each role.
///
/// A role can only be changed through the tree, which keeps these invariants:
/// - the sums of a node are those of its subtree, and `held` is the sum over all roles;
/// - a role is a client of its parent's order while it or a role below has a framework;
/// - `quotaNodes` holds each role with a quota and each role above one once;
/// - `aliveCount` is the number of roles that are alive.
package struct RoleTree: Sendable {
    package private(set) var roles = SlotTable<Role, RoleTag>()
    private var slots: [Name: RoleSlot] = [:]
    /// The result of the last `slot(remembering:)`.
    private var latest: RoleSlot?
    package let root: RoleSlot
    /// The totals that the shares of roles and frameworks relate to.
    package private(set) var totals: FairTotals
    /// The scalars that are offered or allocated over all roles. A shared resource counts once for each agent and role.
    package private(set) var held = Quantities()
    /// The roles with a quota other than the default, and the roles above them, in no particular order.
    package private(set) var quotaNodes: [RoleSlot] = []
    package let quotaScope: QuotaScope

    /// The number of roles that are alive (`Role.isAlive`).
    package private(set) var aliveCount = 0
    /// Whether a role has ceased to be alive since the last `keepAll`.
    package private(set) var hasDeaths = false
    /// The nodes that `intern` has inserted since the last `keepAdded` or `removeAdded`.
    package private(set) var added: [RoleSlot] = []

    private var cachedOrder: [RoleSlot] = []
    private var isOrderCached = false
    private var cachedVersion: UInt64 = 0

    package init(totals: FairTotals, quotaScope: QuotaScope = .topLevel) {
        self.totals = totals
        self.quotaScope = quotaScope
        root = Slot(0)
        roles.insert(Role(path: "", component: "", parent: nil, lineage: [Slot(0)]))
    }

    package subscript(role: RoleSlot) -> Role {
        _read { yield roles[role] }
    }

    /// The number of nodes without the root. Some may not be alive.
    package var count: Int { roles.count - 1 }

    package func slot(of path: Name) -> RoleSlot? { slots[path] }

    /// The role of a path, if it is alive.
    package func livingSlot(of path: Name) -> RoleSlot? { slots[path].flatMap { roles[$0].isAlive ? $0 : nil } }

    /// The paths of the roles that are alive, in no particular order.
    package var livingPaths: some Sequence<Name> {
        roles.slots.lazy.filter { [roles, root] in $0 != root && roles[$0].isAlive }.map { [roles] in roles[$0].path }
    }

    /// The role of a path. The last result is cached.
    package mutating func slot(remembering path: Name) -> RoleSlot? {
        if let latest, roles[latest].path == path { return latest }
        latest = slots[path]
        return latest
    }

    // MARK: Nodes

    /// The number of nodes that `intern` would insert for a path.
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

    /// Returns the node of a valid path, inserting it and its ancestors if they are missing.
    package mutating func intern(_ path: Name) -> RoleSlot {
        if let slot = slots[path] { return slot }
        var parent = root
        for prefix in prefixes(of: path) {
            if let slot = slots[prefix] {
                parent = slot
                continue
            }
            let component = Name(String(prefix.string.split(separator: "/").last ?? ""))
            // The lineage contains the slot, which is known only after the insertion.
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

    /// Keeps the nodes that `intern` has inserted.
    package mutating func keepAdded() {
        if !added.isEmpty { added.removeAll() }
    }

    /// Records that every node is in use.
    package mutating func keepAll() {
        keepAdded()
        hasDeaths = false
    }

    /// Removes the nodes that `intern` has inserted. Nothing may refer to them.
    ///
    /// - Complexity: linear in their number and in the number of their siblings.
    package mutating func removeAdded() {
        if added.isEmpty { return }
        latest = nil
        // A later node may be below an earlier one.
        for slot in added.reversed() {
            slots[roles[slot].path] = nil
            if let parent = roles[slot].parent, let position = roles[parent].children.lastIndex(of: slot) {
                roles[parent].children.remove(at: position)
            }
            roles.remove(slot)
        }
        added.removeAll()
    }

    /// Removes the nodes that are neither in `used` nor in use themselves nor above a node that is.
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
        let (old, guarantees) = (roles[role].quota, roles[role].effectiveGuarantees)
        configure(role) { $0.quota = quota }
        if old.isDefault != quota.isDefault {
            for node in roles[role].lineage where node != root { countQuota(quota.isDefault ? -1 : 1, of: node) }
        }
        updateGuarantees(above: role, before: guarantees)
    }

    private mutating func countQuota(_ difference: Int, of node: RoleSlot) {
        roles[node].quotasInSubtree += difference
        if let position = roles[node].quotaPosition {
            if roles[node].quotasInSubtree == 0 { removeQuotaNode(at: position) }
        } else {
            roles[node].quotaPosition = quotaNodes.count
            quotaNodes.append(node)
        }
    }

    /// The position in `quotaNodes` of the role, or with nested quota of the first role on its lineage that is there.
    ///
    /// - Returns: `nil` if no quota applies to the role.
    /// - Complexity: O(*d*) in the depth of the role.
    @inline(__always)
    package func quotaPosition(of role: RoleSlot) -> Int? {
        if let position = roles[role].quotaPosition { return position }
        return quotaScope == .topLevel ? nil : quotaPosition(above: role)
    }

    private func quotaPosition(above role: RoleSlot) -> Int? {
        for node in roles[role].lineage {
            if let position = roles[node].quotaPosition { return position }
        }
        return nil
    }

    /// Updates the guarantees that the roles above a role count for it.
    ///
    /// The sum over all top-level roles is kept only with the scope `nested`, which bounds it.
    private mutating func updateGuarantees(above role: RoleSlot, before: Quantities) {
        var (node, before) = (role, before)
        while let parent = roles[node].parent, parent != root || quotaScope == .nested {
            let now = roles[node].effectiveGuarantees
            if now == before { return }
            let ofParent = roles[parent].effectiveGuarantees
            roles[parent].guaranteesBelow -= before
            roles[parent].guaranteesBelow += now
            (node, before) = (parent, ofParent)
        }
    }

    private mutating func configure(_ role: RoleSlot, _ change: (inout Role) -> Void) {
        let wasConfigured = roles[role].isConfigured
        change(&roles[role])
        guard roles[role].isConfigured != wasConfigured else { return }
        for node in roles[role].lineage { changeLife(of: node) { $0.configuredNodes += wasConfigured ? -1 : 1 } }
    }

    /// Changes a property that decides whether a role is alive.
    private mutating func changeLife(of node: RoleSlot, _ change: (inout Role) -> Void) {
        let wasAlive = roles[node].isAlive
        change(&roles[node])
        guard roles[node].isAlive != wasAlive, node != root else { return }
        aliveCount += wasAlive ? -1 : 1
        if wasAlive { hasDeaths = true }
    }

    private mutating func removeQuotaNode(at position: Int) {
        roles[quotaNodes[position]].quotaPosition = nil
        let last = quotaNodes.removeLast()
        guard position < quotaNodes.count else { return }
        quotaNodes[position] = last
        roles[last].quotaPosition = position
    }

    package mutating func setWeight(_ weight: Weight, of role: RoleSlot) {
        configure(role) { $0.weight = weight }
        guard let place = roles[role].place, let parent = roles[role].parent else { return }
        roles[parent].order.setWeight(weight, of: place)
        isOrderCached = false
    }

    // MARK: Order

    /// The roles that are clients, in fair order: the leaves of the pre-order walk.
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

    /// Sorts the children of a node by share.
    mutating func sortChildren(of node: RoleSlot) { roles[node].order.sort(totals) }

    /// Replaces a part of the totals, which changes the share of every client.
    package mutating func replaceTotals(_ old: Quantities, with new: Quantities) { totals.replace(old, with: new) }
}

extension RoleTree {
    // MARK: Frameworks

    /// Adds a framework to a role's order. The role becomes a client of the fair order with its first framework.
    package mutating func addFramework(
        _ client: FrameworkClient, name: Name, isActive: Bool, to role: RoleSlot
    ) -> FairOrder<FrameworkClient>.ClientSlot {
        if roles[role].frameworks.isEmpty { addClient(role) }
        return roles[role].frameworks.insert(client, name: name, isActive: isActive)
    }

    /// Removes a framework, which must hold nothing in the role, from the role's order.
    package mutating func removeFramework(at place: FairOrder<FrameworkClient>.ClientSlot, from role: RoleSlot) {
        roles[role].frameworks.remove(place)
        if roles[role].frameworks.isEmpty { removeClient(role) }
    }

    mutating func updateFramework(
        at place: FairOrder<FrameworkClient>.ClientSlot, in role: RoleSlot,
        _ change: (inout FairOrder<FrameworkClient>.Client) -> Void
    ) {
        roles[role].frameworks.update(place, totals, change)
    }

    /// Adds a framework to the active clients of a role's order, or removes it from them.
    ///
    /// - Returns: Whether it has become active.
    mutating func setFrameworkActive(
        _ isActive: Bool, at place: FairOrder<FrameworkClient>.ClientSlot, in role: RoleSlot
    ) -> Bool {
        let wasActive = roles[role].frameworks[place].isActive
        roles[role].frameworks.setActive(place, isActive)
        return isActive && !wasActive
    }

    mutating func setFrameworkCount(
        _ count: UInt64, at place: FairOrder<FrameworkClient>.ClientSlot, in role: RoleSlot
    ) {
        roles[role].frameworks.setCount(count, of: place)
    }

    /// Records the latest change of a framework in a role, which is also the latest change of the role.
    mutating func recordChange(
        of client: FrameworkClient, at place: FairOrder<FrameworkClient>.ClientSlot, in role: RoleSlot
    ) {
        roles[role].lastChanged = client.lastChanged
        roles[role].frameworks.setPayload(client, of: place)
    }

    /// Sorts the frameworks of a role by share.
    mutating func sortFrameworks(of role: RoleSlot) { roles[role].frameworks.sort(totals) }

    // MARK: Clients

    /// Adds a role to the fair order.
    ///
    /// Its ancestors are added with nothing counted. A client that gets its first child becomes that child's sibling
    /// `.`, which takes over its allocation and its count.
    private mutating func addClient(_ role: RoleSlot) {
        isOrderCached = false
        let wasPlaced = roles[role].place != nil
        for node in roles[role].lineage.reversed().dropFirst() where roles[node].place == nil {
            guard let parent = roles[node].parent else { preconditionFailure("only the root has no parent") }
            let isLeafClient = roles[parent].order.isEmpty && !roles[parent].frameworks.isEmpty
            if isLeafClient { insertOwnPlace(of: parent, inheriting: true) }
            let place = roles[parent].order.insert(
                node, name: roles[node].component, weight: roles[node].weight, isActive: true)
            if !roles[node].charged.subtree.isEmpty {
                let charged = roles[node].charged.subtree
                roles[parent].order.update(place, totals) { $0.allocated += charged }
            }
            changeLife(of: node) { $0.place = place }
        }
        if wasPlaced { insertOwnPlace(of: role, inheriting: false) }
    }

    private mutating func insertOwnPlace(of role: RoleSlot, inheriting: Bool) {
        let own = roles[role].order.insert(role, name: ".", isActive: true)
        roles[role].ownPlace = own
        let charged = roles[role].charged
        if !charged.own.isEmpty { roles[role].order.update(own, totals) { $0.allocated += charged.own } }
        guard inheriting, let parent = roles[role].parent, let place = roles[role].place else { return }
        let whole = roles[parent].order[place]
        roles[role].order.update(own, totals) { client in
            client.allocated += whole.allocated
            client.allocated -= charged.subtree
            client.count = whole.count
        }
    }

    /// Removes a role, which must hold nothing, from the fair order.
    ///
    /// Ancestors without further clients are removed with it. A role without further children is a plain client again
    /// and keeps the count of its whole subtree.
    private mutating func removeClient(_ role: RoleSlot) {
        isOrderCached = false
        if let own = roles[role].ownPlace {
            roles[role].order.remove(own)
            roles[role].ownPlace = nil
            return
        }
        var node = role
        while node != root, roles[node].order.isEmpty {
            guard let parent = roles[node].parent, let place = roles[node].place else {
                preconditionFailure("a client has a place among its siblings")
            }
            roles[parent].order.remove(place)
            changeLife(of: node) { $0.place = nil }
            if let own = roles[parent].ownPlace, roles[parent].order.count == 1 {
                roles[parent].order.remove(own)
                roles[parent].ownPlace = nil
                return
            }
            node = parent
        }
    }

    // MARK: Counts

    /// The numbers of allocations that a role has received, each `nil` if the role has no such place in an order.
    package struct Counts: Hashable, Sendable {
        /// The count of the whole subtree, among the role's siblings.
        package var whole: UInt64?
        /// The count of the role itself, as the child `.` among its children.
        package var own: UInt64?

        package init(whole: UInt64? = nil, own: UInt64? = nil) {
            self.whole = whole
            self.own = own
        }
    }

    package func counts(of slot: RoleSlot) -> Counts {
        let role = roles[slot]
        var counts = Counts()
        if let place = role.place, let parent = role.parent { counts.whole = roles[parent].order[place].count }
        if let own = role.ownPlace { counts.own = role.order[own].count }
        return counts
    }

    /// Sets the counts of a role that has exactly these places.
    package mutating func setCounts(_ counts: Counts, of slot: RoleSlot) {
        isOrderCached = false
        if let whole = counts.whole, let place = roles[slot].place, let parent = roles[slot].parent {
            roles[parent].order.setCount(whole, of: place)
        }
        if let own = counts.own, let place = roles[slot].ownPlace { roles[slot].order.setCount(own, of: place) }
    }

    // MARK: Holdings

    /// Adds resources of one agent to the sums and the share of a role.
    ///
    /// - Parameter isAllocation: whether they count as one more allocation. A conversion of held resources does not.
    package mutating func grow(_ role: RoleSlot, by change: HoldingChange, isAllocation: Bool) {
        held += change.all
        updateOrder(role) { client in
            client.allocated += change.all
            if isAllocation { client.count += 1 }
        }
        changeHeld(by: change, of: role, +=)
    }

    /// Subtracts resources of one agent from the sums and the share of a role.
    package mutating func shrink(_ role: RoleSlot, by change: HoldingChange) {
        held -= change.all
        updateOrder(role) { client in client.allocated -= change.all }
        changeHeld(by: change, of: role, -=)
    }

    private mutating func changeHeld(
        by change: HoldingChange, of role: RoleSlot, _ apply: (inout Quantities, Quantities) -> Void
    ) {
        guard let parts = change.parts else {
            for node in roles[role].lineage { apply(&roles[node].heldUnreserved, change.all) }
            return
        }
        if !parts.reserved.isEmpty {
            for node in roles[role].lineage { apply(&roles[node].heldReserved, parts.reserved) }
        }
        if !parts.unreserved.isEmpty {
            for node in roles[role].lineage { apply(&roles[node].heldUnreserved, parts.unreserved) }
        }
    }

    private mutating func updateOrder(
        _ role: RoleSlot, _ change: (inout FairOrder<RoleSlot>.Client) -> Void
    ) {
        var hasMoved = false
        if let own = roles[role].ownPlace {
            hasMoved = roles[role].order.update(own, totals, change)
        }
        for node in roles[role].lineage.dropLast() {
            guard let parent = roles[node].parent, let place = roles[node].place else {
                preconditionFailure("only clients of the fair order hold resources")
            }
            if roles[parent].order.update(place, totals, change) { hasMoved = true }
        }
        if hasMoved { isOrderCached = false }
    }

    // MARK: Reservations

    /// Adds reservations on one agent that are neither offered nor allocated to the share of a role.
    ///
    /// - Complexity: O(*d*) in the depth of the role.
    package mutating func charge(_ quantities: Quantities, to role: RoleSlot) {
        changeCharge(of: role) { $0 += quantities }
    }

    /// Subtracts reservations that `charge` has added.
    package mutating func discharge(_ quantities: Quantities, from role: RoleSlot) {
        changeCharge(of: role) { $0 -= quantities }
    }

    private mutating func changeCharge(of role: RoleSlot, _ apply: (inout Quantities) -> Void) {
        isOrderCached = false
        apply(&roles[role].charged.own)
        if let own = roles[role].ownPlace { roles[role].order.update(own, totals) { apply(&$0.allocated) } }
        for node in roles[role].lineage {
            apply(&roles[node].charged.subtree)
            guard let parent = roles[node].parent, let place = roles[node].place else { continue }
            roles[parent].order.update(place, totals) { apply(&$0.allocated) }
        }
    }

    /// The scalars that are offered or allocated to a role and the roles below it.
    package func held(bySubtreeOf role: RoleSlot) -> Quantities {
        guard let parent = roles[role].parent, let place = roles[role].place else { return Quantities() }
        return roles[parent].order[place].allocated.subtractingClamped(roles[role].charged.subtree)
    }

    package mutating func addReservations(of resources: Resources, in kinds: borrowing ResourceKindTable) {
        changeReservations(by: resources, sign: 1, in: kinds)
    }

    package mutating func subtractReservations(of resources: Resources, in kinds: borrowing ResourceKindTable) {
        changeReservations(by: resources, sign: -1, in: kinds)
    }

    private mutating func changeReservations(
        by resources: Resources, sign: Int64, in kinds: borrowing ResourceKindTable
    ) {
        for entry in resources.scalars {
            guard let role = kinds.reservationRole(of: entry.kind) else { continue }
            for node in roles[role].lineage {
                changeLife(of: node) { $0.reservations[entry.kind.name] += sign * entry.thousandths }
            }
        }
        for entry in resources.collections {
            guard let role = kinds.reservationRole(of: entry.kind) else { continue }
            for node in roles[role].lineage { changeLife(of: node) { $0.reservedCollections += Int(sign) } }
        }
    }
}
