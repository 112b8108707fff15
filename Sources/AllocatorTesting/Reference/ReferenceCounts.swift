package import AllocatorCore

/// The state of the sorters: the allocation count of each node (Allocation, "3. The fair order").
package struct ReferenceCounts: Sendable {
    /// The roles with tracked frameworks: the clients of the role sorter.
    package private(set) var roles: Set<Name> = []
    /// The counts by node path. `a/.` is the client `a` itself if `a` is a parent, too.
    private var ofNodes: [Name: UInt64] = [:]
    /// The counts by role and framework.
    private var ofFrameworks: [Name: [Name: UInt64]] = [:]

    package init() {}

    package func ofNode(_ path: Name) -> UInt64 { ofNodes[path] ?? 0 }

    package func ofFramework(_ framework: Name, in role: Name) -> UInt64 { ofFrameworks[role]?[framework] ?? 0 }

    /// Updates the clients to the tracked ones: adds new clients first, then removes old ones.
    package mutating func settle(tracked: [Name: Set<Name>]) {
        for role in tracked.keys.sorted() where !roles.contains(role) { add(role) }
        for role in roles.subtracting(tracked.keys) { remove(role) }
        for (role, frameworks) in tracked {
            var counts = ofFrameworks[role] ?? [:]
            counts = counts.filter { frameworks.contains($0.key) }
            for framework in frameworks where counts[framework] == nil { counts[framework] = 0 }
            ofFrameworks[role] = counts
        }
        ofFrameworks = ofFrameworks.filter { tracked[$0.key] != nil }
    }

    /// Counts a bundle for a framework in a role.
    package mutating func countAllocation(role: Name, framework: Name) {
        ofFrameworks[role, default: [:]][framework, default: 0] += 1
        for node in ReferenceRole.path(to: role) { ofNodes[node, default: 0] += 1 }
        if isParent(role) { ofNodes[Self.ownNode(of: role), default: 0] += 1 }
    }

    package func isParent(_ role: Name) -> Bool { roles.contains { ReferenceRole.isStrictly($0, below: role) } }

    /// Returns the node for a parent's own allocations.
    package static func ownNode(of role: Name) -> Name { Name(role.string + "/.") }

    private mutating func add(_ role: Name) {
        for ancestor in ReferenceRole.path(to: role).dropLast()
        where roles.contains(ancestor) && !isParent(ancestor) {
            ofNodes[Self.ownNode(of: ancestor)] = ofNode(ancestor)
        }
        roles.insert(role)
        for node in ReferenceRole.path(to: role) where ofNodes[node] == nil { ofNodes[node] = 0 }
    }

    private mutating func remove(_ role: Name) {
        roles.remove(role)
        var nodes = Set(roles.flatMap { ReferenceRole.path(to: $0) })
        nodes.formUnion(roles.filter(isParent).map(Self.ownNode))
        ofNodes = ofNodes.filter { nodes.contains($0.key) }
    }
}
