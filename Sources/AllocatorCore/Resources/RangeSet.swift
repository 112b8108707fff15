/// Operations on sets of numbers, represented as inclusive ranges that are ascending, disjoint and not adjacent.
package enum RangeSet {
    package typealias Ranges = [ClosedRange<UInt64>]

    /// Whether the ranges are already in normal form, as nearly all inputs are.
    private static func isNormal(_ ranges: Ranges) -> Bool {
        for next in ranges.indices.dropFirst() {
            let (end, begin) = (ranges[next - 1].upperBound, ranges[next].lowerBound)
            if begin <= end || begin - end == 1 { return false }
        }
        return true
    }

    /// Returns the same numbers in normal form.
    package static func coalesced(_ ranges: Ranges) -> Ranges {
        if isNormal(ranges) { return ranges }
        var result: Ranges = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = result.last, touches(last, range) {
                result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }

    /// Whether `right`, which begins no earlier, overlaps `left` or follows it without a gap.
    private static func touches(_ left: ClosedRange<UInt64>, _ right: ClosedRange<UInt64>) -> Bool {
        right.lowerBound <= left.upperBound || right.lowerBound - left.upperBound == 1
    }

    /// - Complexity: Linear in the number of ranges.
    package static func union(_ left: Ranges, _ right: Ranges) -> Ranges {
        var result: Ranges = []
        result.reserveCapacity(left.count + right.count)
        var (nextLeft, nextRight) = (0, 0)
        while nextLeft < left.count || nextRight < right.count {
            let isLeft =
                nextRight == right.count
                || nextLeft < left.count && left[nextLeft].lowerBound <= right[nextRight].lowerBound
            let range = isLeft ? left[nextLeft] : right[nextRight]
            if isLeft { nextLeft += 1 } else { nextRight += 1 }
            if let last = result.last, touches(last, range) {
                result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }

    /// - Complexity: Linear in the number of ranges.
    package static func subtracting(_ left: Ranges, _ right: Ranges) -> Ranges {
        var result: Ranges = []
        result.reserveCapacity(left.count + right.count)
        var next = 0
        for range in left {
            var begin = range.lowerBound
            var isExhausted = false
            while next < right.count, right[next].upperBound < begin { next += 1 }
            var cut = next
            while cut < right.count, right[cut].lowerBound <= range.upperBound {
                if right[cut].lowerBound > begin { result.append(begin...(right[cut].lowerBound - 1)) }
                if right[cut].upperBound >= range.upperBound {
                    isExhausted = true
                    break
                }
                begin = right[cut].upperBound + 1
                cut += 1
            }
            if !isExhausted { result.append(begin...range.upperBound) }
        }
        return result
    }

    package static func contains(_ left: Ranges, _ right: Ranges) -> Bool {
        var next = 0
        for range in right {
            while next < left.count, left[next].upperBound < range.lowerBound { next += 1 }
            guard next < left.count, left[next].lowerBound <= range.lowerBound,
                range.upperBound <= left[next].upperBound
            else { return false }
        }
        return true
    }

    /// Returns the lowest `count` numbers.
    package static func prefix(_ count: UInt64, of ranges: Ranges) -> Ranges {
        var result: Ranges = []
        var rest = count
        for range in ranges where rest > 0 {
            let size = (range.upperBound - range.lowerBound).addingReportingOverflow(1)
            if !size.overflow, size.partialValue <= rest {
                result.append(range)
                rest -= size.partialValue
            } else {
                result.append(range.lowerBound...range.lowerBound + (rest - 1))
                rest = 0
            }
        }
        return result
    }

    /// The count of numbers in thousandths, saturating at `Int64.max`.
    package static func thousandths(_ ranges: Ranges) -> Int64 {
        var total: Int64 = 0
        for range in ranges {
            let count = Int64(clamping: range.upperBound - range.lowerBound)
            let (one, first) = count.addingReportingOverflow(1)
            let (scaled, second) = one.multipliedReportingOverflow(by: 1000)
            let (sum, third) = total.addingReportingOverflow(scaled)
            if first || second || third { return .max }
            total = sum
        }
        return total
    }
}

/// Operations on sets of names, represented as arrays in ascending order of their bytes without duplicates.
package enum NameSet {
    package static func union(_ left: [Name], _ right: [Name]) -> [Name] {
        (left + right.filter { !contains(left, $0) }).sorted()
    }

    package static func subtracting(_ left: [Name], _ right: [Name]) -> [Name] { left.filter { !contains(right, $0) } }

    package static func contains(_ left: [Name], _ right: [Name]) -> Bool { right.allSatisfy { contains(left, $0) } }

    private static func contains(_ names: [Name], _ name: Name) -> Bool {
        let position = names.partitionPoint { $0 >= name }
        return position < names.count && names[position] == name
    }
}
