import AllocatorCore
import Testing

@Suite("Shared resources")
struct SharedResourcesTests {
    private static let volume = Resource.disk(4).reserved("a").volume("v").shared()

    @Test
    func `an entry counts the copies of a shared resource, and the last removes it`() {
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

    @Test
    func `quantities count a shared resource once, whatever the copies`() {
        var kinds = Kinds()
        let held = kinds.intern([Self.volume, Self.volume, .disk(1)])
        #expect(held.quantities == kinds.quantities(["disk": 5000]))
    }

    @Test
    func `the same volume of another size is another resource`() {
        var kinds = Kinds()
        let held = kinds.intern([Self.volume, .disk(3).reserved("a").volume("v").shared()])
        #expect(held.scalars.count == 2)
    }

    @Test
    func `the total of an agent has each shared resource once`() {
        var kinds = Kinds()
        let held = kinds.intern([Self.volume, Self.volume, .cpus(2)])
        #expect(kinds.listing(held.withSingleCopies()) == ["cpus 2", "disk 4 {a volume v shared}"])
    }
}
