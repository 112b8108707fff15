/// Resources that a framework has declined and is not offered again until the filter expires.
package struct OfferFilter: Sendable {
    /// The number of the filter among all filters, to which its timer refers.
    let number: UInt64
    private let refused: RefusedResources
    let end: Instant

    /// The declined resources. The filter refuses every offer that they contain.
    var resources: Resources { refused.resources }

    /// The identity of the list of resources, which filters share.
    var identity: ObjectIdentifier { ObjectIdentifier(refused) }

    init(number: UInt64, refused: RefusedResources, end: Instant) {
        self.number = number
        self.refused = refused
        self.end = end
    }
}

/// The filters of one framework in one role on one agent. The first is stored inline, because most lists have one.
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

    /// The filters, oldest first.
    var filters: [OfferFilter] { first.map { [$0] + others } ?? [] }

    /// Whether any of the filters refuses an offer.
    func refuse(_ offer: Resources) -> Bool {
        if let first, first.resources.contains(offer) { return true }
        return others.contains { $0.resources.contains(offer) }
    }

    func contains(number: UInt64) -> Bool {
        first?.number == number || others.contains { $0.number == number }
    }
}

/// A framework's answer to an inverse offer. It gets no further inverse offer for the agent until the filter expires.
package struct InverseOfferFilter: Sendable {
    let number: UInt64
    let end: Instant
}
