/// Guarantees and limits of a role. The default has neither.
struct Quota: Equatable, Sendable {
    var guarantees = Quantities()
    var limits = QuantityLimits()

    var isDefault: Bool { guarantees.isEmpty && limits.isEmpty }
}
