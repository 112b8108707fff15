import AllocatorCore
import Testing

/// `initialize`, again and anew (WireProtocol, "Required fields of calls").
@Suite("Initialize")
struct InitializeTests {
    private func options(_ change: (inout AllocatorOptions) -> Void = { _ in }) -> AllocatorOptions {
        var options = AllocatorOptions()
        options.agentOrder = .byID
        change(&options)
        return options
    }

    @Test
    func `initialize with the same options changes nothing`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(1)))
        let digest = cluster.digest
        try cluster.play(.initialize(options(), reset: false))
        #expect(cluster.digest == digest && cluster.allocator.runs == 1)
    }

    @Test
    func `initialize with any other option is refused`() throws {
        let cluster = try TestCluster()
        let changes: [(inout AllocatorOptions) -> Void] = [
            { $0.allocationInterval = .seconds(2) }, { $0.fairnessExcludeResourceNames = ["x"] },
            { $0.filterGPUResources = false }, { $0.domain = FaultDomain(region: "r", zone: "z") },
            { $0.minimumAllocatableResources = [[:]] }, { $0.maximumCompletedFrameworks = 1 },
            { $0.publishesPerFrameworkMetrics = false }, { $0.recoveryTimeout = .zero },
            { $0.agentRecoveryFactor = 1 }, { $0.roleSorter = .random }, { $0.frameworkSorter = .random },
            { $0.agentOrder = .shuffled }, { $0.seed = 1 }, { $0.regexMaximumProgramSize = 1 },
            { $0.regexMaximumMemoryBytes = 5000 }, { $0.offerTimeout = .seconds(1) },
        ]
        for change in changes {
            #expect(cluster.refusal(of: .initialize(options(change), reset: false))?.codeName == "FAILED_PRECONDITION")
            #expect(try TestCluster(change).digest != cluster.digest, "later decisions depend on it")
        }
    }

    @Test
    func `initialize with reset starts the cluster anew at the current time`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(1)), .seconds(1), .advance(.milliseconds(300)))
        try cluster.play(.initialize(options { $0.seed = 9 }, reset: true))
        #expect(cluster.allocator.runs == 0)
        #expect(cluster.allocator.now == Instant(nanoseconds: 1_300_000_000))
        #expect(cluster.allocator.nextRun == Instant(nanoseconds: 2_300_000_000))
        #expect(try cluster.play(.agent("a", .cpus(1))).offers == [])
        #expect(cluster.refusal(of: .removeFramework("f"))?.codeName == "NOT_FOUND")
    }
}
