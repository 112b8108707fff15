import AllocatorCore
import Testing

/// Limits may be others after a restart: what is there stays, and only what comes is measured.
@Suite("Limits that change") struct ChangedLimitTests {
    private static var narrow: AllocatorLimits {
        var limits = AllocatorLimits()
        (limits.agents, limits.frameworks, limits.roles, limits.rolesPerFramework) = (1, 1, 1, 1)
        (limits.filters, limits.resourceKinds, limits.resourceNames, limits.resourcesPerList) = (1, 1, 1, 1)
        (limits.roleDepth, limits.whitelistHostnames, limits.rangesPerResource) = (1, 1, 1)
        return limits
    }

    @Test
    func `stored state is restored and replayed whatever the current limits are`() throws {
        let state = try AllocatorState.example()
        var allocator = try Allocator(restoring: state, clock: .virtual, limits: .kept)
        let digest = allocator.digest()
        allocator.limit(by: Self.narrow)
        #expect(allocator.digest() == digest)
    }

    @Test
    func `existing elements stay under lower limits, and more is refused until there is room`() throws {
        let cluster = try TestCluster()
        try cluster.play(.agent("a", .cpus(1)), .agent("b", .cpus(1)))
        var limits = AllocatorLimits()
        limits.agents = 2
        cluster.limit(by: limits)
        #expect(cluster.refusal(of: .agent("c", .cpus(1)))?.codeName == "RESOURCE_EXHAUSTED")
        limits.agents = 1
        cluster.limit(by: limits)
        try cluster.play(.removeAgent("a"))
        #expect(cluster.refusal(of: .agent("c", .cpus(1)))?.codeName == "RESOURCE_EXHAUSTED")
        try cluster.play(.removeAgent("b"), .agent("c", .cpus(1)))
    }

    @Test
    func `a reset cluster begins within the current limits`() throws {
        let cluster = try TestCluster()
        try cluster.play(.agent("a", .cpus(1)), .agent("b", .cpus(1)))
        var limits = AllocatorLimits()
        limits.agents = 1
        cluster.limit(by: limits)
        try cluster.play(.initialize(AllocatorOptions(), reset: true), .agent("c", .cpus(1)))
        #expect(cluster.refusal(of: .agent("d", .cpus(1)))?.codeName == "RESOURCE_EXHAUSTED")
    }
}
