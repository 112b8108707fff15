/// A share of the cluster as an exact fraction: numerator ÷ denominator.
package struct ReferenceShare: Comparable, Sendable {
    package var numerator: UInt128
    package var denominator: UInt128

    package static let zero = ReferenceShare(numerator: 0, denominator: 1)

    package init(numerator: UInt128, denominator: UInt128) {
        self.numerator = numerator
        self.denominator = denominator
    }

    package static func == (left: ReferenceShare, right: ReferenceShare) -> Bool {
        !(left < right) && !(right < left)
    }

    /// Compares the integer parts and, if they are equal, the inverses of the remainders (continued fractions).
    package static func < (left: ReferenceShare, right: ReferenceShare) -> Bool {
        let (leftWhole, leftRest) = left.numerator.quotientAndRemainder(dividingBy: left.denominator)
        let (rightWhole, rightRest) = right.numerator.quotientAndRemainder(dividingBy: right.denominator)
        if leftWhole != rightWhole { return leftWhole < rightWhole }
        if rightRest == 0 { return false }
        if leftRest == 0 { return true }
        return ReferenceShare(numerator: right.denominator, denominator: rightRest)
            < ReferenceShare(numerator: left.denominator, denominator: leftRest)
    }
}

/// A weight in the core's representation: fixed point with nine decimals.
package struct ReferenceWeight: Hashable, Sendable {
    package var billionths: UInt64

    package static let one = ReferenceWeight(billionths: 1_000_000_000)

    /// Creates a weight, or returns `nil` if it is not finite, not positive, above 10⁹, or rounds to zero.
    package init?(_ weight: Double) {
        guard weight.isFinite, weight > 0, weight <= 1e9 else { return nil }
        let rounded = (weight * 1e9).rounded(.toNearestOrAwayFromZero)
        guard rounded >= 1 else { return nil }
        billionths = UInt64(rounded)
    }

    private init(billionths: UInt64) { self.billionths = billionths }
}
