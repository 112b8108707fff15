/// A page of the offers and inverse offers that are outstanding for a master, from consecutive agents by id.
package struct OutstandingPage: Sendable {
    /// The cost of a listed resource in steps. Visiting an agent costs one step.
    static let stepsPerResource = 20

    /// The offers by framework id.
    package var offers: [FrameworkOffers] = []
    package var inverseOffers: [FrameworkInverseOffers] = []
    /// The last visited agent, from which the next page continues, or `nil` if this is the last page.
    package var last: Name?
}
