import AllocatorCore

/// A random number generator that draws the same numbers for a seed on every machine.
struct Seeded: RandomNumberGenerator {
    private var generator: Generator

    init(_ seed: UInt64) { generator = Generator(seed: seed) }

    mutating func next() -> UInt64 { generator.next() }
}
