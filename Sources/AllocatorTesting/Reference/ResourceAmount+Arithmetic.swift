package import AllocatorCore

/// The arithmetic of amounts, written for clarity and not for speed.
extension ResourceAmount {
    package var isEmpty: Bool {
        switch self {
        case .scalar(let quantity): quantity == .zero
        case .ranges(let ranges): ranges.isEmpty
        case .set(let items): items.isEmpty
        }
    }

    /// The quantity in thousandths: a scalar's value, or the number of items in ranges and sets.
    package var thousandths: Int128 {
        switch self {
        case .scalar(let quantity): Int128(quantity.thousandths)
        case .ranges(let ranges):
            Self.coalesced(ranges).reduce(0) { $0 + 1000 * (Int128($1.upperBound) - Int128($1.lowerBound) + 1) }
        case .set(let items): 1000 * Int128(items.count)
        }
    }

    /// Whether all of `other` is contained. Amounts of different types never contain each other.
    package func contains(_ other: ResourceAmount) -> Bool {
        switch (self, other) {
        case (.scalar(let left), .scalar(let right)): right <= left
        case (.ranges(let left), .ranges(let right)): Self.removing(left, from: right).isEmpty
        case (.set(let left), .set(let right)): Set(right).isSubset(of: left)
        default: false
        }
    }

    package func adding(_ other: ResourceAmount) -> ResourceAmount {
        switch (self, other) {
        case (.scalar(let left), .scalar(let right)): .scalar(left + right)
        case (.ranges(let left), .ranges(let right)): .ranges(Self.coalesced(left + right))
        case (.set(let left), .set(let right)): .set(Set(left + right).sorted())
        default: preconditionFailure("amounts of different types do not add")
        }
    }

    /// Subtracts. A scalar may become negative, in which case the caller drops it.
    package func subtracting(_ other: ResourceAmount) -> ResourceAmount {
        switch (self, other) {
        case (.scalar(let left), .scalar(let right)): .scalar(left - right)
        case (.ranges(let left), .ranges(let right)): .ranges(Self.removing(right, from: left))
        case (.set(let left), .set(let right)): .set(Set(left).subtracting(right).sorted())
        default: preconditionFailure("amounts of different types do not subtract")
        }
    }

    /// Returns the lowest `count` items of ranges or a set.
    package func first(_ count: Int) -> ResourceAmount {
        switch self {
        case .scalar: self
        case .set(let items): .set(Array(Set(items).sorted().prefix(count)))
        case .ranges(let ranges):
            .ranges(Self.coalesced(Self.coalesced(ranges).flatMap { $0.prefix(count) }.prefix(count).map { $0...$0 }))
        }
    }

    /// The normal form: ranges ascending, disjoint and not adjacent; sets ascending and without duplicates.
    package var normalized: ResourceAmount {
        switch self {
        case .scalar: self
        case .ranges(let ranges): .ranges(Self.coalesced(ranges))
        case .set(let items): .set(Set(items).sorted())
        }
    }

    private static func coalesced(_ ranges: [ClosedRange<UInt64>]) -> [ClosedRange<UInt64>] {
        var result: [ClosedRange<UInt64>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = result.last, last.upperBound == .max || range.lowerBound <= last.upperBound + 1 {
                result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }

    private static func removing(
        _ removed: [ClosedRange<UInt64>], from ranges: [ClosedRange<UInt64>]
    ) -> [ClosedRange<UInt64>] {
        var left = coalesced(ranges)
        for hole in coalesced(removed) {
            left = left.flatMap { range -> [ClosedRange<UInt64>] in
                guard range.overlaps(hole) else { return [range] }
                var parts: [ClosedRange<UInt64>] = []
                if range.lowerBound < hole.lowerBound { parts.append(range.lowerBound...(hole.lowerBound - 1)) }
                if range.upperBound > hole.upperBound { parts.append((hole.upperBound + 1)...range.upperBound) }
                return parts
            }
        }
        return left
    }
}
