import AllocatorCore
import Testing

@Suite("Sorting by numbers")
struct NumberSortTests {
    /// Keys as they should not come too: few different ones, all in one bucket, all the same.
    private static func keys(_ random: inout Seeded) -> [UInt64] {
        let count = Int.random(in: 0...300, using: &random)
        let mask: UInt64 = [.max, 0xFFFF, 0xFF << 56, 0].randomElement(using: &random) ?? .max
        return (0..<count).map { _ in UInt64.random(in: .min ... .max, using: &random) & mask }
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func `keys are sorted stably, however they are distributed`(seed: UInt64) {
        var random = Seeded(seed)
        let keyed = Self.keys(&random).enumerated().map { (key: $1, element: $0) }
        let sorted = ScatterSort.sorted(keyed)
        let wanted = keyed.sorted { ($0.key, $0.element) < ($1.key, $1.element) }
        #expect(sorted.map(\.element) == wanted.map(\.element))
    }

    @Test(arguments: 1...100 as ClosedRange<UInt64>)
    func `small numbers are sorted stably`(seed: UInt64) {
        var random = Seeded(seed)
        let bound = Int.random(in: 1...50, using: &random)
        let numbers = (0..<Int.random(in: 0...200, using: &random)).map { _ in
            Int.random(in: 0..<bound, using: &random)
        }
        var positions = numbers.indices.map { Int32($0) }
        positions.shuffle(using: &random)
        let places = Dictionary(uniqueKeysWithValues: zip(positions, positions.indices))
        let sorted = CountingSort.sorted(positions, below: bound) { numbers[$0] }
        let wanted = positions.sorted { left, right in
            (numbers[Int(left)], places[left] ?? 0) < (numbers[Int(right)], places[right] ?? 0)
        }
        #expect(sorted == wanted)
    }
}
