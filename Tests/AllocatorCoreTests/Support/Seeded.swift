import AllocatorCore

/// What random tests draw from: the same for the same seed on every machine.
struct Seeded: RandomNumberGenerator {
    private var generator: Generator

    init(_ seed: UInt64) { generator = Generator(seed: seed) }

    mutating func next() -> UInt64 { generator.next() }
}
