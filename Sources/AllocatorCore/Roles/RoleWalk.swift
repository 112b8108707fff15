/// A lazy pre-order walk over the active leaves of the role tree: the roles that are clients, in fair order.
///
/// A grant to the current role changes the order of that role and its ancestors only. The walk keeps reading the lists
/// of ancestors that it has begun, so it visits the roles in the order that held at its start.
struct RoleWalk: Sendable {
    /// A node whose children the walk is visiting.
    private struct Level: Sendable {
        let node: RoleSlot
        var children: FairOrder<RoleSlot>.Walk
    }

    /// The current node, or `nil` at the end of the walk.
    private var level: Level?
    /// The ancestors of the current node, the root first. Clusters without nested roles need none.
    private var above: [Level] = []
    /// The remaining roles of a walk in a given order.
    private var roles: ArraySlice<RoleSlot> = []

    /// Starts a walk in fair order.
    init(_ tree: inout RoleTree) { level = Self.level(of: tree.root, &tree) }

    /// Starts a walk in a given order.
    init(_ roles: [RoleSlot]) { self.roles = roles[...] }

    private static func level(of node: RoleSlot, _ tree: inout RoleTree) -> Level {
        tree.sortChildren(of: node)
        return Level(node: node, children: FairOrder.Walk(tree.roles[node].order.activeChunks))
    }

    /// Ends the walk.
    mutating func end() {
        level = nil
        above.removeAll()
        roles = []
    }

    mutating func next(_ tree: inout RoleTree) -> RoleSlot? {
        while let node = level?.node {
            guard let place = level?.children.next() else {
                level = above.popLast()
                continue
            }
            let client = tree.roles[node].order.payload(at: place)
            if client == node || tree.roles[client].order.isEmpty { return client }
            if let level { above.append(level) }
            level = Self.level(of: client, &tree)
        }
        return roles.popFirst()
    }
}
