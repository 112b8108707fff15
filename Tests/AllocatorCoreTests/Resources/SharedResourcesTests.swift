import AllocatorCore
import Testing

@Suite("Shared resources")
struct SharedResourcesTests {
    private static let volume = Resource.disk(4).reserved("a").volume("v").shared()

    @Test("one entry counts its copies; at none it goes")
    func copies() {
        var kinds = Kinds()
        let one = kinds.intern([Self.volume])
        var held = one
        held.add(one)
        #expect(kinds.listing(held) == ["disk 4 {a volume v shared} ×2"])
        #expect(held.copies(of: held.scalars[0]) == 2)
        held.subtract(one)
        #expect(kinds.listing(held) == ["disk 4 {a volume v shared}"])
        held.subtract(one)
        #expect(held.isEmpty)
    }

    @Test("quantities count it once, whatever the copies")
    func quantities() {
        var kinds = Kinds()
        let held = kinds.intern([Self.volume, Self.volume, .disk(1)])
        #expect(held.quantities == kinds.quantities(["disk": 5000]))
    }

    @Test("the same volume of another size is another resource")
    func sizes() {
        var kinds = Kinds()
        let held = kinds.intern([Self.volume, .disk(3).reserved("a").volume("v").shared()])
        #expect(held.scalars.count == 2)
    }

    @Test("each once, as an agent has it in total")
    func singleCopies() {
        var kinds = Kinds()
        let held = kinds.intern([Self.volume, Self.volume, .cpus(2)])
        #expect(kinds.listing(held.withSingleCopies()) == ["cpus 2", "disk 4 {a volume v shared}"])
    }
}
