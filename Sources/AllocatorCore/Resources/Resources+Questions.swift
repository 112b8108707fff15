extension Resources {
    /// Whether an entry of the same kind has at least the amount of each entry of `other`.
    ///
    /// Each persistent volume matches only one entry.
    package func contains(_ other: Resources) -> Bool {
        contains(other, usingUp: .persistent)
    }

    /// Whether all of `other` can be subtracted. Unlike in `contains`, each exclusive entry needs its own match.
    package func canSubtract(_ other: Resources) -> Bool {
        contains(other, usingUp: .exclusive)
    }

    private func contains(
        _ other: Resources, usingUp used: ResourceKind.Traits
    ) -> Bool {
        // Most declined offers are returned as a whole.
        if hasSameEntries(as: other) { return true }
        for entry in other.collections {
            guard
                collections.contains(where: {
                    $0.kind.isEquivalent(to: entry.kind) && $0.items.contains(entry.items)
                })
            else { return false }
        }
        let usesSomethingUp = other.scalars.count { $0.kind.traits.contains(used) } > 1
        guard usesSomethingUp else {
            var position = 0
            return other.scalars.allSatisfy { contains($0, near: &position) }
        }
        var remaining = self
        for entry in other.scalars {
            guard remaining.contains(entry) else { return false }
            if entry.kind.traits.contains(used) { remaining.subtract(entry) }
        }
        return true
    }

    package func contains(_ entry: Scalar) -> Bool {
        var position = 0
        return contains(entry, near: &position)
    }

    /// - Parameter hint: The position to search first. On return, the position of the entry.
    private func contains(_ entry: Scalar, near hint: inout Int) -> Bool {
        let traits = entry.kind.traits
        if traits.contains(.shared) {
            guard let position = firstEqual(to: entry) else { return false }
            return scalars[position].copies >= entry.copies
        }
        if traits.contains(.exclusive) { return firstEqual(to: entry) != nil }
        guard let position = position(of: entry.kind, near: hint) else { return false }
        hint = position
        return scalars[position].thousandths >= entry.thousandths
    }

    /// Whether a part of `other` can be subtracted.
    func hasSome(of other: Resources) -> Bool {
        other.scalars.contains { entry in
            if entry.kind.traits.isDisjoint(with: [.shared, .exclusive]) {
                return position(of: entry.kind) != nil
            }
            return firstEqual(to: entry) != nil
        }
            || other.collections.contains { entry in
                collections.contains { $0.kind.isEquivalent(to: entry.kind) && $0.items.intersects(entry.items) }
            }
    }

    /// Whether the entries of each name add up to at least the amount in `quantities`.
    ///
    /// Sets and ranges count by their number of items.
    package func contains(_ quantities: Quantities) -> Bool {
        quantities.indices.allSatisfy { name in
            quantities[name] == 0 || holds(quantities[name], of: name)
        }
    }

    private func holds(_ wanted: Int64, of name: Int) -> Bool {
        var remaining = wanted
        for entry in scalars where entry.kind.name == name {
            remaining -= entry.thousandths
            if remaining <= 0 { return true }
        }
        for entry in collections where entry.kind.name == name {
            let held = entry.items.thousandths
            if held >= remaining { return true }
            remaining -= held
        }
        return false
    }

    /// Whether both have the same resources, with equal numbers of copies of shared ones.
    package func isEqual(to other: Resources) -> Bool {
        canSubtract(other) && other.canSubtract(self)
    }

    /// The sums of the scalars by name. A shared resource counts once.
    package var quantities: Quantities {
        var result = Quantities()
        for entry in scalars { result[entry.kind.name] += entry.thousandths }
        return result
    }

    /// Returns the sums by name of the scalars whose traits satisfy `isIncluded`.
    package func quantities(
        where isIncluded: (ResourceKind.Traits) -> Bool
    ) -> Quantities {
        var result = Quantities()
        for entry in scalars where isIncluded(entry.kind.traits) {
            result[entry.kind.name] += entry.thousandths
        }
        return result
    }

    /// The union of the traits of all entries.
    package var traits: ResourceKind.Traits {
        var traits: ResourceKind.Traits = []
        for entry in scalars { traits.formUnion(entry.kind.traits) }
        for entry in collections { traits.formUnion(entry.kind.traits) }
        return traits
    }

    var withoutShared: Resources {
        traits.contains(.shared) ? filter { !$0.traits.contains(.shared) } : self
    }

    /// The number of copies of the shared resource that `entry` is a copy of.
    package func copies(of entry: Scalar) -> Int32 {
        firstEqual(to: entry).map { scalars[$0].copies } ?? 0
    }
}
