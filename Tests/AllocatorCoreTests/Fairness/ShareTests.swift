import AllocatorCore
import Testing

@Suite("Shares are compared exactly")
struct ShareTests {
    private static func weight(_ value: Double) -> Weight { Weight(value) ?? .one }

    private static func share(_ allocated: Int64, of total: Int64, weight: Double = 1) -> Share {
        Share(allocated: allocated, total: total, weight: Self.weight(weight))
    }

    private static func expect(
        _ left: Share, _ sign: Int, _ right: Share, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(left.compare(to: right).signum() == sign, sourceLocation: sourceLocation)
        #expect(right.compare(to: left).signum() == -sign, sourceLocation: sourceLocation)
    }

    @Test
    func `one fraction in two scales is one share`() {
        Self.expect(Self.share(1, of: 3), 0, Self.share(2, of: 6))
        Self.expect(Self.share(1, of: 3), 0, Self.share((1 << 56) / 2, of: 3 * ((1 << 56) / 2)))
        Self.expect(Self.share(0, of: 3), 0, Self.share(0, of: 7))
        Self.expect(Share.zero, 0, Self.share(0, of: 7, weight: 5))
        Self.expect(Self.share(10, of: 30, weight: 2), 0, Self.share(5, of: 30))
        Self.expect(Self.share(3, of: 10, weight: 0.3), 0, Self.share(10, of: 10))
    }

    @Test
    func `a difference of one thousandth of the greatest total counts`() {
        let total = Quantity.maximumSum.thousandths
        Self.expect(Self.share(total - 1, of: total), -1, Self.share(total, of: total))
        Self.expect(Self.share(total / 3, of: total), -1, Self.share(total / 3 + 1, of: total))
        Self.expect(Self.share(total / 3, of: total), -1, Self.share(1, of: 3))
        Self.expect(Self.share(total / 3 + 1, of: total), 1, Self.share(1, of: 3))
        Self.expect(Self.share(1, of: total), 1, Share.zero)
    }

    @Test
    func `a difference of one thousandth in the total, or one billionth in the weight, counts`() {
        let total = Quantity.maximumSum.thousandths
        Self.expect(Self.share(1 << 57, of: total), 1, Self.share(1 << 57, of: total + 1))
        Self.expect(Self.share(1, of: 3, weight: 1), 1, Self.share(1, of: 3, weight: 1.000_000_001))
        Self.expect(Self.share(1 << 57, of: total, weight: 1e9), 1, Self.share((1 << 57) - 1, of: total, weight: 1e9))
    }

    @Test
    func `neither the greatest nor the smallest shares overflow`() {
        let total = Quantity.maximumSum.thousandths
        Self.expect(
            Self.share(total, of: 1, weight: 1e-9), 1, Self.share(total - 1, of: 1, weight: 1e-9))
        Self.expect(Self.share(1, of: total, weight: 1e9), -1, Self.share(total, of: 1, weight: 1e-9))
    }

    @Test(arguments: 1...100 as ClosedRange<UInt64>)
    func `shares compare like random fractions in integer arithmetic`(seed: UInt64) {
        var random = Seeded(seed)
        for _ in 0..<50 {
            // Weights of whole units, so that 128 bits hold the products.
            let bits = Int.random(in: 1...48, using: &random)
            let total = Int64.random(in: 1...(1 << bits), using: &random)
            let parts = (0..<2).map { _ in Int64.random(in: 0...total, using: &random) }
            let totals = [total, total + Int64.random(in: 0...1, using: &random)]
            let weights = (0..<2).map { _ in Int64.random(in: 1...3, using: &random) }
            let shares = (0..<2).map { Self.share(parts[$0], of: totals[$0], weight: Double(weights[$0])) }
            let left = Int128(parts[0]) * Int128(totals[1]) * Int128(weights[1])
            let right = Int128(parts[1]) * Int128(totals[0]) * Int128(weights[0])
            Self.expect(shares[0], left == right ? 0 : left < right ? -1 : 1, shares[1])
        }
    }

    @Test
    func `the dominant share is the greatest over the names of resources that count`() {
        var total = Quantities()
        (total[0], total[1], total[2], total[3]) = (10, 100, 4, 0)
        var totals = FairTotals(excluding: [2])
        totals.replace(Quantities(), with: total)
        var allocated = Quantities()
        (allocated[0], allocated[1], allocated[2], allocated[3]) = (5, 60, 4, 7)
        let share = Share(of: allocated, in: totals, weight: Self.weight(2))
        Self.expect(share, 0, Self.share(60, of: 100, weight: 2))
        #expect(abs(share.value - 0.3) < 1e-12)
        Self.expect(Share(of: Quantities(), in: totals, weight: .one), 0, .zero)
    }

    @Test(
        arguments: [
            (1, 1_000_000_000), (0.5, 500_000_000), (1e-9, 1), (1e9, 1_000_000_000_000_000_000), (0, nil), (-1, nil),
            (1e-10, nil), (1.000_000_1e9, nil), (.nan, nil), (.infinity, nil),
        ] as [(Double, UInt64?)])
    func `a weight is above zero and at most one billion`(value: Double, billionths: UInt64?) {
        #expect(Weight(value)?.billionths == billionths)
    }
}
