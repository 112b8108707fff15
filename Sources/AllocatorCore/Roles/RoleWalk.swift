/// An iteration over the client roles in fair order: the active leaves of the tree in pre-order.
///
/// An allocation to the current role changes only the order of the nodes between the role and the root. The walk has
/// already begun to read the children of those nodes and continues with its copies. So it keeps the order that held at
/// its start.
struct RoleWalk: Sendable {
    /// A node whose children are being walked.
    private struct Level: Sendable {
        let node: RoleSlot
        var children: FairOrder<RoleSlot>.Walk
    }

    /// The current node, or `nil` at the end.
    private var level: Level?
    /// The levels above the current one, the root first. Empty in most clusters, because few have nested roles.
    private var above: [Level] = []
    /// The remaining roles of a walk in a given order.
    private var roles: ArraySlice<RoleSlot> = []

    /// Starts a walk in fair order.
    init(_ tree: inout RoleTree) { level = Self.level(of: tree.root, &tree) }

    /// Starts a walk in the given order.
    init(_ roles: [RoleSlot]) { self.roles = roles[...] }

    private static func level(of node: RoleSlot, _ tree: inout RoleTree) -> Level {
        tree.roles[node].order.sort(tree.totals)
        return Level(node: node, children: FairOrder.Walk(tree.roles[node].order.activeChunks))
    }

    /// Ends the walk early.
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
