/// A weighted shuffle without replacement. Each position is drawn from the remaining ones in proportion to their
/// weights.
///
/// A tree of sums finds and removes a draw in O(log *n*). It only adds, multiplies and compares doubles, so the result
/// is the same on every machine. Mesos uses keys uᵢ^(1/wᵢ), which have the same distribution (Efraimidis and Spirakis
/// 2006). They need a power function, whose rounding differs between machines.
package struct WeightedShuffle: Sendable {
    /// A complete binary tree: node *i* holds the sum of nodes 2*i* and 2*i* + 1, and the leaves are the weights.
    private var sums: [Double]
    private let leaves: Int

    /// - Parameter weights: The weights, each above zero.
    package init(weights: [Double]) {
        var leaves = 1
        while leaves < weights.count { leaves *= 2 }
        self.leaves = leaves
        sums = [Double](repeating: 0, count: 2 * leaves)
        for (position, weight) in weights.enumerated() { sums[leaves + position] = weight }
        for node in stride(from: leaves - 1, to: 0, by: -1) { sums[node] = sums[2 * node] + sums[2 * node + 1] }
    }

    /// The positions of all weights, in the order in which they are drawn.
    package static func order(weights: [Double], using generator: inout Generator) -> [Int] {
        var shuffle = WeightedShuffle(weights: weights)
        return weights.indices.map { _ in shuffle.draw(using: &generator) }
    }

    private mutating func draw(using generator: inout Generator) -> Int {
        var remainder = generator.nextUnit() * sums[1]
        var node = 1
        while node < leaves {
            node *= 2
            // Rounding may leave a remainder in the sum of an empty subtree, which must not be entered.
            if remainder >= sums[node] && sums[node + 1] > 0 || sums[node] == 0 {
                remainder -= sums[node]
                node += 1
            }
        }
        remove(leaf: node)
        return node - leaves
    }

    private mutating func remove(leaf: Int) {
        sums[leaf] = 0
        var node = leaf / 2
        while node > 0 {
            sums[node] = sums[2 * node] + sums[2 * node + 1]
            node /= 2
        }
    }
}
