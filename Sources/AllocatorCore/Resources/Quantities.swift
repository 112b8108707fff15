/// The amounts of scalar resources, by the number of the resource's name.
///
/// Sums, shares, guarantees and headroom are quantities. An absent name equals zero. The first four names are stored
/// inline, because few clusters have more. Such a sum allocates no memory.
package struct Quantities: Sendable {
    private static let countInPlace = 4

    /// The thousandths of the first names, by the number of the name.
    private var inPlace: InlineArray<4, Int64> = [0, 0, 0, 0]
    /// The thousandths of further names. Names beyond the end are zero.
    private var others: [Int64] = []

    package init() {}

    package var isEmpty: Bool {
        inPlace[0] | inPlace[1] | inPlace[2] | inPlace[3] == 0 && (others.isEmpty || others.allSatisfy { $0 == 0 })
    }

    /// The numbers of the names that may be nonzero.
    package var indices: Range<Int> { 0..<Self.countInPlace + others.count }

    package subscript(name: Int) -> Int64 {
        get {
            if name < Self.countInPlace { return inPlace[name] }
            return name - Self.countInPlace < others.count ? others[name - Self.countInPlace] : 0
        }
        set {
            if name < Self.countInPlace {
                inPlace[name] = newValue
            } else {
                setOther(name - Self.countInPlace, newValue)
            }
        }
    }

    private mutating func setOther(_ position: Int, _ newValue: Int64) {
        if position >= others.count {
            if newValue == 0 { return }
            others.append(contentsOf: repeatElement(0, count: position + 1 - others.count))
        }
        others[position] = newValue
    }

    package mutating func removeAll() {
        inPlace = [0, 0, 0, 0]
        others.removeAll(keepingCapacity: true)
    }

    /// Combines both sides name by name.
    private mutating func merge(_ right: Quantities, _ combine: (Int64, Int64) -> Int64) {
        for name in 0..<Self.countInPlace { inPlace[name] = combine(inPlace[name], right.inPlace[name]) }
        if others.isEmpty, right.others.isEmpty { return }
        for position in 0..<max(others.count, right.others.count) {
            let name = Self.countInPlace + position
            setOther(position, combine(self[name], right[name]))
        }
    }

    package static func += (left: inout Quantities, right: Quantities) { left.merge(right) { $0 + $1 } }

    /// Subtracts quantities, which `left` must contain.
    package static func -= (left: inout Quantities, right: Quantities) {
        left.merge(right) { left, right in
            precondition(left >= right, "a sum of quantities fell below zero")
            return left - right
        }
    }

    /// Adds quantities, saturating at `Quantity.maximumSum`. Neither side may exceed it.
    package mutating func addClamped(_ right: Quantities) {
        merge(right) { min($0 + $1, Quantity.maximumSum.thousandths) }
    }

    /// Replaces each amount by the larger of both sides.
    package mutating func formMaximum(_ right: Quantities) { merge(right) { max($0, $1) } }

    /// Returns the smaller amount of both sides for each name.
    package func clamped(to bound: Quantities) -> Quantities {
        var result = self
        result.merge(bound) { min($0, $1) }
        return result
    }

    /// Subtracts quantities, saturating at zero.
    package mutating func subtractClamped(_ right: Quantities) { merge(right) { max(0, $0 - $1) } }

    package func subtractingClamped(_ right: Quantities) -> Quantities {
        var result = self
        result.subtractClamped(right)
        return result
    }

    package static func + (left: Quantities, right: Quantities) -> Quantities {
        var result = left
        result += right
        return result
    }

    /// Whether no sum of the two exceeds `Quantity.maximumSum`.
    package func canAdd(_ right: Quantities) -> Bool {
        right.indices.allSatisfy { name in
            let (sum, overflow) = self[name].addingReportingOverflow(right[name])
            return !overflow && sum <= Quantity.maximumSum.thousandths
        }
    }
}

extension Quantities: Equatable {
    package static func == (left: Quantities, right: Quantities) -> Bool {
        for name in 0..<countInPlace where left.inPlace[name] != right.inPlace[name] { return false }
        if left.others.isEmpty, right.others.isEmpty { return true }
        return (0..<max(left.indices.upperBound, right.indices.upperBound)).allSatisfy { left[$0] == right[$0] }
    }
}

/// Upper limits on scalar resources. An absent name has no limit; zero is a limit.
package struct QuantityLimits: Sendable {
    private static let unlimited: Int64 = -1

    private var thousandths: [Int64] = []

    package init() {}

    /// Whether no name has a limit.
    package var isEmpty: Bool { thousandths.allSatisfy { $0 == Self.unlimited } }

    package var indices: Range<Int> { thousandths.indices }

    /// The limit in thousandths, or `nil` if the name has none.
    package subscript(name: Int) -> Int64? {
        get {
            guard name < thousandths.count, thousandths[name] != Self.unlimited else { return nil }
            return thousandths[name]
        }
        set {
            if name >= thousandths.count {
                thousandths.append(contentsOf: repeatElement(Self.unlimited, count: name + 1 - thousandths.count))
            }
            thousandths[name] = newValue ?? Self.unlimited
        }
    }

    /// Returns the remainder of each limit, saturating at zero.
    package func subtractingClamped(_ right: Quantities) -> QuantityLimits {
        var result = self
        for name in result.thousandths.indices where result.thousandths[name] != Self.unlimited {
            result.thousandths[name] = max(0, result.thousandths[name] - right[name])
        }
        return result
    }
}

extension QuantityLimits: Equatable {
    package static func == (left: QuantityLimits, right: QuantityLimits) -> Bool {
        (0..<max(left.thousandths.count, right.thousandths.count)).allSatisfy { left[$0] == right[$0] }
    }
}
