package import AllocatorCore

extension ReferenceResources {
    /// The scalars by name. A shared resource counts once for any number of copies.
    package var scalarQuantities: ReferenceQuantities {
        var sum = ReferenceQuantities()
        for entry in entries {
            if case .scalar(let quantity) = entry.resource.amount {
                sum.add(quantity, of: entry.resource.metadata.name)
            }
        }
        return sum
    }

    /// All amounts by name, in thousandths. A shared resource counts once.
    package var allQuantities: [Name: Int128] {
        var sum: [Name: Int128] = [:]
        for entry in entries { sum[entry.resource.metadata.name, default: 0] += entry.resource.amount.thousandths }
        return sum
    }

    /// Whether the sums by name reach `wanted`.
    package func containsQuantities(_ wanted: [Name: Quantity]) -> Bool {
        let held = allQuantities
        return wanted.allSatisfy { (held[$0] ?? 0) >= Int128($1.thousandths) }
    }
}
