import AllocatorCore
import Testing

/// What tells two resources apart, and what does not.
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

    @Test("how a volume is mounted and who made it does not count")
    func volumes() {
        let plain = Resource.disk(1).reserved("a").volume("v")
        #expect(Self.areEqual(plain, .disk(1).reserved("a").volume("v", path: "data")))
        #expect(Self.areEqual(plain, .disk(1).reserved("a").volume("v", principal: "somebody")))
        #expect(!Self.areEqual(plain, .disk(1).reserved("a").volume("w")))
        #expect(!Self.areEqual(plain, .disk(1).reserved("b").volume("v")))
    }

    @Test("who reserved counts")
    func principals() {
        #expect(!Self.addUp(Self.reserved(principal: "p", labels: nil), Self.reserved(principal: "q", labels: nil)))
        #expect(!Self.addUp(Self.reserved(principal: nil, labels: nil), Self.reserved(principal: "", labels: nil)))
    }

    @Test("labels count as a bag: not their order, but how often each is there")
    func labels() {
        let (x, y) = (Label(key: "x", value: "1"), Label(key: "y", value: nil))
        #expect(Self.addUp(Self.reserved(labels: [x, y]), Self.reserved(labels: [y, x])))
        #expect(!Self.addUp(Self.reserved(labels: [x, y]), Self.reserved(labels: [x])))
        #expect(!Self.addUp(Self.reserved(labels: [x, x, y]), Self.reserved(labels: [x, y, y])))
        #expect(!Self.addUp(Self.reserved(labels: [x]), Self.reserved(labels: [Label(key: "x", value: "2")])))
        #expect(!Self.addUp(Self.reserved(labels: [y]), Self.reserved(labels: [Label(key: "y", value: "")])))
    }

    @Test("empty labels differ from absent ones")
    func emptyLabels() {
        #expect(!Self.addUp(Self.reserved(labels: []), Self.reserved(labels: nil)))
        #expect(Self.addUp(Self.reserved(labels: []), Self.reserved(labels: [])))
        let (none, empty) = (
            Resource.disk(1).source(.path, id: "p"), Resource.disk(1).source(.path, id: "p", labels: [])
        )
        #expect(!Self.addUp(none, empty))
    }

    @Test("of a source's labels the order does not count either")
    func sourceLabels() {
        let (x, y) = (Label(key: "x", value: "1"), Label(key: "y", value: "2"))
        #expect(
            Self.addUp(
                .disk(1).source(.path, id: "p", labels: [x, y]), .disk(1).source(.path, id: "p", labels: [y, x])))
    }

    @Test(
        "everything else counts",
        arguments: [
            .cpus(1), .cpus(1).reserved("a"), .cpus(1).reserved("a", "a/b"), .cpus(1).revocable(),
            .cpus(1).provided(by: "p"), .mem(1),
            .cpus(1).reserved(stack: [Reservation(kind: .dynamic, role: "a")]),
        ] as [Resource])
    func theRest(resource: Resource) {
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
        "what never adds up",
        arguments: [
            (.disk(1).source(.mount, root: "/m"), false), (.disk(1).source(.block, id: "b"), false),
            (.disk(1).source(.raw, id: "r"), false), (.disk(1).source(.raw), true),
            (.disk(1).source(.path, root: "/p"), true), (.disk(1).reserved("a").volume("v"), false), (.disk(1), true),
        ] as [(Resource, Bool)])
    func exclusive(resource: Resource, addsUp: Bool) {
        #expect(Self.addUp(resource, resource) == addsUp)
    }

    @Test("an offer shows the metadata that came first")
    func representative() throws {
        let cluster = try Cluster()
        try cluster.play(.agent("a", .disk(1).reserved("r").volume("v", principal: "p", path: "data")))
        let runs = try cluster.play(.framework("f", "r"))
        let volume = runs[0].offers[0].roles[0].agents[0].resources[0].metadata.disk
        #expect(volume?.persistence?.principal == "p")
        #expect(volume?.volume?.containerPath == "data")
    }
}
