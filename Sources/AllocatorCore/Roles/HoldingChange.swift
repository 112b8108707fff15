/// The change of a role's sums by resources that are given or taken back. A shared resource counts with its first copy.
package struct HoldingChange: Sendable {
    /// All scalars, which decide the shares.
    package var all: Quantities
    /// The parts of `all`, or `nil` in the usual case that all of it is unreserved and not revocable.
    package var parts: Parts?

    package struct Parts: Sendable {
        package var reserved = Quantities()
        /// The unreserved resources that are not revocable.
        package var unreserved = Quantities()

        package init() {}
    }

    package init(_ all: Quantities, parts: Parts? = nil) {
        self.all = all
        self.parts = parts
    }
}
