import AllocatorCore
import Testing

@Suite("Weighted shuffle")
struct WeightedShuffleTests {
    @Test(
        arguments: [
            [1], [1, 1], [1, 3], [1, 1, 1], [1, 2, 3], [5, 1, 1], [1, 1, 1, 1], [1, 2, 3, 4],
            [0.5, 0.25, 0.125, 0.125],
            [100, 1, 1, 1],
        ] as [[Double]])
    func `each order of the weighted shuffle is as likely as successive draws make it`(weights: [Double]) {
        let orders = Permutations.all(of: weights.count)
        var generator = Generator(seed: 20_261_123)
        var counts = [Int](repeating: 0, count: orders.count)
        for _ in 0..<40_000 {
            let order = WeightedShuffle.order(weights: weights, using: &generator)
            guard let index = orders.firstIndex(of: order) else {
                Issue.record("\(order) is no order of \(weights.count)")
                return
            }
            counts[index] += 1
        }
        let probabilities = orders.map { Permutations.probability(of: $0, weights: weights) }
        #expect(abs(probabilities.reduce(0, +) - 1) < 1e-12)
        #expect(ChiSquare.isPlausible(counts, probabilities: probabilities))
    }

    @Test
    func `the test of the weighted shuffle detects a wrong weight`() {
        let orders = Permutations.all(of: 3)
        var generator = Generator(seed: 1)
        var counts = [Int](repeating: 0, count: orders.count)
        for _ in 0..<40_000 {
            let order = WeightedShuffle.order(weights: [1, 2, 3], using: &generator)
            counts[orders.firstIndex(of: order) ?? 0] += 1
        }
        let wrong = orders.map { Permutations.probability(of: $0, weights: [1, 2, 3.2]) }
        #expect(!ChiSquare.isPlausible(counts, probabilities: wrong))
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `each client comes once, however different the weights are`(seed: UInt64) {
        var random = Seeded(seed)
        var generator = Generator(seed: seed)
        let weights = (0..<Int.random(in: 0...40, using: &random)).map { _ in
            [1e-9, 1e-3, 1, 3, 1e9][Int.random(in: 0..<5, using: &random)]
        }
        let order = WeightedShuffle.order(weights: weights, using: &generator)
        #expect(order.sorted() == Array(weights.indices))
    }
}
