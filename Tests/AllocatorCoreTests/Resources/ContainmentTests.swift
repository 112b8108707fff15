import AllocatorCore
import Testing

@Suite("Containing")
struct ContainmentTests {
    private static func contains(_ left: [Resource], _ right: [Resource]) -> Bool {
        var kinds = Kinds()
        let (one, other) = (kinds.intern(left), kinds.intern(right))
        return one.contains(other)
    }

    @Test
    func `containment is per resource, and two kinds of the same sum are not enough`() {
        #expect(Self.contains([.cpus(2)], [.cpus(1)]))
        #expect(!Self.contains([.cpus(1), .cpus(1).reserved("a")], [.cpus(2)]))
        #expect(Self.contains([.cpus(1)], []))
        #expect(!Self.contains([], [.cpus(1)]))
    }

    @Test
    func `containment uses up a persistent volume that was matched`() {
        let volume = Resource.disk(1).reserved("a").volume("v")
        #expect(Self.contains([volume], [volume]))
        #expect(!Self.contains([volume], [volume, volume]))
        #expect(Self.contains([volume, volume], [volume, volume]))
        #expect(!Self.contains([volume, .disk(1).reserved("a").volume("w")], [volume, volume]))
    }

    @Test
    func `a volume does not contain a smaller one`() {
        #expect(!Self.contains([.disk(2).reserved("a").volume("v")], [.disk(1).reserved("a").volume("v")]))
        #expect(!Self.contains([.disk(2).source(.mount)], [.disk(1).source(.mount)]))
        #expect(Self.contains([.disk(2).source(.path)], [.disk(1).source(.path)]))
        #expect(Self.contains([.disk(2).source(.raw)], [.disk(1).source(.raw)]))
        #expect(!Self.contains([.disk(2).source(.raw, id: "r")], [.disk(1).source(.raw, id: "r")]))
    }

    @Test
    func `containment does not use up a MOUNT disk, which cannot be subtracted twice`() {
        let mount = Resource.disk(1).source(.mount, root: "/m")
        #expect(Self.contains([mount], [mount, mount]))
        var kinds = Kinds()
        let (one, two) = (kinds.intern([mount]), kinds.intern([mount, mount]))
        #expect(!one.canSubtract(two))
        #expect(two.canSubtract(two))
        #expect(two.canSubtract(one))
    }

    @Test
    func `containment of a shared volume needs as many copies as requested`() {
        let shared = Resource.disk(1).reserved("a").volume("v").shared()
        #expect(Self.contains([shared, shared], [shared]))
        #expect(Self.contains([shared, shared], [shared, shared]))
        #expect(!Self.contains([shared], [shared, shared]))
        #expect(!Self.contains([.disk(1).reserved("a").volume("v")], [shared]), "shared or not makes two resources")
    }

    @Test
    func `ranges and sets are contained like sets`() {
        #expect(Self.contains([.ports(1...5, 7...9)], [.ports(2...3, 9...9)]))
        #expect(!Self.contains([.ports(1...5, 7...9)], [.ports(5...7)]))
        #expect(Self.contains([.zones("a", "b")], [.zones("b")]))
        #expect(!Self.contains([.zones("a", "b")], [.zones("c")]))
    }
}
