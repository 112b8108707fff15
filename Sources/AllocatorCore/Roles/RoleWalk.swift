/// The roles that are clients, in fair order, one after the other: the pre-order walk over the active leaves.
///
/// What is given to a role while the walk stands at it changes the order only of the nodes from there to the root, which the
/// walk has come to already: it reads on in the lists that it has begun, so that the order is that of its beginning.
struct RoleWalk: Sendable {
    /// A node whose children are being walked, and how far.
    private struct Level: Sendable {
        var node: Slot<Role>
        var lists: [[FairOrder<Slot<Role>>.ClientSlot]]
        var list = 0
        var position = 0
    }

    private var levels: [Level] = []
    /// A walk in an order that is known as a whole.
    private var roles: ArraySlice<Slot<Role>> = []

    /// In fair order.
    init(_ tree: inout RoleTree) { descend(to: tree.root, &tree) }

    /// In the order given.
    init(_ roles: [Slot<Role>]) { self.roles = roles[...] }

    private mutating func descend(to node: Slot<Role>, _ tree: inout RoleTree) {
        tree.roles[node].order.sort(tree.totals)
        levels.append(Level(node: node, lists: tree.roles[node].order.activeChunks))
    }

    /// Comes to no more roles.
    mutating func end() {
        levels.removeAll()
        roles = []
    }

    mutating func next(_ tree: inout RoleTree) -> Slot<Role>? {
        while let top = levels.indices.last {
            guard levels[top].list < levels[top].lists.count else {
                levels.removeLast()
                continue
            }
            guard levels[top].position < levels[top].lists[levels[top].list].count else {
                levels[top].list += 1
                levels[top].position = 0
                continue
            }
            let place = levels[top].lists[levels[top].list][levels[top].position]
            levels[top].position += 1
            let node = levels[top].node
            let client = tree.roles[node].order.key(at: place)
            if client == node || tree.roles[client].order.isEmpty { return client }
            descend(to: client, &tree)
        }
        return roles.popFirst()
    }
}
