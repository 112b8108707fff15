/// The weight of a role in billionths, so that weighted shares are compared exactly.
package struct Weight: Hashable, Sendable {
    package let billionths: UInt64

    package static let one = Weight(checked: 1_000_000_000)

    /// The largest weight that can be set.
    package static let maximum = 1e9

    private init(checked billionths: UInt64) { self.billionths = billionths }

    /// - Returns: `nil` if `value` is not a number, not above zero, above `maximum`, or rounds to zero.
    package init?(_ value: Double) {
        guard value > 0, value <= Self.maximum else { return nil }
        let rounded = (value * 1e9).rounded(.toNearestOrAwayFromZero)
        guard rounded >= 1 else { return nil }
        billionths = UInt64(rounded)
    }

    /// - Returns: `nil` if `billionths` is zero or exceeds the maximum.
    package init?(billionths: UInt64) {
        guard billionths >= 1, billionths <= UInt64(Self.maximum * 1e9) else { return nil }
        self.billionths = billionths
    }

    package var value: Double { Double(billionths) / 1e9 }
}
