extension RoleTree {
    /// Makes `role` a client of the fair order, when its first framework comes.
    ///
    /// The nodes on the way come into the order with nothing counted. A client that gets its first child becomes that
    /// child's sibling `.`, which takes over what it held and how often it was given something.
    package mutating func addClient(_ role: RoleSlot) {
        invalidateOrder()
        let wasPlaced = roles[role].place != nil
        for node in roles[role].lineage.reversed().dropFirst() where roles[node].place == nil {
            guard let parent = roles[node].parent else { preconditionFailure("only the root has no parent") }
            let isLeafClient = roles[parent].order.isEmpty && !roles[parent].frameworks.isEmpty
            if isLeafClient { insertOwnPlace(of: parent, inheriting: true) }
            let place = roles[parent].order.insert(
                node, name: roles[node].component, weight: roles[node].weight, isActive: true)
            changeLife(of: node) { $0.place = place }
        }
        if wasPlaced { insertOwnPlace(of: role, inheriting: false) }
    }

    private mutating func insertOwnPlace(of role: RoleSlot, inheriting: Bool) {
        let own = roles[role].order.insert(role, name: ".", isActive: true)
        roles[role].ownPlace = own
        guard inheriting, let parent = roles[role].parent, let place = roles[role].place else { return }
        let whole = roles[parent].order[place]
        roles[role].order.update(own, totals) { client in
            client.allocated = whole.allocated
            client.count = whole.count
        }
    }

    /// Takes `role` out of the fair order, when its last framework goes. It must hold nothing.
    ///
    /// Nodes above that are left without clients go with it; a role whose last child left is a plain client again and keeps
    /// the count of its whole subtree.
    package mutating func removeClient(_ role: RoleSlot) {
        invalidateOrder()
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

    // MARK: How often roles were given something

    /// How many allocations a role has received; nil where it has no such place.
    package struct Counts: Hashable, Sendable {
        /// Among its siblings, for the whole subtree.
        package var whole: UInt64?
        /// As the child `.` beside the roles below.
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
        invalidateOrder()
        if let whole = counts.whole, let place = roles[slot].place, let parent = roles[slot].parent {
            roles[parent].order.setCount(whole, of: place)
        }
        if let own = counts.own, let place = roles[slot].ownPlace { roles[slot].order.setCount(own, of: place) }
    }

    // MARK: What roles hold

    /// Counts what a framework of `role` got on one agent.
    ///
    /// - Parameter isAllocation: whether this is one more allocation received; a conversion of what is held is none.
    package mutating func grow(_ role: RoleSlot, by change: HoldingChange, isAllocation: Bool) {
        addHeld(change.all)
        updateOrder(role) { client in
            client.allocated += change.all
            if isAllocation { client.count += 1 }
        }
        changeHeld(by: change, of: role, +=)
    }

    /// Counts what a framework of `role` gave back on one agent.
    package mutating func shrink(_ role: RoleSlot, by change: HoldingChange) {
        subtractHeld(change.all)
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
                preconditionFailure("what is held is held by a client of the fair order")
            }
            if roles[parent].order.update(place, totals, change) { hasMoved = true }
        }
        if hasMoved { invalidateOrder() }
    }

    // MARK: Reservations

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

/// By how much the sums change when something is given or taken back: a shared resource counts only with its first copy.
package struct HoldingChange: Sendable {
    /// All scalars: what shares are made of.
    package var all: Quantities
    /// nil: all of it is unreserved and not revocable, which it mostly is.
    package var parts: Parts?

    package struct Parts: Sendable {
        package var reserved = Quantities()
        /// Unreserved and not revocable.
        package var unreserved = Quantities()

        package init() {}
    }

    package init(_ all: Quantities, parts: Parts? = nil) {
        self.all = all
        self.parts = parts
    }
}
