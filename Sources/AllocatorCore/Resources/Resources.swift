/// A list of resources, with one entry for all resources that add up (<doc:Allocation#1-Resources>).
///
/// Most lists have only a few entries, so a linear search is fast.
package struct Resources: Sendable {
    /// A scalar, or a number of copies of one shared volume.
    package struct Scalar: Hashable, Sendable {
        package var kind: ResourceKind
        /// The number of copies of a shared resource, 1 for others.
        package var copies: Int32
        package var thousandths: Int64

        package init(kind: ResourceKind, copies: Int32 = 1, thousandths: Int64) {
            self.kind = kind
            self.copies = copies
            self.thousandths = thousandths
        }
    }

    /// Ranges or a set.
    package struct Collection: Hashable, Sendable {
        package var kind: ResourceKind
        package var items: Items

        package init(kind: ResourceKind, items: Items) {
            self.kind = kind
            self.items = items
        }
    }

    package enum Items: Hashable, Sendable {
        case ranges([ClosedRange<UInt64>])
        case set([Name])

        package var isEmpty: Bool {
            switch self {
            case .ranges(let ranges): ranges.isEmpty
            case .set(let names): names.isEmpty
            }
        }
    }

    package private(set) var scalars: [Scalar] = []
    package private(set) var collections: [Collection] = []

    package init() {}

    package var isEmpty: Bool { scalars.isEmpty && collections.isEmpty }

    package var entryCount: Int { scalars.count + collections.count }

    /// Whether both have the same entries in the same order. Equal resources may differ in their order.
    package func hasSameEntries(as other: Resources) -> Bool {
        scalars == other.scalars && collections == other.collections
    }

    /// Reserves memory for a number of scalars.
    package mutating func reserveCapacity(_ count: Int) { scalars.reserveCapacity(count) }

    // MARK: Entries

    package mutating func add(_ entry: Scalar) {
        guard entry.thousandths != 0, entry.copies > 0 else { return }
        let traits = entry.kind.traits
        if traits.contains(.shared) {
            if let position = firstEqual(to: entry) {
                scalars[position].copies += entry.copies
                return
            }
        } else if !traits.contains(.exclusive) {
            if let position = scalars.firstIndex(where: { $0.kind.isEquivalent(to: entry.kind) }) {
                scalars[position].thousandths += entry.thousandths
                return
            }
        }
        scalars.append(entry)
    }

    package mutating func add(_ entry: Collection) {
        guard !entry.items.isEmpty else { return }
        guard let position = collections.firstIndex(where: { $0.kind.isEquivalent(to: entry.kind) }) else {
            collections.append(entry)
            return
        }
        collections[position].items.formUnion(entry.items)
    }

    package mutating func subtract(_ entry: Scalar) {
        var position = 0
        subtract(entry, near: &position)
    }

    /// - Parameter hint: The position to search first. On return, the position of the entry. Long lists usually have
    ///   the same order.
    private mutating func subtract(_ entry: Scalar, near hint: inout Int) {
        let traits = entry.kind.traits
        if traits.contains(.shared) {
            guard let position = firstEqual(to: entry) else { return }
            scalars[position].copies -= entry.copies
            if scalars[position].copies <= 0 { scalars.remove(at: position) }
        } else if traits.contains(.exclusive) {
            if let position = firstEqual(to: entry) { scalars.remove(at: position) }
        } else if let position = position(of: entry.kind, near: hint) {
            hint = position
            scalars[position].thousandths -= entry.thousandths
            if scalars[position].thousandths <= 0 { scalars.remove(at: position) }
        }
    }

    package mutating func subtract(_ entry: Collection) {
        guard let position = collections.firstIndex(where: { $0.kind.isEquivalent(to: entry.kind) }) else { return }
        collections[position].items.subtract(entry.items)
        if collections[position].items.isEmpty { collections.remove(at: position) }
    }

    /// Returns the position of the only entry of a kind, whose amounts must add up.
    ///
    /// - Parameter hint: The position to search first.
    package func position(
        of kind: ResourceKind, near hint: Int = 0
    ) -> Int? {
        let start = min(hint, scalars.count)
        for position in start..<scalars.count where scalars[position].kind.isEquivalent(to: kind) { return position }
        for position in 0..<start where scalars[position].kind.isEquivalent(to: kind) { return position }
        return nil
    }

    /// Returns the position of an entry of the same kind and size, as required to match shared and exclusive resources.
    package func firstEqual(to entry: Scalar) -> Int? {
        scalars.firstIndex {
            $0.thousandths == entry.thousandths && $0.kind.isEquivalent(to: entry.kind)
        }
    }

    // MARK: Collections of resources

    package mutating func add(_ other: Resources) {
        for entry in other.scalars { add(entry) }
        for entry in other.collections { add(entry) }
    }

    /// Subtracts `other`, saturating at zero. Kinds that are not present are ignored.
    package mutating func subtract(_ other: Resources) {
        // Most offers are used or declined as a whole.
        if hasSameEntries(as: other) {
            self = Resources()
            return
        }
        var position = 0
        for entry in other.scalars { subtract(entry, near: &position) }
        for entry in other.collections { subtract(entry) }
    }

    /// Returns the entries whose kind satisfies `isIncluded`.
    package func filter(_ isIncluded: (ResourceKind) -> Bool) -> Resources {
        if scalars.allSatisfy({ isIncluded($0.kind) }), collections.allSatisfy({ isIncluded($0.kind) }) { return self }
        var result = Resources()
        result.scalars = scalars.filter { isIncluded($0.kind) }
        result.collections = collections.filter { isIncluded($0.kind) }
        return result
    }

    /// Returns the same resources with one copy of each shared one.
    package func withSingleCopies() -> Resources {
        var result = self
        for position in result.scalars.indices { result.scalars[position].copies = 1 }
        return result
    }

    package mutating func removeAll(keepingCapacity: Bool = true) {
        scalars.removeAll(keepingCapacity: keepingCapacity)
        collections.removeAll(keepingCapacity: keepingCapacity)
    }
}

extension Resources.Items {
    /// Returns the lowest `count` items, compared as numbers or bytes.
    package func prefix(_ count: UInt64) -> Resources.Items {
        switch self {
        case .ranges(let ranges): .ranges(RangeSet.prefix(count, of: ranges))
        case .set(let names): .set(Array(names.prefix(Int(clamping: count))))
        }
    }

    package mutating func formUnion(_ other: Resources.Items) {
        switch (self, other) {
        case (.ranges(let left), .ranges(let right)): self = .ranges(RangeSet.union(left, right))
        case (.set(let left), .set(let right)): self = .set(NameSet.union(left, right))
        default: preconditionFailure("one kind of resource has one type")
        }
    }

    package mutating func subtract(_ other: Resources.Items) {
        switch (self, other) {
        case (.ranges(let left), .ranges(let right)): self = .ranges(RangeSet.subtracting(left, right))
        case (.set(let left), .set(let right)): self = .set(NameSet.subtracting(left, right))
        default: preconditionFailure("one kind of resource has one type")
        }
    }

    package func contains(_ other: Resources.Items) -> Bool {
        switch (self, other) {
        case (.ranges(let left), .ranges(let right)): RangeSet.contains(left, right)
        case (.set(let left), .set(let right)): NameSet.contains(left, right)
        default: false
        }
    }

    /// Whether the two have an item in common.
    package func intersects(_ other: Resources.Items) -> Bool {
        var rest = self
        rest.subtract(other)
        return rest != self
    }

    /// The number of items, in thousandths.
    package var thousandths: Int64 {
        switch self {
        case .ranges(let ranges): RangeSet.thousandths(ranges)
        case .set(let names): Int64(names.count) * 1000
        }
    }
}
