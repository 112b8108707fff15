/// What a framework has declined and does not want to be offered again for a while.
package struct OfferFilter: Sendable {
    /// Tells it from all other filters; its timer refers to it.
    let number: UInt64
    private let refused: RefusedResources
    let end: Instant

    /// An offer that these contain is filtered.
    var resources: Resources { refused.resources }

    /// Tells whether two filters share their resources.
    var identity: ObjectIdentifier { ObjectIdentifier(refused) }

    init(number: UInt64, refused: RefusedResources, end: Instant) {
        self.number = number
        self.refused = refused
        self.end = end
    }
}

/// What filters were made from. Frameworks mostly decline the same of an agent, and there may be millions of filters: those
/// share it.
package final class RefusedResources: Sendable {
    let resources: Resources

    package init(_ resources: Resources) { self.resources = resources }
}

/// The filters of one framework in one role on one agent: mostly one, which then takes no more than its own room.
package struct OfferFilterList: Sendable {
    private var first: OfferFilter?
    private var others: [OfferFilter] = []

    var isEmpty: Bool { first == nil }

    var count: Int { first == nil ? 0 : 1 + others.count }

    mutating func append(_ filter: OfferFilter) {
        if first == nil { first = filter } else { others.append(filter) }
    }

    mutating func remove(number: UInt64) -> OfferFilter? {
        if let removed = first, removed.number == number {
            first = others.isEmpty ? nil : others.removeFirst()
            return removed
        }
        return others.firstIndex { $0.number == number }.map { others.remove(at: $0) }
    }

    /// The oldest first.
    var filters: [OfferFilter] { first.map { [$0] + others } ?? [] }

    /// Whether an offer is filtered.
    func refuse(_ offer: Resources) -> Bool {
        if let first, first.resources.contains(offer) { return true }
        return others.contains { $0.resources.contains(offer) }
    }

    func contains(number: UInt64) -> Bool {
        first?.number == number || others.contains { $0.number == number }
    }
}

/// A framework does not want to be asked about an agent's maintenance for a while.
package struct InverseOfferFilter: Sendable {
    let number: UInt64
    let end: Instant
}
