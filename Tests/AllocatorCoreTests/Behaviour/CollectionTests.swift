import AllocatorCore
import Testing

/// Dropping unused kinds and roles has no visible effect.
@Suite("Dropping what is unused")
struct CollectionTests {
    /// Limits so narrow that unused kinds and roles are dropped at nearly every call.
    private static var narrow: AllocatorLimits {
        var limits = AllocatorLimits()
        (limits.resourceKinds, limits.roles) = (40, 40)
        return limits
    }

    private static func calls(_ random: inout Seeded) -> [Call] {
        let role = Name("r\(Int.random(in: 0..<4, using: &random))/s\(Int.random(in: 0..<3, using: &random))")
        let units = Int64.random(in: 1...3, using: &random)
        let passing = Name("p\(Int.random(in: 0..<500, using: &random))")
        return [
            .agent("a", .cpus(units), .disk(units).reserved(role)), .removeAgent("a"),
            .agent("b", .cpus(units).reserved(passing), .mem(units)), .removeAgent("b"),
            .changedAgent("a", total: [.cpus(units).provided(by: passing), .disk(2).reserved(role).volume(passing)]),
            .framework("f", role, "keep", capabilities: .reservationRefinement), .removeFramework("f"),
            .changedFramework("f", role), .weight(role, Double(units)), .weight(passing, 1),
            .recover("f", "a", [.cpus(units).allocated(role)], refuse: 1), .weight(role, 1), .weight(passing, 2),
            .quota("r1", guarantees: ["cpus": units]), .seconds(1), .deactivateFramework("f"), .activateFramework("f"),
            .updateAvailable(
                agent: "a",
                operations: [
                    .reserve(
                        resources: [
                            .cpus(1).reserved(stack: [Reservation(kind: .dynamic, role: role, principal: passing)])
                        ], source: [])
                ]),
        ]
    }

    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func `a collection changes no reply, no run and no digest`(seed: UInt64) throws {
        var random = Seeded(seed)
        let (narrow, wide) = (try TestCluster(limits: Self.narrow), try TestCluster())
        for _ in 0..<250 {
            let call = Self.calls(&random).randomElement(using: &random) ?? .heartbeat
            let refusals = [narrow, wide].map { $0.refusal(of: call) }
            #expect(refusals[0] == refusals[1])
            #expect(try narrow.play(.heartbeat) == wide.play(.heartbeat))
            #expect(narrow.digest == wide.digest)
        }
    }

    @Test(arguments: 21...26 as ClosedRange<UInt64>)
    func `a state that was reached within narrow limits is restored within them`(seed: UInt64) throws {
        var random = Seeded(seed)
        let cluster = try TestCluster(limits: Self.narrow)
        for _ in 0..<250 {
            let call = Self.calls(&random).randomElement(using: &random) ?? .heartbeat
            _ = cluster.refusal(of: call)
            try cluster.play(.heartbeat)
            let restored = try Allocator(restoring: cluster.allocator.state, clock: .virtual, limits: Self.narrow)
            #expect(restored.digest() == cluster.digest, "seed \(seed)")
        }
    }

    @Test
    func `a cluster through which thousands of kinds and roles pass stays within narrow limits`() throws {
        let cluster = try TestCluster(limits: Self.narrow)
        try cluster.play(.framework("f", "r"))
        for index in 0..<500 {
            let passing = Name("p\(index)/q")
            try cluster.play(.agent("a", .cpus(1).reserved(passing), .mem(1)), .removeAgent("a"))
        }
    }
}
