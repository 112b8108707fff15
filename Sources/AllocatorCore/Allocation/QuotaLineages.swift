/// The quota along the lineages of roles during an allocation cycle, if nested roles may have a quota
/// (<doc:Policies#1-Quota-on-nested-roles>).
///
/// A node is a role with a quota or above one. Its unmet quantities are those that its guarantee or the guarantees
/// below it still lack. The part to which no child has a right is *free*: every role of the subtree may claim it.
package struct QuotaLineages: Sendable {
    private struct Node: Sendable {
        /// The position of the parent, or `nil` for a top-level role.
        let parent: Int?
        let quota: Quota
        var consumed: Quantities
        var unmet = Quantities()
        /// The sum of the unmet quantities of the children.
        var unmetBelow = Quantities()

        var free: Quantities { unmet.subtractingClamped(unmetBelow) }

        /// The amount that a role of the subtree may take below a limit of the node, in thousandths.
        ///
        /// - Parameter free: The free amount of the nodes from the role up to this one.
        func room(below limit: Int64, of name: Int, free: Int64) -> Int64 {
            let rest = max(0, limit - consumed[name])
            return min(rest, max(0, rest - unmet[name]) + free)
        }
    }

    /// The nodes, by position in `RoleTree.quotaNodes`.
    private var nodes: [Node] = []
    /// The sum of the unmet quantities of the top-level roles.
    package private(set) var requiredHeadroom = Quantities()

    /// - Complexity: O(*n* · *d*) in the number of nodes and their depth.
    package init(_ tree: borrowing RoleTree) {
        nodes.reserveCapacity(tree.quotaNodes.count)
        for slot in tree.quotaNodes {
            let parent = tree.roles[slot].parent.flatMap { tree.roles[$0].quotaPosition }
            nodes.append(
                Node(parent: parent, quota: tree.roles[slot].quota, consumed: tree.roles[slot].consumedQuota))
        }
        for position in nodes.indices { updateUnmet(from: position) }
    }

    // MARK: Guarantees

    /// Whether a node may take anything for a guarantee on its lineage.
    ///
    /// - Complexity: O(*d*) in the depth of the node.
    package func hasClaim(at position: Int) -> Bool {
        var next: Int? = position
        while let node = next {
            if isUnmet(at: node) { return true }
            next = nodes[node].parent
        }
        return false
    }

    /// Whether a node has unmet quantities to which no child has a right.
    package func isUnmet(at position: Int) -> Bool { nodes[position].unmet != nodes[position].unmetBelow }

    /// The quantities that a node may take for the guarantees on its lineage.
    package func claim(at position: Int) -> Quantities {
        var claim = Quantities()
        forEachNode(above: position) { claim += nodes[$0].free }
        return claim
    }

    /// The unmet quantities of a node and of the nodes below it.
    package func unmet(at position: Int) -> Quantities { nodes[position].unmet }

    package func consumed(at position: Int) -> Quantities { nodes[position].consumed }

    // MARK: Limits

    /// The quantities that a node may take before a limit on its lineage binds.
    ///
    /// A limit of an ancestor leaves room for what the siblings are guaranteed below that ancestor.
    package func room(at position: Int) -> QuantityLimits {
        var room = QuantityLimits()
        forEachRoom(at: position) { _, name, own in room[name] = min(room[name] ?? own, own) }
        return room
    }

    /// The position of the node whose limit on a resource leaves the least room, the nearest of several, or `nil` if no
    /// limit applies.
    package func binding(at position: Int, for name: Int) -> Int? {
        var binding: (node: Int, room: Int64)?
        forEachRoom(at: position) { node, limited, own in
            if limited == name, own < binding?.room ?? .max { binding = (node, own) }
        }
        return binding?.node
    }

    /// The unmet quantities of an ancestor to which a node has no right.
    package func guaranteed(toOthersThan position: Int, below ancestor: Int) -> Quantities {
        var claim = Quantities()
        var isBelow = true
        forEachNode(above: position) { node in
            if isBelow { claim += nodes[node].free }
            if node == ancestor { isBelow = false }
        }
        return nodes[ancestor].unmet.subtractingClamped(claim)
    }

    /// Visits the limits on the lineage of a node, the nearest first, with the room that each leaves for the node.
    private func forEachRoom(at position: Int, _ body: (_ node: Int, _ name: Int, _ room: Int64) -> Void) {
        var free = Quantities()
        forEachNode(above: position) { node in
            free += nodes[node].free
            let limits = nodes[node].quota.limits
            for name in limits.indices {
                guard let limit = limits[name] else { continue }
                body(node, name, nodes[node].room(below: limit, of: name, free: free[name]))
            }
        }
    }

    // MARK: Grants

    /// Records unreserved, non-revocable scalars that were granted to a node or to a role below it.
    ///
    /// - Complexity: O(*d*) in the depth of the node.
    package mutating func record(_ granted: Quantities, at position: Int) {
        // The nodes must not be captured here, because a change would then copy all of them.
        var next: Int? = position
        while let node = next {
            nodes[node].consumed += granted
            updateUnmet(of: node)
            next = nodes[node].parent
        }
    }

    /// Visits a node, its parent and so on.
    @inline(__always)
    private func forEachNode(above position: Int, _ body: (Int) -> Void) {
        var next: Int? = position
        while let node = next {
            body(node)
            next = nodes[node].parent
        }
    }

    private mutating func updateUnmet(from position: Int) {
        var next: Int? = position
        while let node = next, updateUnmet(of: node) { next = nodes[node].parent }
    }

    /// Updates the unmet quantities of a node, and the sum that its parent or the required headroom has of them.
    ///
    /// - Returns: Whether they have changed.
    @discardableResult
    private mutating func updateUnmet(of position: Int) -> Bool {
        let before = nodes[position].unmet
        var unmet = nodes[position].quota.guarantees.subtractingClamped(nodes[position].consumed)
        unmet.formMaximum(nodes[position].unmetBelow)
        if unmet == before { return false }
        nodes[position].unmet = unmet
        if let parent = nodes[position].parent {
            nodes[parent].unmetBelow -= before
            nodes[parent].unmetBelow += unmet
        } else {
            requiredHeadroom -= before
            requiredHeadroom += unmet
        }
        return true
    }
}
