/// A cache of the largest offers that classes of frameworks may take of one agent, before filters.
///
/// Most clusters have one or two classes, so a linear search is the fastest lookup.
package struct OfferCache: Sendable {
    /// Not a tuple, because in debug builds Swift 6.3 leaks a tuple of which `subscript` yields an element.
    private struct Entry: Sendable {
        var frameworkClass: FrameworkClass
        var isCommon: Bool
        /// `nil` if the class may take nothing.
        var offer: Resources?
    }

    private var entries: [Entry] = []

    package init() {}

    /// The position of the offer to a class.
    ///
    /// - Parameter isCommon: Whether the offer is the same in all roles that use the shared pool, or applies only to
    ///   the current role.
    /// - Returns: `nil` on a cache miss.
    package func position(of frameworkClass: FrameworkClass, isCommon: Bool) -> Int? {
        entries.firstIndex { $0.frameworkClass == frameworkClass && $0.isCommon == isCommon }
    }

    /// The offer at a position, or `nil` if the class may take nothing.
    package subscript(position: Int) -> Resources? {
        _read { yield entries[position].offer }
    }

    /// Adds the offer to a class, which must not be in the cache.
    package mutating func insert(_ offer: Resources?, for frameworkClass: FrameworkClass, isCommon: Bool) {
        entries.append(Entry(frameworkClass: frameworkClass, isCommon: isCommon, offer: offer))
    }

    /// Evicts the offers that apply only to one role, when the walk enters another role.
    package mutating func evictRoleSpecific() {
        if !entries.isEmpty { entries.removeAll { !$0.isCommon } }
    }

    /// Evicts all offers, when the available resources change.
    package mutating func evictAll() {
        if !entries.isEmpty { entries.removeAll(keepingCapacity: true) }
    }
}
