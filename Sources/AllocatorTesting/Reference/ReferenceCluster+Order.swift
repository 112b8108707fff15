package import AllocatorCore

/// The fair order (Allocation, "3. The fair order").
extension ReferenceCluster {
    package var totalQuantities: ReferenceQuantities {
        var sum = ReferenceQuantities()
        for agent in agents.values {
            for (name, quantity) in agent.total.scalarQuantities.byName { sum.add(quantity, of: name) }
        }
        return sum
    }

    /// The roles with frameworks, in pre-order, each node's children by share, count and path.
    package var rolesInOrder: [Name] {
        let nodes = Set(counts.roles.flatMap { ReferenceRole.path(to: $0) })
        let total = totalQuantities
        return ordered(nodes.filter { !ReferenceRole.isNested($0) }, of: nodes, total: total)
    }

    /// The frameworks in a role's order.
    package func frameworksInOrder(of role: Name) -> [Name] {
        let ids = frameworks.filter { $0.value.isInOrder(of: role) && isListening($0.value.master) }.keys
        if ids.count < 2 { return Array(ids) }
        let total = totalQuantities
        let entries = ids.map { id in
            Position(
                share: share(Self.quantities(trackedResources(framework: id) { $0 == role }), of: total, weight: .one),
                count: counts.ofFramework(id, in: role), path: id)
        }
        return entries.sorted().map(\.path)
    }

    private func ordered(_ siblings: Set<Name>, of nodes: Set<Name>, total: ReferenceQuantities) -> [Name] {
        // A single framework needs no share.
        let order =
            siblings.count < 2
            ? Array(siblings) : siblings.map { position(of: $0, total: total) }.sorted().map(\.path)
        return order.flatMap { node -> [Name] in
            if !nodes.contains(node) { return [Self.client(ofOwnNode: node)] }
            var children = nodes.filter {
                ReferenceRole.isStrictly($0, below: node)
                    && ReferenceRole.path(to: $0).count == ReferenceRole.path(to: node).count + 1
            }
            if children.isEmpty { return [node] }
            if counts.roles.contains(node) { children.insert(ReferenceCounts.ownNode(of: node)) }
            return ordered(children, of: nodes, total: total)
        }
    }

    private func position(of node: Name, total: ReferenceQuantities) -> Position {
        let isOwnNode = node.string.utf8.suffix(2).elementsEqual("/.".utf8)
        let isCounted = { (role: Name) in
            isOwnNode ? role == Self.client(ofOwnNode: node) : ReferenceRole.isWithin(role, node)
        }
        var quantities = Self.quantities(trackedResources(where: isCounted))
        if options.chargesReservations { quantities += unusedReservations(isCounted) }
        return Position(
            share: share(quantities, of: total, weight: isOwnNode ? .one : weights[node] ?? .one),
            count: counts.ofNode(node), path: node)
    }

    private func share(
        _ allocated: ReferenceQuantities, of total: ReferenceQuantities, weight: ReferenceWeight
    ) -> ReferenceShare {
        total.byName.filter { !options.fairnessExcludeResourceNames.contains($0.key) }.map { name, total in
            ReferenceShare(
                numerator: UInt128(allocated[name].thousandths),
                denominator: UInt128(total.thousandths) * UInt128(weight.billionths))
        }.max() ?? .zero
    }

    private static func client(ofOwnNode node: Name) -> Name {
        Name(String(decoding: node.string.utf8.dropLast(2), as: UTF8.self))
    }
}

private struct Position: Comparable {
    var share: ReferenceShare
    var count: UInt64
    var path: Name

    static func < (left: Position, right: Position) -> Bool {
        if left.share != right.share { return left.share < right.share }
        if left.count != right.count { return left.count < right.count }
        return left.path < right.path
    }
}
