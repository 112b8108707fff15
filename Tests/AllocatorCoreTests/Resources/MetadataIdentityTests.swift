import AllocatorCore
import Testing

/// The metadata that distinguishes two resources.
@Suite("Identity of metadata")
struct MetadataIdentityTests {
    private static func addUp(_ left: Resource, _ right: Resource) -> Bool {
        var kinds = Kinds()
        return kinds.intern([left, right]).scalars.count == 1
    }

    private static func areEqual(_ left: Resource, _ right: Resource) -> Bool {
        var kinds = Kinds()
        let (one, other) = (kinds.intern([left]), kinds.intern([right]))
        return one.isEqual(to: other)
    }

    private static func reserved(principal: Name? = nil, labels: [Label]?) -> Resource {
        .cpus(1).reserved(
            stack: [Reservation(kind: .dynamic, role: "a", principal: principal, labels: labels)])
    }

    @Test
    func `the mount and the creator of a volume are not part of its identity`() {
        let plain = Resource.disk(1).reserved("a").volume("v")
        #expect(Self.areEqual(plain, .disk(1).reserved("a").volume("v", path: "data")))
        #expect(Self.areEqual(plain, .disk(1).reserved("a").volume("v", principal: "another")))
        #expect(!Self.areEqual(plain, .disk(1).reserved("a").volume("w")))
        #expect(!Self.areEqual(plain, .disk(1).reserved("b").volume("v")))
    }

    @Test
    func `the principal of a reservation is part of the identity`() {
        #expect(!Self.addUp(Self.reserved(principal: "p", labels: nil), Self.reserved(principal: "q", labels: nil)))
        #expect(!Self.addUp(Self.reserved(principal: nil, labels: nil), Self.reserved(principal: "", labels: nil)))
    }

    @Test
    func `labels are compared as a bag: counts matter and order does not`() {
        let (x, y) = (Label(key: "x", value: "1"), Label(key: "y", value: nil))
        #expect(Self.addUp(Self.reserved(labels: [x, y]), Self.reserved(labels: [y, x])))
        #expect(!Self.addUp(Self.reserved(labels: [x, y]), Self.reserved(labels: [x])))
        #expect(!Self.addUp(Self.reserved(labels: [x, x, y]), Self.reserved(labels: [x, y, y])))
        #expect(!Self.addUp(Self.reserved(labels: [x]), Self.reserved(labels: [Label(key: "x", value: "2")])))
        #expect(!Self.addUp(Self.reserved(labels: [y]), Self.reserved(labels: [Label(key: "y", value: "")])))
    }

    @Test
    func `empty labels differ from absent labels`() {
        #expect(!Self.addUp(Self.reserved(labels: []), Self.reserved(labels: nil)))
        #expect(Self.addUp(Self.reserved(labels: []), Self.reserved(labels: [])))
        let (none, empty) = (
            Resource.disk(1).source(.path, id: "p"), Resource.disk(1).source(.path, id: "p", labels: [])
        )
        #expect(!Self.addUp(none, empty))
    }

    @Test
    func `the order of labels of a source does not matter`() {
        let (x, y) = (Label(key: "x", value: "1"), Label(key: "y", value: "2"))
        #expect(
            Self.addUp(
                .disk(1).source(.path, id: "p", labels: [x, y]), .disk(1).source(.path, id: "p", labels: [y, x])))
    }

    @Test(
        arguments: [
            .cpus(1), .cpus(1).reserved("a"), .cpus(1).reserved("a", "a/b"), .cpus(1).revocable(),
            .cpus(1).provided(by: "p"), .mem(1),
            .cpus(1).reserved(stack: [Reservation(kind: .dynamic, role: "a")]),
        ] as [Resource])
    func `all other metadata is part of the identity`(resource: Resource) {
        let others: [Resource] = [
            .cpus(1), .cpus(1).reserved("a"), .cpus(1).reserved("a", "a/b"), .cpus(1).revocable(),
            .cpus(1).provided(by: "p"), .mem(1),
            .cpus(1).reserved(stack: [Reservation(kind: .dynamic, role: "a")]),
        ]
        for other in others {
            #expect(Self.addUp(resource, other) == (resource == other))
        }
    }

    @Test(
        arguments: [
            (.disk(1).source(.mount, root: "/m"), false), (.disk(1).source(.block, id: "b"), false),
            (.disk(1).source(.raw, id: "r"), false), (.disk(1).source(.raw), true),
            (.disk(1).source(.path, root: "/p"), true), (.disk(1).reserved("a").volume("v"), false), (.disk(1), true),
        ] as [(Resource, Bool)])
    func `resources that are never merged stay separate`(resource: Resource, addsUp: Bool) {
        #expect(Self.addUp(resource, resource) == addsUp)
    }

    @Test
    func `an offer shows the metadata of the first equal resource`() throws {
        let cluster = try TestCluster()
        try cluster.play(.agent("a", .disk(1).reserved("r").volume("v", principal: "p", path: "data")))
        let runs = try cluster.play(.framework("f", "r"))
        let volume = runs[0].offers[0].roles[0].agents[0].resources[0].metadata.disk
        #expect(volume?.persistence?.principal == "p")
        #expect(volume?.volume?.containerPath == "data")
    }
}
