import AllocatorCore
import Testing

@Suite("Quantities")
struct QuantityTests {
    @Test(
        arguments: [
            (0, 0), (1, 1000), (0.001, 1), (0.0005, 1), (0.1, 100), (0.3, 300), (0.1 + 0.2, 300), (1.0005, 1001),
            (1.0004, 1000), (2.5, 2500), (1_125_899_906_842.624, 1 << 50),
        ] as [(Double, Int64)])
    func `a number is rounded to three decimals, half away from zero`(value: Double, thousandths: Int64) {
        #expect(Quantity(value)?.thousandths == thousandths)
    }

    @Test(arguments: [-0.001, -1, 0.0004, .nan, .infinity, -.infinity, 1_125_899_906_842.625, 1e300] as [Double])
    func `a number that is not finite, negative, too large, or rounds to zero is not a quantity`(value: Double) {
        #expect(Quantity(value) == nil)
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `the number of units leads back to the same quantity`(seed: UInt64) {
        var random = Seeded(seed)
        let bits = Int.random(in: 0...50, using: &random)
        let quantity = Quantity(thousandths: Int64.random(in: 0...(1 << bits), using: &random))
        #expect(Quantity(quantity.value) == quantity)
    }

    @Test
    func `adding a tenth ten times gives one`() throws {
        let tenth = try #require(Quantity(0.1))
        var sum = Quantity.zero
        for _ in 0..<10 { sum += tenth }
        #expect(sum == Quantity(1))
        #expect(sum - tenth == Quantity(0.9))
    }
}
