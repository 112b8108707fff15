package import AllocatorCore

/// A plain list of resources with Mesos's addition, subtraction and containment (Allocation, "1. Resources"). All
/// operations are linear searches.
package struct ReferenceResources: Sendable {
    package struct Entry: Sendable {
        package var resource: Resource
        /// The number of copies of a shared resource; 1 for others.
        package var copies: Int
    }

    package private(set) var entries: [Entry] = []

    package init() {}

    package init(_ resources: [Resource]) {
        for resource in resources { add(Entry(resource: resource, copies: 1)) }
    }

    package var isEmpty: Bool { entries.isEmpty }

    /// The resource of each entry, once for any number of copies.
    package var resources: [Resource] { entries.map(\.resource) }

    /// The resource of each entry, once for each copy.
    package var everyCopy: [Resource] { entries.flatMap { Array(repeating: $0.resource, count: $0.copies) } }

    package mutating func add(_ entry: Entry) {
        guard !entry.resource.amount.isEmpty else { return }
        for index in entries.indices where ResourceComparison.addable(entries[index].resource, entry.resource) {
            if entry.resource.metadata.isShared {
                entries[index].copies += entry.copies
            } else {
                entries[index].resource.amount = entries[index].resource.amount.adding(entry.resource.amount)
            }
            return
        }
        var normalized = entry
        normalized.resource.amount = entry.resource.amount.normalized
        entries.append(normalized)
    }

    /// Subtracts an entry, saturating at zero. A missing entry is ignored.
    package mutating func subtract(_ entry: Entry) {
        guard
            let index = entries.firstIndex(where: {
                ResourceComparison.subtractable($0.resource, entry.resource)
            })
        else { return }
        if entry.resource.metadata.isShared {
            entries[index].copies -= entry.copies
            if entries[index].copies <= 0 { entries.remove(at: index) }
            return
        }
        let rest = entries[index].resource.amount.subtracting(entry.resource.amount)
        entries[index].resource.amount = rest
        if rest.isEmpty || rest.thousandths < 0 { entries.remove(at: index) }
    }

    package static func + (left: ReferenceResources, right: ReferenceResources) -> ReferenceResources {
        var sum = left
        for entry in right.entries { sum.add(entry) }
        return sum
    }

    package static func - (left: ReferenceResources, right: ReferenceResources) -> ReferenceResources {
        var rest = left
        for entry in right.entries { rest.subtract(entry) }
        return rest
    }

    package static func += (left: inout ReferenceResources, right: ReferenceResources) { left = left + right }
    package static func -= (left: inout ReferenceResources, right: ReferenceResources) { left = left - right }

    /// Whether all of `other` is contained. Each persistent volume matches only once.
    package func contains(_ other: ReferenceResources) -> Bool { contains(other, usingUp: \.isPersistentVolume) }

    /// Whether all of `other` can be subtracted. Each indivisible resource matches only once.
    package func canSubtract(_ other: ReferenceResources) -> Bool { contains(other, usingUp: \.isIndivisible) }

    private func contains(_ other: ReferenceResources, usingUp isUsedUp: (ResourceMetadata) -> Bool) -> Bool {
        var remaining = self
        for wanted in other.entries {
            let found = remaining.entries.contains {
                ResourceComparison.contains($0.resource, wanted.resource)
                    && (!wanted.resource.metadata.isShared || $0.copies >= wanted.copies)
            }
            guard found else { return false }
            if isUsedUp(wanted.resource.metadata) { remaining.subtract(wanted) }
        }
        return true
    }

    /// The number of copies of a shared resource, 0 for others.
    package func copies(ofShared resource: Resource) -> Int {
        guard resource.metadata.isShared else { return 0 }
        return entries.filter { ResourceComparison.subtractable($0.resource, resource) }.reduce(0) { $0 + $1.copies }
    }

    /// Whether both contain the same resources.
    package func equals(_ other: ReferenceResources) -> Bool { contains(other) && other.contains(self) }

    package func filter(_ isIncluded: (Resource) -> Bool) -> ReferenceResources {
        var result = ReferenceResources()
        result.entries = entries.filter { isIncluded($0.resource) }
        return result
    }

    /// Returns the entries with another allocation role. Entries that become alike are not merged.
    package func allocated(to role: Name?) -> ReferenceResources {
        var result = self
        for index in result.entries.indices { result.entries[index].resource.allocationRole = role }
        return result
    }
}
