extension RoleTree {
    /// Makes `role` a client of the fair order when it gets its first framework.
    ///
    /// The ancestors that are not in the order yet are inserted with a count of zero. If a client gets its first child,
    /// it also becomes that child's sibling `.`, which inherits its allocations and its count.
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

    /// Removes `role` from the fair order when it loses its last framework.
    ///
    /// Ancestors without other clients are removed too. A role that loses its last child becomes a plain client again
    /// and keeps the count of its whole subtree.
    ///
    /// - Precondition: The role holds nothing.
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

    // MARK: Allocation counts

    /// The numbers of allocations that a role has received, each `nil` if the role has no such place.
    package struct Counts: Hashable, Sendable {
        /// The count of the whole subtree among its siblings.
        package var whole: UInt64?
        /// The count of the child `.`, beside the roles below.
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

    /// Sets the counts of a role, which must have exactly the places that have a count.
    package mutating func setCounts(_ counts: Counts, of slot: RoleSlot) {
        invalidateOrder()
        if let whole = counts.whole, let place = roles[slot].place, let parent = roles[slot].parent {
            roles[parent].order.setCount(whole, of: place)
        }
        if let own = counts.own, let place = roles[slot].ownPlace { roles[slot].order.setCount(own, of: place) }
    }

    // MARK: Held resources

    /// Adds resources of one agent that a framework of `role` received.
    ///
    /// - Parameter isAllocation: Whether this counts as an allocation received. A conversion of held resources does
    ///   not.
    package mutating func grow(_ role: RoleSlot, by change: HoldingChange, isAllocation: Bool) {
        addHeld(change.all)
        updateOrder(role) { client in
            client.allocated += change.all
            if isAllocation { client.count += 1 }
        }
        changeHeld(by: change, of: role, +=)
    }

    /// Subtracts resources of one agent that a framework of `role` returned.
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
                preconditionFailure("only clients of the fair order hold resources")
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

/// The change of the sums when resources are allocated or recovered. A shared resource counts only with its first copy.
package struct HoldingChange: Sendable {
    /// All scalars, from which the shares are computed.
    package var all: Quantities
    /// The parts of the change. If `nil`, as in most cases, all of it is unreserved and not revocable.
    package var parts: Parts?

    package struct Parts: Sendable {
        package var reserved = Quantities()
        /// The unreserved, non-revocable scalars.
        package var unreserved = Quantities()

        package init() {}
    }

    package init(_ all: Quantities, parts: Parts? = nil) {
        self.all = all
        self.parts = parts
    }
}
