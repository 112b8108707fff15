import AllocatorCore
import Testing

@Suite("Generator")
struct GeneratorTests {
    @Test("draws the numbers that SplitMix64 is known by")
    func knownAnswers() {
        var generator = Generator(seed: 1_234_567)
        let drawn = (0..<5).map { _ in generator.next() }
        #expect(
            drawn == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }

    @Test("the state is all there is to it")
    func state() {
        var one = Generator(seed: 7)
        for _ in 0..<10 { _ = one.next() }
        var other = Generator(seed: one.state)
        #expect(one == other)
        #expect(one.next() == other.next())
    }

    @Test("numbers below a bound are below it and each as likely", arguments: [1, 2, 3, 7, 10] as [Int])
    func below(bound: Int) {
        var generator = Generator(seed: 42)
        var counts = [Int](repeating: 0, count: bound)
        for _ in 0..<10_000 { counts[generator.next(below: bound)] += 1 }
        let expected = [Double](repeating: 1 / Double(bound), count: bound)
        #expect(ChiSquare.isPlausible(counts, probabilities: expected))
    }

    @Test("a number of the unit interval never reaches 1")
    func unit() {
        var generator = Generator(seed: 3)
        var counts = [Int](repeating: 0, count: 10)
        for _ in 0..<10_000 {
            let number = generator.nextUnit()
            #expect(number >= 0 && number < 1)
            counts[Int(number * 10)] += 1
        }
        #expect(ChiSquare.isPlausible(counts, probabilities: [Double](repeating: 0.1, count: 10)))
    }

    @Test("each order of four is as likely as any other")
    func shuffle() {
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

    @Test("nothing and one thing stay as they are, and draw nothing")
    func trivialShuffles() {
        var generator = Generator(seed: 5)
        var (none, one) = ([Int](), [8])
        generator.shuffle(&none)
        generator.shuffle(&one)
        #expect(none == [] && one == [8])
        #expect(generator.state == 5)
    }
}
