/// A dominant share divided by a weight, as an exact fraction (<doc:Allocation#3-The-fair-order>).
///
/// The floating-point value decides nearly every comparison. Exact integers decide the rest.
package struct Share: Sendable {
    private let allocated: Int64
    private let total: Int64
    private let weight: Weight
    package let approximation: Approximation

    package static let zero = Share(allocated: 0, total: 1, weight: .one)

    /// A share as a floating-point number, which decides a comparison unless the difference may be a rounding error.
    package struct Approximation: Sendable {
        fileprivate let value: Double

        /// The relative difference above which two values decide. Their rounding errors are a few units in the last of
        /// 53 bits.
        private static let certainty = 1e-12

        /// A negative number if this share is certainly smaller, a positive one if it is certainly greater, otherwise
        /// 0.
        package func compare(to other: Approximation) -> Int {
            let difference = value - other.value
            if abs(difference) > Self.certainty * max(value, other.value) { return difference < 0 ? -1 : 1 }
            return 0
        }
    }

    package init(allocated: Int64, total: Int64, weight: Weight) {
        self.allocated = allocated
        self.total = total
        self.weight = weight
        approximation = Approximation(value: Double(allocated) / (Double(total) * Double(weight.billionths)))
    }

    /// Computes the largest `allocated` ÷ `total` of the included names with a positive total, divided by `weight`.
    ///
    /// - Complexity: Linear in the number of names.
    package init(of allocated: Quantities, in totals: FairTotals, weight: Weight) {
        let dominant = Share.dominant(of: allocated, in: totals)
        self.init(allocated: dominant.allocated, total: dominant.total, weight: weight)
    }

    /// The dominant resource, by the number of its name, or `nil` if the share is zero.
    package static func dominant(
        of allocated: Quantities, in totals: FairTotals
    ) -> (name: Int?, allocated: Int64, total: Int64) {
        var dominant = (name: Int?.none, allocated: Int64(0), total: Int64(1))
        for name in allocated.indices {
            let (part, total) = (allocated[name], totals.quantities[name])
            guard part > 0, total > 0, !totals.isExcluded(name) else { continue }
            let (left, right) = (
                part.multipliedFullWidth(by: dominant.total), total.multipliedFullWidth(by: dominant.allocated)
            )
            if left.high > right.high || left.high == right.high && left.low > right.low {
                dominant = (name, part, total)
            }
        }
        return dominant
    }

    /// The cluster's total times the weight, below 2¹¹⁸.
    private var divisor: UInt128 { UInt128(total) * UInt128(weight.billionths) }

    /// The share as a number, for display.
    package var value: Double { approximation.value * 1e9 }

    /// A negative number if this share is smaller, a positive one if it is greater, 0 if the two are equal.
    package func compare(to other: Share) -> Int {
        let certain = approximation.compare(to: other.approximation)
        if certain != 0 { return certain }
        // The most common case that the floating-point values cannot decide.
        if allocated == other.allocated, total == other.total, weight == other.weight { return 0 }
        let left = other.divisor.multipliedFullWidth(by: UInt128(allocated))
        let right = divisor.multipliedFullWidth(by: UInt128(other.allocated))
        if left.high != right.high { return left.high < right.high ? -1 : 1 }
        if left.low != right.low { return left.low < right.low ? -1 : 1 }
        return 0
    }
}

/// The denominators of shares: the cluster's totals, and the names that fairness excludes.
package struct FairTotals: Sendable {
    package private(set) var quantities = Quantities()
    private let excludedNames: Set<Int>
    /// A number that increases whenever the totals change, and with them every share.
    package private(set) var version: UInt64 = 0

    package init(excluding names: Set<Int>) { excludedNames = names }

    package func isExcluded(_ name: Int) -> Bool { !excludedNames.isEmpty && excludedNames.contains(name) }

    package mutating func replace(_ old: Quantities, with new: Quantities) {
        if old == new { return }
        quantities -= old
        quantities += new
        version += 1
    }
}
