import AllocatorCore
import Testing

@Suite("Sets of ranges")
struct RangeSetTests {
    private typealias Ranges = RangeSet.Ranges

    /// Numbers near one end of what there is, so that the ends are met often.
    private static func ranges(near end: UInt64, _ random: inout Seeded) -> Ranges {
        (0..<Int.random(in: 0...4, using: &random)).map { _ in
            let first = UInt64.random(in: 0...40, using: &random)
            let last = min(40, first + UInt64.random(in: 0...6, using: &random))
            return end == 0 ? first...last : (end - last)...(end - first)
        }
    }

    private static func numbers(_ ranges: Ranges) -> Set<UInt64> {
        ranges.reduce(into: []) { numbers, range in
            var number = range.lowerBound
            while true {
                numbers.insert(number)
                if number == range.upperBound { break }
                number += 1
            }
        }
    }

    private static func isNormal(_ ranges: Ranges) -> Bool {
        zip(ranges, ranges.dropFirst()).allSatisfy { left, right in
            left.upperBound < right.lowerBound && right.lowerBound - left.upperBound > 1
        }
    }

    @Test(
        arguments: 1...200 as ClosedRange<UInt64>,
        [0, UInt64.max])
    func `range sets are sets of numbers, even at either end of all numbers`(seed: UInt64, end: UInt64) {
        var random = Seeded(seed)
        let (given, other) = (Self.ranges(near: end, &random), Self.ranges(near: end, &random))
        let (left, right) = (RangeSet.coalesced(given), RangeSet.coalesced(other))
        let (leftNumbers, rightNumbers) = (Self.numbers(given), Self.numbers(other))

        #expect(Self.isNormal(left) && Self.numbers(left) == leftNumbers)
        let union = RangeSet.union(left, right)
        #expect(Self.isNormal(union) && Self.numbers(union) == leftNumbers.union(rightNumbers))
        let difference = RangeSet.subtracting(left, right)
        #expect(Self.isNormal(difference) && Self.numbers(difference) == leftNumbers.subtracting(rightNumbers))
        #expect(RangeSet.contains(left, right) == rightNumbers.isSubset(of: leftNumbers))
        #expect(RangeSet.contains(union, right))
        #expect(RangeSet.thousandths(left) == Int64(leftNumbers.count) * 1000)
    }

    @Test
    func `adjacent ranges are merged, even at either end of all numbers`() {
        #expect(RangeSet.coalesced([1...2, 3...4]) == [1...4])
        #expect(RangeSet.coalesced([1...2, 4...4]) == [1...2, 4...4])
        #expect(RangeSet.coalesced([UInt64.max...UInt64.max, 0...0]) == [0...0, UInt64.max...UInt64.max])
        #expect(RangeSet.coalesced([(UInt64.max - 1)...(UInt64.max - 1), UInt64.max...UInt64.max]).count == 1)
        #expect(RangeSet.coalesced([0...UInt64.max, 5...6]) == [0...UInt64.max])
    }

    @Test
    func `a range set of all numbers can lose the first and the last`() {
        let all: Ranges = [0...UInt64.max]
        #expect(
            RangeSet.subtracting(all, [0...0, UInt64.max...UInt64.max]) == [1...(UInt64.max - 1)])
        #expect(RangeSet.subtracting(all, all) == [])
        #expect(RangeSet.subtracting([], all) == [])
        #expect(RangeSet.contains(all, [0...0, UInt64.max...UInt64.max]))
        #expect(!RangeSet.contains([1...UInt64.max], [0...0]))
    }

    @Test
    func `the count of numbers saturates`() {
        #expect(RangeSet.thousandths([0...UInt64.max]) == .max)
        #expect(RangeSet.thousandths([0...(UInt64.max / 2)]) == .max)
        let most = UInt64(Int64.max / 1000)
        #expect(RangeSet.thousandths([1...most]) == Int64(most) * 1000)
        #expect(RangeSet.thousandths([0...most]) == .max)
        #expect(RangeSet.thousandths([1...most, (most + 2)...(most + 2)]) == .max)
    }
}
