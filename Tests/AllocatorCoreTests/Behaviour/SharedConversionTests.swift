import AllocatorCore
import Testing

/// No operation takes a shared resource away of which copies are held (Allocation, "1. Resources" and "6. Calls").
@Suite("Conversions of shared resources in use")
struct SharedConversionTests {
    private static let stack = [Reservation(kind: .static, role: "r"), Reservation(kind: .dynamic, role: "r/s")]
    private static let volume = Resource.disk(4).reserved(stack: stack).volume("v").shared()
    private static let disk = Resource.disk(9).reserved(stack: stack)

    /// Frameworks `f` and `g` of one role hold a copy each, and `f` some cpus.
    private static func cluster() throws -> TestCluster {
        let cluster = try TestCluster()
        let capabilities: FrameworkCapabilities = [.sharedResources, .reservationRefinement]
        try cluster.play(
            .framework("f", "r/s", capabilities: capabilities), .framework("g", "r/s", capabilities: capabilities),
            .agent("a", .cpus(2), volume, disk))
        try cluster.play(
            .recover("f", "a", [disk.allocated("r/s")], refuse: 900), .recover("g", "a", [], refuse: 900))
        return cluster
    }

    /// Every operation that consumes the volume.
    private static let consuming: [Operation] = [
        .destroy(volumes: [volume]), .unreserve(resources: [volume]),
        .shrinkVolume(volume: volume, subtract: Quantity(thousandths: 1000)),
        .growVolume(volume: volume, addition: .disk(1).reserved(stack: stack)),
        .reserve(
            resources: [
                Resource.disk(4).reserved(stack: stack + [Reservation(kind: .dynamic, role: "r/s/t")])
                    .volume("v").shared()
            ], source: []),
    ]

    private static let harmless = Operation.reserve(
        resources: [Resource.cpus(1).reserved(stack: [Reservation(kind: .dynamic, role: "r")])], source: [])

    private static func free(_ cluster: TestCluster, _ framework: Name) throws {
        let holding =
            cluster.allocator.state.cluster?.agents[0].holdings.contains { $0.framework == framework } ?? false
        guard holding else { return }
        try cluster.play(.recover(framework, "a", [volume.allocated("r/s")], refuse: 900))
    }

    @Test(arguments: consuming.flatMap { [[$0], [harmless, $0], [$0, harmless]] })
    func `update_available converts shared resources in use, alone and among other operations`(operations: [Operation])
        throws
    {
        let cluster = try Self.cluster()
        try cluster.play(.recover("f", "a", [Resource.cpus(2).allocated("r/s")], refuse: 900))
        let call = Call.updateAvailable(agent: "a", operations: operations)
        let copy = "r/s a: disk 4 {r/s volume v shared}"
        #expect(cluster.outstanding() == ["f \(copy)", "g \(copy)"])
        #expect(cluster.refusal(of: call)?.codeName == "FAILED_PRECONDITION")
        try Self.free(cluster, "f")
        #expect(cluster.refusal(of: call)?.codeName == "FAILED_PRECONDITION", "one copy is left")
        try Self.free(cluster, "g")
        #expect(cluster.refusal(of: call) == nil)
        #expect(cluster.allocator.brokenInvariants() == [])
    }

    @Test(arguments: consuming.prefix(2))
    func `update_allocation converts a shared resource while another framework holds a copy`(operation: Operation)
        throws
    {
        let cluster = try Self.cluster()
        func allocated(_ operation: Operation) -> Operation {
            switch operation {
            case .destroy(let volumes): .destroy(volumes: volumes.allocated("r/s"))
            case .unreserve(let resources): .unreserve(resources: resources.allocated("r/s"))
            default: operation
            }
        }
        let call = Call.updateAllocation(
            framework: "f", agent: "a", offered: [Self.volume.allocated("r/s")],
            change: .operations([allocated(operation)]))
        #expect(cluster.refusal(of: call)?.codeName == "FAILED_PRECONDITION")
        try Self.free(cluster, "g")
        #expect(cluster.refusal(of: call) == nil)
        #expect(cluster.allocator.brokenInvariants() == [])
    }

    @Test
    func `resources that a list of operations makes and removes are held by no framework`() throws {
        let cluster = try Self.cluster()
        let other = Resource.disk(2).reserved(stack: Self.stack).volume("w").shared()
        let call = Call.updateAvailable(
            agent: "a", operations: [.create(volumes: [other]), .destroy(volumes: [other])])
        #expect(cluster.refusal(of: call) == nil)
    }

    @Test
    func `a further copy is made of a shared resource that others hold`() throws {
        let cluster = try Self.cluster()
        let copy = ResourceConversion(consumed: [], converted: [Self.volume.allocated("r/s")])
        try cluster.play(
            .updateAllocation(
                framework: "f", agent: "a", offered: [Self.volume.allocated("r/s")], change: .conversions([copy])))
    }
}
