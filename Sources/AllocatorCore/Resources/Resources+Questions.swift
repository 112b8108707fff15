extension Resources {
    /// Whether each of `other` is held by some entry here of the same kind and at least that much; a persistent volume
    /// that was matched is used up for the rest of the question.
    package func contains(_ other: Resources, _ kinds: borrowing ResourceKindTable) -> Bool {
        contains(other, usingUp: .persistent, kinds)
    }

    /// Whether all of `other` can be subtracted: unlike `contains`, each exclusive entry needs an equal one of its own.
    package func canSubtract(_ other: Resources, _ kinds: borrowing ResourceKindTable) -> Bool {
        contains(other, usingUp: .exclusive, kinds)
    }

    private func contains(
        _ other: Resources, usingUp used: ResourceKind.Traits, _ kinds: borrowing ResourceKindTable
    ) -> Bool {
        // What is declined comes back as it was offered.
        if hasSameEntries(as: other) { return true }
        for entry in other.collections {
            guard
                collections.contains(where: {
                    kinds.areEqual($0.kind, entry.kind) && $0.items.contains(entry.items)
                })
            else { return false }
        }
        let usesSomethingUp = other.scalars.count { kinds.traits(of: $0.kind).contains(used) } > 1
        guard usesSomethingUp else {
            var position = 0
            return other.scalars.allSatisfy { contains($0, kinds, near: &position) }
        }
        var remaining = self
        for entry in other.scalars {
            guard remaining.contains(entry, kinds) else { return false }
            if kinds.traits(of: entry.kind).contains(used) { remaining.subtract(entry, kinds) }
        }
        return true
    }

    package func contains(_ entry: Scalar, _ kinds: borrowing ResourceKindTable) -> Bool {
        var position = 0
        return contains(entry, kinds, near: &position)
    }

    /// - Parameter hint: where to look first; then where the entry was.
    private func contains(_ entry: Scalar, _ kinds: borrowing ResourceKindTable, near hint: inout Int) -> Bool {
        let traits = kinds.traits(of: entry.kind)
        if traits.contains(.shared) {
            guard let position = firstEqual(to: entry, kinds) else { return false }
            return scalars[position].copies >= entry.copies
        }
        if traits.contains(.exclusive) { return firstEqual(to: entry, kinds) != nil }
        guard let position = position(of: entry.kind, near: hint, kinds) else { return false }
        hint = position
        return scalars[position].thousandths >= entry.thousandths
    }

    /// Whether anything of `other` can be subtracted.
    func hasSome(of other: Resources, _ kinds: borrowing ResourceKindTable) -> Bool {
        other.scalars.contains { entry in
            if kinds.traits(of: entry.kind).isDisjoint(with: [.shared, .exclusive]) {
                return position(of: entry.kind, kinds) != nil
            }
            return firstEqual(to: entry, kinds) != nil
        }
            || other.collections.contains { entry in
                collections.contains { kinds.areEqual($0.kind, entry.kind) && $0.items.intersects(entry.items) }
            }
    }

    /// Whether there is at least so much of each name over all entries: a set counts its items, ranges their numbers.
    package func contains(_ quantities: Quantities, _ kinds: borrowing ResourceKindTable) -> Bool {
        quantities.indices.allSatisfy { name in
            quantities[name] == 0 || holds(quantities[name], of: name, kinds)
        }
    }

    private func holds(_ wanted: Int64, of name: Int, _ kinds: borrowing ResourceKindTable) -> Bool {
        var remaining = wanted
        for entry in scalars where kinds.name(of: entry.kind) == name {
            remaining -= entry.thousandths
            if remaining <= 0 { return true }
        }
        for entry in collections where kinds.name(of: entry.kind) == name {
            let held = entry.items.thousandths
            if held >= remaining { return true }
            remaining -= held
        }
        return false
    }

    /// Whether the two hold the same, each shared resource as often.
    package func isEqual(to other: Resources, _ kinds: borrowing ResourceKindTable) -> Bool {
        canSubtract(other, kinds) && other.canSubtract(self, kinds)
    }

    /// What there is of each scalar name; a shared resource counts once.
    package func quantities(_ kinds: borrowing ResourceKindTable) -> Quantities {
        var result = Quantities()
        for entry in scalars { result[kinds.name(of: entry.kind)] += entry.thousandths }
        return result
    }

    /// What there is of each scalar name in the entries whose traits satisfy `isIncluded`.
    package func quantities(
        _ kinds: borrowing ResourceKindTable, where isIncluded: (ResourceKind.Traits) -> Bool
    ) -> Quantities {
        var result = Quantities()
        for entry in scalars where isIncluded(kinds.traits(of: entry.kind)) {
            result[kinds.name(of: entry.kind)] += entry.thousandths
        }
        return result
    }

    /// All that is a trait of some entry.
    package func traits(_ kinds: borrowing ResourceKindTable) -> ResourceKind.Traits {
        var traits: ResourceKind.Traits = []
        for entry in scalars { traits.formUnion(kinds.traits(of: entry.kind)) }
        for entry in collections { traits.formUnion(kinds.traits(of: entry.kind)) }
        return traits
    }

    func withoutShared(_ kinds: borrowing ResourceKindTable) -> Resources {
        traits(kinds).contains(.shared) ? filter { !kinds.traits(of: $0).contains(.shared) } : self
    }

    /// How often a shared resource like `entry` is held.
    package func copies(of entry: Scalar, _ kinds: borrowing ResourceKindTable) -> Int32 {
        firstEqual(to: entry, kinds).map { scalars[$0].copies } ?? 0
    }
}
