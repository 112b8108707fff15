/// An amount of a scalar resource in thousandths, as the reference keeps it (`allocation.md` §1): sums, comparisons and
/// emptiness are of this integer, never of a floating-point number.
package struct Quantity: Hashable, Comparable, Sendable {
    package var thousandths: Int64

    package init(thousandths: Int64) { self.thousandths = thousandths }

    package static let zero = Quantity(thousandths: 0)

    /// The most that one resource, and one agent in all of a name, may hold: 2⁵⁰ thousandths, about 1.1 × 10¹² units. Sums over a cluster are checked
    /// against `maximumSum` where they enter, so that no arithmetic on the way can overflow. Up to here a double has
    /// bits to spare for the three decimals, so that what is offered reads back as what it was.
    package static let maximum = Quantity(thousandths: 1 << 50)

    /// The most that a cluster's total of one name, or what is in use of it, may come to: 2⁵⁸ thousandths.
    package static let maximumSum = Quantity(thousandths: 1 << 58)

    /// `value` rounded to three decimals, half away from zero; nil where it is not a number, negative, above `maximum`,
    /// or not zero but rounds to zero.
    package init?(_ value: Double) {
        guard value >= 0, value <= Double(Quantity.maximum.thousandths) / 1000 else { return nil }
        let rounded = (value * 1000).rounded(.toNearestOrAwayFromZero)
        guard rounded > 0 || value == 0 else { return nil }
        self.thousandths = Int64(rounded)
    }

    /// The value in units. Whole and fractional part are converted apart, so that the fraction is exact to the last
    /// of its three decimals.
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
