/// A node of the role tree (<doc:Allocation#2-State>), with what its subtree holds and its place in the fair order
/// (<doc:Allocation#3-The-fair-order>).
package struct Role: Sendable {
    /// From the top, as on the wire; empty for the root.
    package let path: Name
    /// The last component of the path.
    package let component: Name
    package let parent: RoleSlot?
    /// This role, its parent and so on, the root last.
    package let lineage: [RoleSlot]
    /// The nodes below that exist, in no order that matters.
    package var children: [RoleSlot] = []

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

    /// Reserved resources of the subtree that are no scalars, agent by agent.
    package var reservedCollections = 0
    /// Nodes of the subtree that have a quota or a weight other than 1.
    package var configuredNodes = 0

    // MARK: Fair order

    /// The frameworks tracked under this very role: those subscribed to it and those that still hold something in it.
    package var frameworks = FairOrder<FrameworkClient>()
    /// The latest `FrameworkClient.lastChanged` of the frameworks in this very role.
    package var lastChanged: UInt64 = 0
    /// Where this node stands among its siblings; nil while neither it nor any role below is a client.
    package var place: FairOrder<RoleSlot>.ClientSlot?
    /// The children that are clients or have some below them, and this role itself as the child `.` where it is a client
    /// as well as a parent.
    package var order = FairOrder<RoleSlot>()
    /// The child `.`.
    package var ownPlace: FairOrder<RoleSlot>.ClientSlot?

    package init(path: Name, component: Name, parent: RoleSlot?, lineage: [RoleSlot]) {
        self.path = path
        self.component = component
        self.parent = parent
        self.lineage = lineage
    }

    /// Consumed quota: reservations, and what is offered or allocated besides.
    // Inlined, or the whole role would be copied for it.
    @inline(__always)
    package var consumedQuota: Quantities { reservations + heldUnreserved }

    /// Whether it has a quota, or a weight other than 1.
    package var isConfigured: Bool { !quota.isDefault || weight != .one }

    /// Whether the role is there for everything outside the core: it or a role below has a framework, a reservation, a quota
    /// or a weight other than 1. The node of one that is not may stay for a while.
    package var isAlive: Bool {
        place != nil || configuredNodes > 0 || reservedCollections > 0 || !reservations.isEmpty
    }

    /// Whether something but a child keeps the node alive in the role tree.
    package var isInUse: Bool {
        !frameworks.isEmpty || !reservations.isEmpty || !quota.isDefault || weight != .one
    }
}
