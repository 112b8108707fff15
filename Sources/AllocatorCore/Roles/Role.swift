/// A node of the role tree (<doc:Allocation#2-State>), with the sums over its subtree and its place in the fair order
/// (<doc:Allocation#3-The-fair-order>).
package struct Role: Sendable {
    /// The full path as on the wire, empty for the root.
    package let path: Name
    /// The last component of the path.
    package let component: Name
    package let parent: RoleSlot?
    /// This role and its ancestors, the root last.
    package let lineage: [RoleSlot]
    /// The existing child nodes, in unspecified order.
    package var children: [RoleSlot] = []

    package var quota = Quota()
    /// The position in `RoleTree.quotaRoles`, or `nil` while the quota is the default.
    package var quotaPosition: Int?
    /// The weight of the whole subtree relative to its siblings.
    package var weight = Weight.one

    // MARK: Sums over the subtree

    /// The reservations on all agents, allocated or not.
    package var reservations = Quantities()
    /// The reserved resources that are offered or allocated.
    package var heldReserved = Quantities()
    /// The unreserved, non-revocable resources that are offered or allocated.
    package var heldUnreserved = Quantities()

    /// The number of reserved ranges and sets of the subtree, counted for each agent.
    package var reservedCollections = 0
    /// The number of nodes in the subtree that have a quota or a weight other than 1.
    package var configuredNodes = 0

    // MARK: Fair order

    /// The frameworks tracked under exactly this role: those subscribed to it and those that still hold resources in
    /// it.
    package var frameworks = FairOrder<FrameworkClient>()
    /// The latest `FrameworkClient.lastChanged` of the frameworks under exactly this role.
    package var lastChanged: UInt64 = 0
    /// The place of this node among its siblings, or `nil` while no role in the subtree is a client.
    package var place: FairOrder<RoleSlot>.ClientSlot?
    /// The children that are clients or have clients below them. A role that is both a client and a parent is in its
    /// own order as the child `.`.
    package var order = FairOrder<RoleSlot>()
    /// The place of the child `.`.
    package var ownPlace: FairOrder<RoleSlot>.ClientSlot?

    package init(path: Name, component: Name, parent: RoleSlot?, lineage: [RoleSlot]) {
        self.path = path
        self.component = component
        self.parent = parent
        self.lineage = lineage
    }

    /// The consumed quota: all reservations, plus the unreserved resources that are offered or allocated.
    ///
    /// Inlined, since a call would copy the whole role.
    @inline(__always)
    package var consumedQuota: Quantities { reservations + heldUnreserved }

    /// Whether the role has a quota, or a weight other than 1.
    package var isConfigured: Bool { !quota.isDefault || weight != .one }

    /// Whether the role is visible outside the core: a role of its subtree has a framework, a reservation, a quota or a
    /// weight other than 1.
    ///
    /// The node of a role that is no longer alive may remain until the next collection.
    package var isAlive: Bool {
        place != nil || configuredNodes > 0 || reservedCollections > 0 || !reservations.isEmpty
    }

    /// Whether the node has a reason to exist other than its children.
    package var isInUse: Bool {
        !frameworks.isEmpty || !reservations.isEmpty || !quota.isDefault || weight != .one
    }
}
