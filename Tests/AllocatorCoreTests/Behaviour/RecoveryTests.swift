import AllocatorCore
import Testing

/// `recover` and the pause that follows it (Allocation, "4. Triggers").
@Suite("Recovery")
struct RecoveryTests {
    private func cluster(
        expecting count: Int, factor: Double = 0.8, quotas: [RoleQuota] = [RoleQuota(role: "q", limits: [:])]
    ) throws -> TestCluster {
        let cluster = try TestCluster { options in
            (options.agentRecoveryFactor, options.recoveryTimeout) = (factor, .seconds(10))
        }
        try cluster.play(.framework("f", "r"), .recover(expectedAgentCount: count, quotas: quotas))
        return cluster
    }

    @Test
    func `a recovery with quotas waits for ⌊agents × factor⌋ agents`() throws {
        // ⌊3 × 0.8⌋ = 2
        let cluster = try cluster(expecting: 3)
        #expect(try cluster.play(.agent("a", .cpus(1))).isEmpty)
        #expect(try cluster.play(.seconds(1)).isEmpty)
        #expect(try cluster.play(.agent("b", .cpus(1))).offers == ["f r b: cpus 1"])
        #expect(try cluster.play(.seconds(1)).offers == ["f r a: cpus 1"])
    }

    @Test
    func `a recovery waits until its timeout, which ends before a run of the same instant`() throws {
        let cluster = try cluster(expecting: 100)
        try cluster.play(.agent("a", .cpus(1)))
        #expect(try cluster.play(.seconds(9)).isEmpty)
        #expect(try cluster.play(.seconds(1)).offers == ["f r a: cpus 1"])
    }

    @Test(arguments: [0, 5] as [Int])
    func `a recovery without quotas does not wait`(count: Int) throws {
        let cluster = try cluster(expecting: count, quotas: [])
        #expect(try cluster.play(.agent("a", .cpus(1))).offers == ["f r a: cpus 1"])
    }

    @Test(arguments: [(0, 1.0), (1, 0.8), (10, 0.0), (9, 0.1)] as [(Int, Double)])
    func `a recovery that expects no agents does not wait`(count: Int, factor: Double) throws {
        let cluster = try cluster(expecting: count, factor: factor)
        #expect(try cluster.play(.agent("a", .cpus(1))).offers == ["f r a: cpus 1"])
    }

    @Test
    func `a recovery sets the quotas`() throws {
        let quota = RoleQuota(role: "r", guarantees: [:], limits: ["cpus": Quantity(thousandths: 1000)])
        let cluster = try cluster(expecting: 0, quotas: [quota])
        #expect(try cluster.play(.agent("a", .cpus(4))).offers == ["f r a: cpus 1"])
    }

    @Test
    func `a resume also ends the wait of a recovery`() throws {
        let cluster = try cluster(expecting: 100)
        try cluster.play(.resume)
        #expect(try cluster.play(.agent("a", .cpus(1))).offers == ["f r a: cpus 1"])
    }

    @Test
    func `an initialized cluster is not paused`() throws {
        let cluster = try TestCluster()
        #expect(try cluster.play(.framework("f", "r"), .agent("a", .cpus(1))).offers == ["f r a: cpus 1"])
    }
}
