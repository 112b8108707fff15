package import AllocatorCore

/// Scalar amounts by name. Absent names are zero, and zeros are not stored.
package struct ReferenceQuantities: Hashable, Sendable {
    package private(set) var byName: [Name: Quantity] = [:]

    package init() {}

    package init(_ byName: [Name: Quantity]) {
        self.byName = byName.filter { $0.value > .zero }
    }

    package var isEmpty: Bool { byName.isEmpty }

    package subscript(name: Name) -> Quantity { byName[name] ?? .zero }

    package mutating func add(_ quantity: Quantity, of name: Name) {
        guard quantity > .zero else { return }
        byName[name, default: .zero] += quantity
    }

    package static func + (left: ReferenceQuantities, right: ReferenceQuantities) -> ReferenceQuantities {
        var sum = left
        for (name, quantity) in right.byName { sum.add(quantity, of: name) }
        return sum
    }

    /// Subtracts, saturating at zero.
    package static func - (left: ReferenceQuantities, right: ReferenceQuantities) -> ReferenceQuantities {
        ReferenceQuantities(
            Dictionary(uniqueKeysWithValues: left.byName.map { ($0, max($1 - right[$0], .zero)) }))
    }

    /// Returns the maximum by name.
    package func maximum(_ other: ReferenceQuantities) -> ReferenceQuantities {
        ReferenceQuantities(byName.merging(other.byName, uniquingKeysWith: max))
    }

    /// Returns the minimum with `bound` by name.
    package func bounded(by bound: ReferenceQuantities) -> ReferenceQuantities {
        ReferenceQuantities(Dictionary(uniqueKeysWithValues: byName.map { ($0, min($1, bound[$0])) }))
    }

    package static func += (left: inout ReferenceQuantities, right: ReferenceQuantities) { left = left + right }
    package static func -= (left: inout ReferenceQuantities, right: ReferenceQuantities) { left = left - right }

    /// The quantities, sorted by name.
    package var named: [NamedQuantity] {
        byName.map { NamedQuantity(name: $0, quantity: $1) }.sorted { $0.name < $1.name }
    }
}

/// Upper bounds by name. Absent names are unbounded, and zeros are stored.
package struct ReferenceLimits: Hashable, Sendable {
    package var byName: [Name: Quantity]

    package init(_ byName: [Name: Quantity] = [:]) { self.byName = byName }

    package var isEmpty: Bool { byName.isEmpty }

    /// Subtracts, saturating at zero.
    package static func - (left: ReferenceLimits, right: ReferenceQuantities) -> ReferenceLimits {
        ReferenceLimits(
            Dictionary(uniqueKeysWithValues: left.byName.map { ($0, max($1 - right[$0], .zero)) }))
    }
}
