package import AllocatorCore

/// Resources as a plain list, with Mesos's meaning of adding, subtracting and containing (Allocation, "1. Resources").
/// Everything is a search through the list.
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

    /// One of each entry; the copies of shared ones beyond the first are left out.
    package var resources: [Resource] { entries.map(\.resource) }

    /// The same with each copy of a shared one.
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

    /// Subtracts an entry, saturating at nothing. A missing entry is ignored.
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

    /// A persistent volume that was matched is used up for the rest of the question.
    package func contains(_ other: ReferenceResources) -> Bool { contains(other, usingUp: \.isPersistentVolume) }

    /// Whether all of `other` can be taken: each resource that is only taken whole needs an entry of its own.
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

    /// How often a shared resource is there; 0 of one that is not shared.
    package func copies(ofShared resource: Resource) -> Int {
        guard resource.metadata.isShared else { return 0 }
        return entries.filter { ResourceComparison.subtractable($0.resource, resource) }.reduce(0) { $0 + $1.copies }
    }

    /// Whether the two hold the same.
    package func equals(_ other: ReferenceResources) -> Bool { contains(other) && other.contains(self) }

    package func filter(_ isIncluded: (Resource) -> Bool) -> ReferenceResources {
        var result = ReferenceResources()
        result.entries = entries.filter { isIncluded($0.resource) }
        return result
    }

    /// The same with another allocation role, entry by entry; entries that are alike then are not joined.
    package func allocated(to role: Name?) -> ReferenceResources {
        var result = self
        for index in result.entries.indices { result.entries[index].resource.allocationRole = role }
        return result
    }
}
