/// A resource of a saved state. Unlike a `Resource`, it has a number of copies, and no role.
package struct ResourceEntry: Sendable {
    package var metadata: ResourceMetadata
    /// The amount: a scalar from one thousandth to `Quantity.maximumSum`, or nonempty ranges or a nonempty set in
    /// normal form.
    package var amount: ResourceAmount
    /// The number of copies, which is 1 for a resource that is not shared.
    package var copies: Int32

    package init(metadata: ResourceMetadata, amount: ResourceAmount, copies: Int32 = 1) {
        self.metadata = metadata
        self.amount = amount
        self.copies = copies
    }
}
