/// What a state has of one resource, to nobody in particular. Unlike a `Resource` it says how often a shared one is held.
package struct ResourceEntry: Sendable {
    package var metadata: ResourceMetadata
    /// A scalar above zero and at most `Quantity.maximumSum`, ranges or a set that is not empty and in normal form.
    package var amount: ResourceAmount
    /// 1 for what is not shared.
    package var copies: Int32

    package init(metadata: ResourceMetadata, amount: ResourceAmount, copies: Int32 = 1) {
        self.metadata = metadata
        self.amount = amount
        self.copies = copies
    }
}
