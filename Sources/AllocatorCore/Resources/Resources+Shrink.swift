extension Resources {
    /// Returns the part that fits into `target`, where an absent name means none (<doc:Allocation#Shrinking>).
    ///
    /// - Parameter kinds: The table of the kinds, for the order in which disks are taken.
    package func shrunk(to target: Quantities, in kinds: borrowing ResourceKindTable) -> Resources {
        var left = target
        return shrunk(in: kinds) { name in
            left[name]
        } use: { name, thousandths in
            left[name] -= thousandths
        }
    }

    /// Returns the part that fits into `target`, where an absent name means no limit.
    package func shrunk(to target: QuantityLimits, in kinds: borrowing ResourceKindTable) -> Resources {
        if target.isEmpty { return self }
        var left = target
        return shrunk(in: kinds) { name in
            left[name]
        } use: { name, thousandths in
            if let limit = left[name] { left[name] = limit - thousandths }
        }
    }

    private func shrunk(
        in kinds: borrowing ResourceKindTable, room: (Int) -> Int64?, use: (Int, Int64) -> Void
    ) -> Resources {
        var result = Resources()
        for entry in inOrderOfShrinking(kinds) {
            let name = entry.kind.name
            guard let limit = room(name) else {
                result.add(entry)
                continue
            }
            guard limit > 0 else { continue }
            var cut = entry
            if entry.thousandths > limit {
                // An indivisible entry is skipped. Later ones may fit.
                if entry.kind.traits.contains(.exclusive) { continue }
                cut.thousandths = limit
            }
            use(name, cut.thousandths)
            result.add(cut)
        }
        return result
    }

    /// The scalars in the order in which they are taken: disks by the id of their source, then the others.
    ///
    /// Mesos visits them in random order. Here the order depends only on the contents, not on the order of interning.
    private func inOrderOfShrinking(_ kinds: borrowing ResourceKindTable) -> [Scalar] {
        guard scalars.contains(where: { $0.kind.traits.contains(.disk) }) || !areNamesDistinct
        else { return scalars }
        let keyed = scalars.map { entry in (entry: entry, metadata: kinds[entry.kind]) }
        return keyed.sorted { left, right in
            switch ResourceMetadata.shrinkOrder(left.metadata, right.metadata) {
            case let order where order != 0: order < 0
            default: left.entry.thousandths < right.entry.thousandths
            }
        }.map(\.entry)
    }

    private var areNamesDistinct: Bool {
        for (position, entry) in scalars.enumerated() {
            for other in scalars[..<position] where other.kind.name == entry.kind.name {
                return false
            }
        }
        return true
    }
}

extension ResourceMetadata {
    /// Returns a negative number if `left` is taken before `right`, a positive one if after, otherwise 0. Absent parts
    /// come first.
    static func shrinkOrder(_ left: ResourceMetadata, _ right: ResourceMetadata) -> Int {
        if (left.disk == nil) != (right.disk == nil) { return left.disk == nil ? 1 : -1 }
        for (one, other) in zip(left.shrinkKey, right.shrinkKey) where one != other { return one < other ? -1 : 1 }
        return 0
    }

    private var shrinkKey: [Name] {
        let source = disk?.source
        let kind = source.map { Name(String($0.kind.rawValue)) }
        return [
            source?.id, disk?.persistence?.id, kind, source?.path?.root, source?.mount?.root, source?.vendor,
            source?.profile, providerID, name,
        ].map { $0 ?? "" }
    }
}
