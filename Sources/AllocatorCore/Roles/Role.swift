/// A node of the role tree, with its place in the fair order and what its subtree holds (`allocation.md` §2, §3).
package struct Role: Sendable {
    /// From the top, as on the wire; empty for the root.
    package let path: Name
    /// The last component of the path.
    package let component: Name
    package let parent: Slot<Role>?
    /// This role, its parent and so on, the root last.
    package let lineage: [Slot<Role>]
    /// The nodes below that exist, in no order that matters.
    package var children: [Slot<Role>] = []

    package var quota = Quota()
    /// Where it is in `RoleTree.quotaRoles`; nil while its quota is the default.
    package var quotaPosition: Int?
    /// Of the whole subtree against its siblings.
    package var weight = Weight.one

    // MARK: Sums over the subtree

    /// Reservations on all agents, allocated or not.
    package var reservations = Quantities()
    /// What is offered or allocated of reserved resources.
    package var heldReserved = Quantities()
    /// What is offered or allocated of unreserved resources that are not revocable.
    package var heldUnreserved = Quantities()

    // MARK: Fair order

    /// The frameworks tracked under this very role: those subscribed to it and those that still hold something in it.
    package var frameworks = FairOrder<Slot<Framework>>()
    /// The last opening of a framework in this very role (`RunMemory`).
    package var openedAt: UInt64 = 0
    /// Where this node stands among its siblings; nil while neither it nor any role below is a client.
    package var place: FairOrder<Slot<Role>>.ClientSlot?
    /// The children that are clients or have some below them, and this role itself as the child `.` where it is a client
    /// as well as a parent.
    package var order = FairOrder<Slot<Role>>()
    /// The child `.`.
    package var ownPlace: FairOrder<Slot<Role>>.ClientSlot?

    package init(path: Name, component: Name, parent: Slot<Role>?, lineage: [Slot<Role>]) {
        self.path = path
        self.component = component
        self.parent = parent
        self.lineage = lineage
    }

    /// Consumed quota: reservations, and what is offered or allocated besides.
    // Inlined, or the whole role would be copied for it.
    @inline(__always)
    package var consumedQuota: Quantities { reservations + heldUnreserved }

    /// Whether something but a child keeps the node alive in the role tree.
    package var isInUse: Bool {
        !frameworks.isEmpty || !reservations.isEmpty || !quota.isDefault || weight != .one
    }
}
