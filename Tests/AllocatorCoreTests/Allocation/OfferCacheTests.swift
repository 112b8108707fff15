import AllocatorCore
import Testing

@Suite("Cache of computed offers")
struct OfferCacheTests {
    private static let plain = FrameworkClass([])
    private static let revocable = FrameworkClass(.revocableResources)

    private var kinds = Kinds()
    private var cache = OfferCache()

    private mutating func offer(_ cpus: Int64) -> Resources { kinds.intern([.cpus(cpus)]) }

    private func cpus(of frameworkClass: FrameworkClass, isCommon: Bool) -> Int64? {
        let position = cache.position(of: frameworkClass, isCommon: isCommon)
        return position.flatMap { cache[$0]?.scalars.first?.thousandths }
    }

    @Test
    mutating func `a cached offer is found by class, and by whether it is common to all roles`() {
        #expect(cache.position(of: Self.plain, isCommon: true) == nil, "a miss in an empty cache")
        cache.insert(offer(1), for: Self.plain, isCommon: true)
        cache.insert(offer(2), for: Self.plain, isCommon: false)
        cache.insert(offer(3), for: Self.revocable, isCommon: true)
        #expect(cpus(of: Self.plain, isCommon: true) == 1000)
        #expect(cpus(of: Self.plain, isCommon: false) == 2000)
        #expect(cpus(of: Self.revocable, isCommon: true) == 3000)
        #expect(cache.position(of: Self.revocable, isCommon: false) == nil)
    }

    @Test
    mutating func `an empty offer is a cache hit`() throws {
        cache.insert(nil, for: Self.plain, isCommon: true)
        let position = try #require(cache.position(of: Self.plain, isCommon: true))
        #expect(cache[position] == nil)
    }

    @Test
    mutating func `another role evicts the offers of one role and keeps the common ones`() {
        cache.insert(offer(1), for: Self.plain, isCommon: false)
        cache.insert(offer(2), for: Self.plain, isCommon: true)
        cache.evictRoleSpecific()
        #expect(cpus(of: Self.plain, isCommon: false) == nil)
        #expect(cpus(of: Self.plain, isCommon: true) == 2000)
    }

    @Test
    mutating func `another amount evicts every cached offer`() {
        cache.insert(offer(1), for: Self.plain, isCommon: false)
        cache.insert(offer(2), for: Self.revocable, isCommon: true)
        cache.evictAll()
        #expect(cache.position(of: Self.plain, isCommon: false) == nil)
        #expect(cache.position(of: Self.revocable, isCommon: true) == nil)
    }

    @Test
    func `only capabilities that offers depend on decide the class of a framework`() {
        let deciding: [FrameworkCapabilities] = [
            .revocableResources, .gpuResources, .sharedResources, .multiRole, .reservationRefinement, .regionAware,
        ]
        let sets = (0..<64).map { bits in
            FrameworkCapabilities(deciding.enumerated().filter { bits & 1 << $0.offset != 0 }.map(\.element))
        }
        #expect(Set(sets.map { FrameworkClass($0) }).count == 64)
        #expect(!sets.map { FrameworkClass($0) }.contains(.unique))
        #expect(FrameworkClass(.partitionAware) == FrameworkClass([]))
    }
}
