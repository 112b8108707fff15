/// The largest offer that a class of frameworks may take of an agent in a role, before filters.
package struct ComputedOffer: Sendable {
    /// `nil` if the class may take nothing.
    package var resources: Resources?
    /// The quantities that headroom withholds from the offer.
    package var withheld: Quantities
    /// Whether the offer may grow later although neither the agent nor the framework changes.
    package var isTransient: Bool

    package static let nothing = ComputedOffer()

    package init(
        _ resources: Resources? = nil, withheld: Quantities = Quantities(), isTransient: Bool = false
    ) {
        self.resources = resources
        self.withheld = withheld
        self.isTransient = isTransient
    }
}

/// A cache of the computed offers of one agent, by class of frameworks.
///
/// Most clusters have one or two classes, so a linear search is the fastest lookup.
package struct OfferCache: Sendable {
    /// A tuple would be leaked by Swift 6.3 where `subscript` yields a part of it, in builds that are not optimized.
    private struct Entry: Sendable {
        var frameworkClass: FrameworkClass
        var isCommon: Bool
        var offer: ComputedOffer
    }

    private var entries: [Entry] = []

    package init() {}

    /// The position of the offer to a class.
    ///
    /// - Parameter isCommon: whether the offer is the same in all roles that use the shared pool, or holds in the current
    ///   role only.
    /// - Returns: `nil` on a cache miss.
    package func position(of frameworkClass: FrameworkClass, isCommon: Bool) -> Int? {
        entries.firstIndex { $0.frameworkClass == frameworkClass && $0.isCommon == isCommon }
    }

    /// Adds the offer to a class that has none in the cache.
    ///
    /// - Returns: its position.
    package mutating func insert(_ offer: ComputedOffer, for frameworkClass: FrameworkClass, isCommon: Bool) -> Int {
        entries.append(Entry(frameworkClass: frameworkClass, isCommon: isCommon, offer: offer))
        return entries.count - 1
    }

    package subscript(position: Int) -> ComputedOffer {
        _read { yield entries[position].offer }
    }

    /// Evicts the offers that hold in one role only, when the walk moves to another role.
    package mutating func evictRoleSpecific() {
        if !entries.isEmpty { entries.removeAll { !$0.isCommon } }
    }

    /// Evicts every offer, when the available amount changes.
    package mutating func evictAll() {
        if !entries.isEmpty { entries.removeAll(keepingCapacity: true) }
    }
}
