/// An amount of a scalar resource in thousandths, the precision of Mesos (<doc:Allocation#1-Resources>).
///
/// Sums and comparisons use this integer, never a floating-point number.
package struct Quantity: Hashable, Comparable, Sendable {
    package var thousandths: Int64

    package init(thousandths: Int64) { self.thousandths = thousandths }

    package static let zero = Quantity(thousandths: 0)

    /// The maximum of one resource, and of one name on an agent: 2⁵⁰ thousandths, about 1.1 × 10¹² units.
    ///
    /// Up to here, a double represents three decimals precisely enough for an exact round trip. Sums over a cluster are
    /// checked against `maximumSum` when a call is accepted, so later arithmetic cannot overflow.
    package static let maximum = Quantity(thousandths: 1 << 50)

    /// The maximum of a cluster's total of one name, and of the amount in use: 2⁵⁸ thousandths.
    package static let maximumSum = Quantity(thousandths: 1 << 58)

    /// Rounds `value` to three decimals, half away from zero.
    ///
    /// - Returns: `nil` if `value` is not a number, negative, above `maximum`, or nonzero but rounded to zero.
    package init?(_ value: Double) {
        guard value >= 0, value <= Double(Quantity.maximum.thousandths) / 1000 else { return nil }
        let rounded = (value * 1000).rounded(.toNearestOrAwayFromZero)
        guard rounded > 0 || value == 0 else { return nil }
        self.thousandths = Int64(rounded)
    }

    /// The value in units.
    ///
    /// The whole and the fractional part are converted separately, so all three decimals are exact.
    package var value: Double {
        Double(thousandths / 1000) + Double(thousandths % 1000) / 1000
    }

    package static func < (left: Quantity, right: Quantity) -> Bool { left.thousandths < right.thousandths }
    package static func + (left: Quantity, right: Quantity) -> Quantity {
        Quantity(thousandths: left.thousandths + right.thousandths)
    }
    package static func - (left: Quantity, right: Quantity) -> Quantity {
        Quantity(thousandths: left.thousandths - right.thousandths)
    }
    package static func += (left: inout Quantity, right: Quantity) { left.thousandths += right.thousandths }
    package static func -= (left: inout Quantity, right: Quantity) { left.thousandths -= right.thousandths }
}

extension Quantity: CustomStringConvertible {
    /// The units, with up to three decimals.
    package var description: String { thousandths % 1000 == 0 ? "\(thousandths / 1000)" : "\(value)" }
}
