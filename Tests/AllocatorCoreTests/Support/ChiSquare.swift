/// Pearson's test of counts against probabilities. With a fixed seed its outcome is fixed, too: it tells a right
/// distribution from a wrong one, once and for all.
enum ChiSquare {
    /// Whether the statistic stays below its mean by chance in all but about one of 10,000 right samples (Wilson and
    /// Hilferty's approximation of the quantile).
    static func isPlausible(_ counts: [Int], probabilities: [Double]) -> Bool {
        let freedom = Double(counts.count - 1)
        guard freedom > 0 else { return true }
        let total = Double(counts.reduce(0, +))
        let statistic = zip(counts, probabilities).reduce(0.0) { sum, pair in
            let expected = pair.1 * total
            let difference = Double(pair.0) - expected
            return sum + difference * difference / expected
        }
        let standardNormal = 3.719
        let root = 1 - 2 / (9 * freedom) + standardNormal * (2 / (9 * freedom)).squareRoot()
        return statistic < freedom * root * root * root
    }
}

/// The orders of a few things.
enum Permutations {
    static func all(of count: Int) -> [[Int]] { all(of: Array(0..<count)) }

    private static func all(of elements: [Int]) -> [[Int]] {
        if elements.isEmpty { return [[]] }
        return elements.flatMap { first in
            all(of: elements.filter { $0 != first }).map { [first] + $0 }
        }
    }

    /// How likely an order is where each place is drawn among those that remain, in proportion to their weights.
    static func probability(of order: [Int], weights: [Double]) -> Double {
        var remaining = weights.reduce(0, +)
        var probability = 1.0
        for index in order {
            probability *= weights[index] / remaining
            remaining -= weights[index]
        }
        return probability
    }
}
