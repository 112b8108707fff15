/// A node of the role tree (<doc:Allocation#2-State>), with the sums of its subtree and its place in the fair order
/// (<doc:Allocation#3-The-fair-order>).
package struct Role: Sendable {
    /// The path from the root, as on the wire. The root's path is empty.
    package let path: Name
    /// The last component of the path.
    package let component: Name
    package let parent: RoleSlot?
    /// The role, its parent and so on, the root last.
    package let lineage: [RoleSlot]
    /// The child nodes, in no particular order.
    package var children: [RoleSlot] = []

    package var quota = Quota()
    /// The position in `RoleTree.quotaNodes`, or `nil` while no role of the subtree has a quota.
    package var quotaPosition: Int?
    /// The number of roles with a quota in the subtree.
    package var quotasInSubtree = 0
    /// The sum of the effective guarantees of the children.
    package var guaranteesBelow = Quantities()
    /// The weight of the whole subtree among the siblings.
    package var weight = Weight.one

    // MARK: Sums over the subtree

    /// The reservations on all agents, allocated or not.
    package var reservations = Quantities()
    /// The reserved resources that are offered or allocated.
    package var heldReserved = Quantities()
    /// The resources that are offered or allocated and neither reserved nor revocable.
    package var heldUnreserved = Quantities()

    /// The reservations of the subtree that count in the fair order although they are neither offered nor allocated
    /// (`AllocatorOptions.chargesReservations`), by the role that they are made to.
    package var charged = ChargedReservations()

    /// The number of reserved ranges and sets, counted on each agent.
    package var reservedCollections = 0
    /// The number of nodes that have a quota or a weight other than 1.
    package var configuredNodes = 0

    // MARK: Fair order

    /// The frameworks that are tracked under this role: each is subscribed to it or holds something in it.
    package var frameworks = FairOrder<FrameworkClient>()
    /// The latest `FrameworkClient.lastChanged` of the role's own frameworks.
    package var lastChanged: UInt64 = 0
    /// The place among the siblings, or `nil` while neither the role nor a role below it is a client.
    package var place: FairOrder<RoleSlot>.ClientSlot?
    /// The order of the children that are clients or above clients.
    ///
    /// If the role itself is a client too, it takes part as the child `.`.
    package var order = FairOrder<RoleSlot>()
    /// The place of the child `.`, if there is one.
    package var ownPlace: FairOrder<RoleSlot>.ClientSlot?

    package init(path: Name, component: Name, parent: RoleSlot?, lineage: [RoleSlot]) {
        self.path = path
        self.component = component
        self.parent = parent
        self.lineage = lineage
    }

    /// The consumed quota: the reservations, and the other resources that are offered or allocated.
    // Swift 6.3 would otherwise copy the whole role for a call.
    package var consumedQuota: Quantities { reservations + heldUnreserved }

    /// The guarantees of the role. A name without a guarantee of its own counts with the guarantees below.
    package var effectiveGuarantees: Quantities { quota.effectiveGuarantees(above: guaranteesBelow) }

    /// Whether the role has a quota or a weight other than 1.
    package var isConfigured: Bool { !quota.isDefault || weight != .one }

    /// Whether the role exists for callers.
    ///
    /// It does if it or a role below has a framework, a reservation, a quota or a weight other than 1. The node of a
    /// role that is not alive may stay until the next collection.
    package var isAlive: Bool {
        place != nil || configuredNodes > 0 || reservedCollections > 0 || !reservations.isEmpty
    }

    /// Whether something other than a child needs the node.
    package var isInUse: Bool {
        !frameworks.isEmpty || !reservations.isEmpty || !quota.isDefault || weight != .one
    }
}
