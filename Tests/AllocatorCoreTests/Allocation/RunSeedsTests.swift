import AllocatorCore
import Testing

@Suite("The randomness of a run")
struct RunSeedsTests {
    private static func seeds(_ seed: UInt64) -> RunSeeds {
        var generator = Generator(seed: seed)
        return RunSeeds(using: &generator)
    }

    private static func order(_ agents: [Name], seed: UInt64) -> [Name] {
        RunSeeds.shuffled(agents.map { (hash: StableHash.of($0), element: $0) }, seed: seed)
    }

    @Test
    func `a run draws one seed, whatever it is about`() {
        var (one, other) = (Generator(seed: 3), Generator(seed: 3))
        _ = RunSeeds(using: &one)
        _ = other.next()
        #expect(one == other)
        #expect(Self.seeds(3).guarantees != Self.seeds(3).fairShare)
    }

    @Test
    func `every order of the agents is as likely as any other`() {
        let agents: [Name] = ["a0", "a1", "a2", "a3"]
        let orders = Permutations.all(of: agents.count)
        var counts = [Int](repeating: 0, count: orders.count)
        var generator = Generator(seed: 7)
        for _ in 0..<24_000 {
            let drawn = Self.order(agents, seed: RunSeeds(using: &generator).fairShare)
            let order = drawn.compactMap { agents.firstIndex(of: $0) }
            counts[orders.firstIndex(of: order) ?? 0] += 1
        }
        #expect(ChiSquare.isPlausible(counts, probabilities: [Double](repeating: 1 / 24, count: 24)))
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `agents that are not visited do not change the order of the others`(seed: UInt64) {
        let all = (0..<40).map { Name("agent-\($0)") }
        let some = all.enumerated().filter { ($0.offset * 7 + Int(seed)) % 3 == 0 }.map(\.element)
        let order = Self.order(all, seed: Self.seeds(seed).fairShare)
        #expect(Self.order(some, seed: Self.seeds(seed).fairShare) == order.filter { some.contains($0) })
    }

    @Test(
        arguments: [
            ("", 0xCBF2_9CE4_8422_2325), ("a", 0xAF63_DC4C_8601_EC8C), ("foobar", 0x8594_4171_F739_67E8),
        ] as [(Name, UInt64)])
    func `the hash of a name is the same on every machine`(name: Name, hash: UInt64) {
        #expect(StableHash.of(name) == hash)
    }
}
