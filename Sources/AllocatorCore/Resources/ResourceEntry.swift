/// One resource of a saved state. Unlike `Resource`, it has the number of copies of a shared resource, and no role.
package struct ResourceEntry: Sendable {
    package var metadata: ResourceMetadata
    /// A scalar from one thousandth to `Quantity.maximumSum`, or ranges or a set in normal form that is not empty.
    package var amount: ResourceAmount
    /// The number of copies; 1 for a resource that is not shared.
    package var copies: Int32

    package init(metadata: ResourceMetadata, amount: ResourceAmount, copies: Int32 = 1) {
        self.metadata = metadata
        self.amount = amount
        self.copies = copies
    }
}
