/// The seeded generator that all randomness of a cluster is drawn from: SplitMix64 (Steele, Lea, Flood, "Fast splittable
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

    /// A number below `bound`, each as likely as any other.
    package mutating func next(below bound: Int) -> Int {
        precondition(bound > 0, "nothing lies below zero")
        let bound = UInt64(bound)
        // The highest multiple of the bound: what lies above would favour the small numbers.
        let limit = UInt64.max - UInt64.max % bound
        var number = next()
        while number >= limit { number = next() }
        return Int(number % bound)
    }

    /// A number from 0 up to but not including 1, of 53 bits.
    package mutating func nextUnit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Puts the elements into an order of which each is as likely as any other (Fisher and Yates).
    package mutating func shuffle<Element>(_ elements: inout [Element]) {
        for position in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(position, next(below: position + 1))
        }
    }
}
