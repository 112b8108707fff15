import AllocatorCore
import Testing

@Suite("Generator")
struct GeneratorTests {
    @Test
    func `the generator draws the published numbers of SplitMix64`() {
        var generator = Generator(seed: 1_234_567)
        let drawn = (0..<5).map { _ in generator.next() }
        #expect(
            drawn == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }

    @Test
    func `generators with equal states draw equal numbers`() {
        var one = Generator(seed: 7)
        for _ in 0..<10 { _ = one.next() }
        var other = Generator(seed: one.state)
        #expect(one == other)
        #expect(one.next() == other.next())
    }

    @Test(arguments: [1, 2, 3, 7, 10] as [Int])
    func `numbers below a bound are equally likely`(bound: Int) {
        var generator = Generator(seed: 42)
        var counts = [Int](repeating: 0, count: bound)
        for _ in 0..<10_000 { counts[generator.next(below: bound)] += 1 }
        let expected = [Double](repeating: 1 / Double(bound), count: bound)
        #expect(ChiSquare.isPlausible(counts, probabilities: expected))
    }

    @Test
    func `a number in the unit interval never reaches 1`() {
        var generator = Generator(seed: 3)
        var counts = [Int](repeating: 0, count: 10)
        for _ in 0..<10_000 {
            let number = generator.nextUnit()
            #expect(number >= 0 && number < 1)
            counts[Int(number * 10)] += 1
        }
        #expect(ChiSquare.isPlausible(counts, probabilities: [Double](repeating: 0.1, count: 10)))
    }

    @Test
    func `each order of four elements is equally likely`() {
        let orders = Permutations.all(of: 4)
        var generator = Generator(seed: 99)
        var counts = [Int](repeating: 0, count: orders.count)
        for _ in 0..<24_000 {
            var order = [0, 1, 2, 3]
            generator.shuffle(&order)
            counts[orders.firstIndex(of: order) ?? 0] += 1
        }
        #expect(ChiSquare.isPlausible(counts, probabilities: [Double](repeating: 1 / 24, count: 24)))
    }

    @Test
    func `shuffling no or one element draws nothing`() {
        var generator = Generator(seed: 5)
        var (none, one) = ([Int](), [8])
        generator.shuffle(&none)
        generator.shuffle(&one)
        #expect(none == [] && one == [8])
        #expect(generator.state == 5)
    }
}
