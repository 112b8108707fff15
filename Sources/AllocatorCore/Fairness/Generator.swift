/// The seeded random number generator of a cluster: SplitMix64 (Steele, Lea, Flood, "Fast splittable
/// pseudorandom number generators", 2014), whose state is one number.
package struct Generator: RandomNumberGenerator, Hashable, Sendable {
    package private(set) var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A uniformly distributed number below `bound`.
    package mutating func next(below bound: Int) -> Int {
        precondition(bound > 0, "the bound must be positive")
        let bound = UInt64(bound)
        // Numbers above the highest multiple of the bound would bias the result towards small numbers.
        let limit = UInt64.max - UInt64.max % bound
        var number = next()
        while number >= limit { number = next() }
        return Int(number % bound)
    }

    /// A uniformly distributed number in [0, 1) with 53 bits.
    package mutating func nextUnit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Shuffles the elements uniformly (Fisher–Yates).
    package mutating func shuffle<Element>(_ elements: inout [Element]) {
        for position in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(position, next(below: position + 1))
        }
    }
}
