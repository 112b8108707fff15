/// An offer of the first stage.
package struct GuaranteedOffer: Sendable {
    package var offer: Resources
    /// The part that counts towards the unmet guarantee.
    package var guaranteed: Quantities
    /// The increase of the role's consumed quota.
    package var increase: Quantities

    package init(offer: Resources, guaranteed: Quantities, increase: Quantities) {
        self.offer = offer
        self.guaranteed = guaranteed
        self.increase = increase
    }
}
