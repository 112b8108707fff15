package import AllocatorCore

extension ReferenceResources {
    /// The scalars by name; a shared resource counts once, however many copies there are.
    package var scalarQuantities: ReferenceQuantities {
        var sum = ReferenceQuantities()
        for entry in entries {
            if case .scalar(let quantity) = entry.resource.amount {
                sum.add(quantity, of: entry.resource.metadata.name)
            }
        }
        return sum
    }

    /// Everything by name, in thousandths; likewise.
    package var allQuantities: [Name: Int128] {
        var sum: [Name: Int128] = [:]
        for entry in entries { sum[entry.resource.metadata.name, default: 0] += entry.resource.amount.thousandths }
        return sum
    }

    /// "Contains quantities": by name over all entries.
    package func containsQuantities(_ wanted: [Name: Quantity]) -> Bool {
        let held = allQuantities
        return wanted.allSatisfy { (held[$0] ?? 0) >= Int128($1.thousandths) }
    }
}
