/// How much of each scalar resource, by the number of its name: what sums, shares, guarantees and headroom are made of.
///
/// An absent name and a zero are the same.
package struct Quantities: Sendable {
    /// Thousandths at the name's number; names beyond the end are zero.
    package private(set) var thousandths: [Int64] = []

    package init() {}

    package var isEmpty: Bool { thousandths.allSatisfy { $0 == 0 } }

    /// The numbers of names that may be other than zero.
    package var indices: Range<Int> { thousandths.indices }

    package subscript(name: Int) -> Int64 {
        get { name < thousandths.count ? thousandths[name] : 0 }
        set {
            if name >= thousandths.count {
                if newValue == 0 { return }
                // Most come to a few names, one after the other.
                if thousandths.isEmpty { thousandths.reserveCapacity(max(name + 1, 4)) }
                while thousandths.count <= name { thousandths.append(0) }
            }
            thousandths[name] = newValue
        }
    }

    package mutating func removeAll() {
        for name in thousandths.indices { thousandths[name] = 0 }
    }

    package static func += (left: inout Quantities, right: Quantities) {
        for name in right.thousandths.indices where right.thousandths[name] != 0 {
            left[name] += right.thousandths[name]
        }
    }

    /// Takes away what must be there.
    package static func -= (left: inout Quantities, right: Quantities) {
        for name in right.thousandths.indices where right.thousandths[name] != 0 {
            left[name] -= right.thousandths[name]
            precondition(left[name] >= 0, "a sum of quantities fell below zero")
        }
    }

    /// Adds up, never going above `Quantity.maximumSum`; neither side may lie above it.
    package mutating func addClamped(_ right: Quantities) {
        for name in right.thousandths.indices where right.thousandths[name] != 0 {
            self[name] = min(self[name] + right.thousandths[name], Quantity.maximumSum.thousandths)
        }
    }

    /// Takes away what there is, never going below zero.
    package mutating func subtractClamped(_ right: Quantities) {
        for name in 0..<min(thousandths.count, right.thousandths.count) {
            thousandths[name] = max(0, thousandths[name] - right.thousandths[name])
        }
    }

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

    /// Whether every sum of the two stays at or below `Quantity.maximumSum`.
    package func canAdd(_ right: Quantities) -> Bool {
        right.thousandths.indices.allSatisfy { name in
            let (sum, overflow) = self[name].addingReportingOverflow(right.thousandths[name])
            return !overflow && sum <= Quantity.maximumSum.thousandths
        }
    }
}

extension Quantities: Equatable {
    package static func == (left: Quantities, right: Quantities) -> Bool {
        (0..<max(left.thousandths.count, right.thousandths.count)).allSatisfy { left[$0] == right[$0] }
    }
}

/// How much of each scalar resource at the most: an absent name has no limit, a zero is a real one.
package struct QuantityLimits: Sendable {
    private static let unlimited: Int64 = -1

    private var thousandths: [Int64] = []

    package init() {}

    /// Whether nothing is limited.
    package var isEmpty: Bool { thousandths.allSatisfy { $0 == Self.unlimited } }

    package var indices: Range<Int> { thousandths.indices }

    /// The limit in thousandths; nil where there is none.
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

    /// What is left of each limit, never below zero.
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
