import AllocatorCore
import AllocatorTesting
import Testing

/// The meaning of resources in the reference model, by example (Allocation, "1. Resources").
struct ReferenceResourcesTests {
    private static func disk(
        _ size: Int64, source: DiskSource? = nil, volume: Name? = nil, isShared: Bool = false
    ) -> Resource {
        let info = Disk(persistence: volume.map { Persistence(id: $0) }, source: source)
        return Resource(
            metadata: ResourceMetadata(
                name: "disk", type: .scalar, disk: source == nil && volume == nil ? nil : info, isShared: isShared),
            amount: .scalar(Quantity(thousandths: size)))
    }

    private static func ports(_ ranges: [ClosedRange<UInt64>]) -> Resource {
        Resource(metadata: ResourceMetadata(name: "ports", type: .ranges), amount: .ranges(ranges))
    }

    @Test func `plain ones add, exclusive ones stay apart`() {
        #expect(ReferenceResources([Self.disk(1), Self.disk(2)]).resources == [Self.disk(3)])
        let mount = Self.disk(5, source: DiskSource(kind: .mount))
        #expect(ReferenceResources([mount, mount]).entries.count == 2)
        #expect(ReferenceResources([Self.disk(0)]).isEmpty)
    }

    @Test func `ranges coalesce and subtract as sets`() {
        #expect(ReferenceResources([Self.ports([1...2, 3...4])]).resources == [Self.ports([1...4])])
        let all = ReferenceResources([Self.ports([0...UInt64.max])])
        let rest = all - ReferenceResources([Self.ports([5...6])])
        #expect(rest.resources == [Self.ports([0...4, 7...UInt64.max])])
        #expect(all.contains(rest))
        #expect(!rest.contains(all))
    }

    @Test func `a shared volume is there as often as it was added`() {
        let volume = ReferenceResources([Self.disk(7, volume: "v", isShared: true)])
        let twice = volume + volume
        #expect(twice.entries.count == 1)
        #expect(twice.scalarQuantities["disk"] == Quantity(thousandths: 7))
        #expect(twice.contains(volume))
        #expect(!volume.contains(twice))
        #expect((twice - volume).equals(volume))
        #expect((twice - volume - volume).isEmpty)
    }

    @Test func `a volume is contained only whole, and once`() {
        let volume = Self.disk(7, volume: "v")
        #expect(!ReferenceResources([volume]).contains(ReferenceResources([Self.disk(6, volume: "v")])))
        #expect(!ReferenceResources([volume]).contains(ReferenceResources([volume, volume])))
    }

    @Test func `what is over-allocated leaves nothing`() {
        #expect((ReferenceResources([Self.disk(3)]) - ReferenceResources([Self.disk(4)])).isEmpty)
    }

    @Test func `shrinking takes disks by source id first, cuts what it may and leaves out what it may not`() {
        let second = Self.disk(4, source: DiskSource(kind: .path, id: "2"))
        let first = Self.disk(4, source: DiskSource(kind: .path, id: "1"))
        let mount = Self.disk(9, source: DiskSource(kind: .mount, id: "0"))
        let resources = ReferenceResources([Self.disk(4), second, mount, first])
        let shrunk = resources.shrunk(to: ReferenceQuantities(["disk": Quantity(thousandths: 6)]))
        #expect(shrunk.resources == [first, Self.disk(2, source: DiskSource(kind: .path, id: "2"))])
    }

    @Test func `an absent name shrinks to nothing against quantities and stays whole against limits`() {
        let resources = ReferenceResources([Self.disk(4)])
        #expect(resources.shrunk(to: ReferenceQuantities()).isEmpty)
        #expect(resources.shrunk(to: ReferenceLimits()).equals(resources))
        #expect(resources.shrunk(to: ReferenceLimits(["disk": .zero])).isEmpty)
    }

    @Test func `a volume is destroyed only where no further copy is held`() {
        let volume = Self.disk(7, volume: "v", isShared: true)
        let once = ReferenceResources([volume])
        #expect(once.applying([.destroy(volumes: [volume])])?.resources == [Self.disk(7)])
        #expect((once + once).applying([.destroy(volumes: [volume])]) == nil)
    }

    @Test func `shares compare exactly where doubles do not tell them apart`() {
        let large: UInt128 = 1 << 100
        let less = ReferenceShare(numerator: large - 1, denominator: large)
        let more = ReferenceShare(numerator: large, denominator: large + 1)
        #expect(less < more)
        #expect(!(more < less))
        #expect(ReferenceShare(numerator: 1, denominator: 3) == ReferenceShare(numerator: 2, denominator: 6))
    }
}
