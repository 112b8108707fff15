import AllocatorCore

/// A table of kinds with the way in that a cluster gives it, for tests of the arithmetic alone.
struct Kinds {
    private(set) var table = ResourceKindTable()
    private var tree = RoleTree(totals: FairTotals(excluding: []))

    init() {}

    mutating func intern(_ metadata: ResourceMetadata) -> ResourceKind {
        table.intern(metadata, reservationRole: metadata.reservationRole.map { tree.intern($0) })
    }

    mutating func intern(_ list: [Resource]) -> Resources {
        var result = Resources()
        for resource in list {
            let kind = intern(resource.metadata)
            switch resource.amount {
            case .scalar(let quantity):
                result.add(Resources.Scalar(kind: kind, thousandths: quantity.thousandths))
            case .ranges(let ranges):
                result.add(Resources.Collection(kind: kind, items: .ranges(RangeSet.coalesced(ranges))))
            case .set(let names):
                result.add(Resources.Collection(kind: kind, items: .set(names.sorted())))
            }
        }
        return result
    }

    mutating func quantities(_ thousandths: [Name: Int64]) -> Quantities {
        var result = Quantities()
        for name in thousandths.keys.sorted() { result[table.intern(name: name)] = thousandths[name] ?? 0 }
        return result
    }

    mutating func limits(_ thousandths: [Name: Int64]) -> QuantityLimits {
        var result = QuantityLimits()
        for name in thousandths.keys.sorted() { result[table.intern(name: name)] = thousandths[name] }
        return result
    }

    /// One resource for each entry and copy, as a list whose order means nothing.
    func listing(_ resources: Resources) -> [String] {
        let scalars = resources.scalars.map { entry -> String in
            Resource(metadata: table[entry.kind], amount: .scalar(Quantity(thousandths: entry.thousandths)))
                .summary + (entry.copies == 1 ? "" : " ×\(entry.copies)")
        }
        let collections = resources.collections.map { entry -> String in
            switch entry.items {
            case .ranges(let ranges): Resource(metadata: table[entry.kind], amount: .ranges(ranges)).summary
            case .set(let names): Resource(metadata: table[entry.kind], amount: .set(names)).summary
            }
        }
        return (scalars + collections).sorted()
    }
}
