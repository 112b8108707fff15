import AllocatorCore
import Testing

/// Every rule for a resource, by way of a call that carries it.
@Suite("Unusable resources")
struct BadResourceTests {
    static let resources: [(what: String, resource: Resource, says: String)] = [
        ("no name", .scalar("", thousandths: 1), "name is missing"),
        ("a name too long", .scalar(Name(String(repeating: "n", count: 1025)), thousandths: 1), "longer than 1024"),
        (
            "a value of another type",
            Resource(metadata: ResourceMetadata(name: "cpus", type: .ranges), amount: .scalar(.zero)),
            "does not match its type"
        ),
        ("less than nothing", .scalar("cpus", thousandths: -1), "negative"),
        ("too much", .scalar("cpus", thousandths: Quantity.maximum.thousandths + 1), "too large"),
        ("overlapping ranges", .ports(5...6, 1...5), "overlapping"),
        ("an item twice", .zones("x", "x"), "twice"),
        ("an allocation role that is none", .cpus(1).allocated("a//b"), "'/'"),
        ("a reservation to '*'", .cpus(1).reserved("*"), "cannot have reservations"),
        ("a reservation to a role that is none", .cpus(1).reserved("-a"), "begins with '-'"),
        ("a refinement that refines nothing", .cpus(1).reserved("a", "b/c"), "which is not below"),
        ("a refinement to the same role", .cpus(1).reserved("a", "a"), "which is not below"),
        ("a refinement to a role that only begins alike", .cpus(1).reserved("a", "ab/c"), "which is not below"),
        (
            "a refinement that is STATIC",
            .cpus(1).reserved(
                stack: [Reservation(kind: .static, role: "a"), Reservation(kind: .static, role: "a/b")]), "STATIC"
        ),
        ("disk info without a disk", .cpus(1).source(.path, root: "/p"), "not a scalar named 'disk'"),
        ("a volume without an id", .disk(1).volume(""), "disk.persistence.id"),
        ("shared and no volume", .disk(1).shared(), "not a persistent volume"),
        ("shared and not even a disk", .cpus(1).shared(), "not a persistent volume"),
        ("a BLOCK disk with a path", withRoot(.block), "BLOCK or RAW"),
        ("a RAW disk with a path", withRoot(.raw), "BLOCK or RAW"),
    ]

    private static func withRoot(_ kind: DiskSource.Kind) -> Resource {
        let source = DiskSource(kind: kind, path: DiskSource.Root(root: "/x"))
        return Resource(
            metadata: ResourceMetadata(name: "disk", type: .scalar, disk: Disk(source: source)),
            amount: .scalar(Quantity(thousandths: 1)))
    }

    static let calls: [BadCall] = resources.flatMap { what, resource, says in
        let allocated = resource.allocationRole == nil ? resource.allocated("r") : resource
        return [
            BadCall("a total with \(what)", .agent("x", resource), "INVALID_ARGUMENT", says: says),
            BadCall(
                "recovering \(what)", .recover("f", "a", [allocated]), "INVALID_ARGUMENT", says: says),
            BadCall(
                "unreserving \(what)", .updateAvailable(agent: "b", operations: [.unreserve(resources: [resource])]),
                "INVALID_ARGUMENT", says: says),
        ]
    }

    @Test(arguments: calls)
    func `unusable resources are INVALID_ARGUMENT in every call`(bad: BadCall) throws {
        bad.check(in: try BadCall.cluster())
    }

    @Test(
        arguments: [
            .scalar("cpus", thousandths: 0), .scalar("cpus", thousandths: Quantity.maximum.thousandths),
            .ports(0...UInt64.max), .ports(),
            .zones(), .cpus(1).reserved("a", "a/b", "a/b/c/d"),
        ] as [Resource])
    func `an empty and the largest possible amount are resources`(resource: Resource) throws {
        let cluster = try BadCall.cluster()
        try cluster.play(.agent("x", resource))
    }

    @Test(
        arguments: [
            ([.cpus(1), .mem(1), .disk(1)], "at most 2 entries"),
            ([.ports(1...1, 3...3, 5...5)], "may have at most 2 ranges"),
            ([.zones("x", "y", "z")], "may have at most 2 items"),
        ] as [([Resource], String)])
    func `the limits of a list of resources are enforced`(list: [Resource], says: String) throws {
        var limits = AllocatorLimits()
        (limits.resourcesPerList, limits.rangesPerResource) = (2, 2)
        let cluster = try TestCluster(limits: limits)
        try cluster.play(.agent("a", .cpus(1)))
        let refusal = cluster.refusal(of: .changedAgent("a", total: list))
        #expect(refusal?.message.contains(says) == true && refusal?.codeName == "RESOURCE_EXHAUSTED")
    }
}
