import AllocatorCore
import Testing

@Suite("Sets of names")
struct NameSetTests {
    private static let pool: [Name] = ["", "a", "aa", "b", "B", "\u{E9}", "e\u{301}", "z", "😀"]

    private static func names(_ random: inout Seeded) -> [Name] {
        pool.filter { _ in Bool.random(using: &random) }.sorted()
    }

    @Test(arguments: 1...100 as ClosedRange<UInt64>)
    func `name sets are sets in the order of the bytes`(seed: UInt64) {
        var random = Seeded(seed)
        let (left, right) = (Self.names(&random), Self.names(&random))
        #expect(NameSet.union(left, right) == Set(left).union(right).sorted())
        #expect(NameSet.subtracting(left, right) == Set(left).subtracting(right).sorted())
        #expect(NameSet.contains(left, right) == Set(right).isSubset(of: left))
    }
}
