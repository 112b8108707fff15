/// The guarantees and limits of a role. The default quota has neither.
package struct Quota: Equatable, Sendable {
    package var guarantees: Quantities
    package var limits: QuantityLimits

    package init(guarantees: Quantities = Quantities(), limits: QuantityLimits = QuantityLimits()) {
        self.guarantees = guarantees
        self.limits = limits
    }

    package var isDefault: Bool { guarantees.isEmpty && limits.isEmpty }
}
