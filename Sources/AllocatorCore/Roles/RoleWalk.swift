/// The roles that are clients, in fair order, one after the other: the pre-order walk over the active leaves.
///
/// What is given to a role while the walk stands at it changes the order only of the nodes from there to the root, which the
/// walk has come to already: it reads on in the lists that it has begun, so that the order is that of its beginning.
struct RoleWalk: Sendable {
    /// A node whose children are being walked.
    private struct Level: Sendable {
        let node: RoleSlot
        var children: FairOrder<RoleSlot>.Walk
    }

    /// The node that the walk is at; nil where it has come to the end.
    private var level: Level?
    /// Those above it, the root first: none in most clusters, whose roles have no roles below them.
    private var above: [Level] = []
    /// A walk in an order that is known as a whole.
    private var roles: ArraySlice<RoleSlot> = []

    /// In fair order.
    init(_ tree: inout RoleTree) { level = Self.level(of: tree.root, &tree) }

    /// In the order given.
    init(_ roles: [RoleSlot]) { self.roles = roles[...] }

    private static func level(of node: RoleSlot, _ tree: inout RoleTree) -> Level {
        tree.roles[node].order.sort(tree.totals)
        return Level(node: node, children: FairOrder.Walk(tree.roles[node].order.activeChunks))
    }

    /// Comes to no more roles.
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
