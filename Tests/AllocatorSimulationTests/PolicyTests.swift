import AllocatorCore
import AllocatorLoad
import AllocatorSimulation
import Testing

/// Policies differ where they must.
@Suite(.timeLimit(.minutes(5)))
struct PolicyTests {
    private func quantity(_ cpus: Int64) -> Quantity { Quantity(thousandths: cpus * 1000) }

    @Test(arguments: [1.0, 3.0])
    func `two roles that request everything share it by their weights`(weight: Double) throws {
        // Run times differ, so that machines become free one by one.
        let requests = (0..<3_000).map { Request.of(1, $0.isMultiple(of: 2) ? "a" : "b", for: 7 + $0 % 9) }
        let workload = ClusterWorkload.of(machines: 20, requests)
        var policy = Policy()
        policy.weights = [RoleWeight(role: "a", weight: weight)]
        let column = try workload.column(under: policy, until: .seconds(200))
        #expect(column.unplaced.keys.contains(.stillWaiting))
        let (a, b) = (column.shares.roles[0].mean, column.shares.roles[1].mean)
        #expect(a + b > 0.85)
        #expect((weight * 0.85...weight * 1.15).contains(a / b), "\(a) to \(b)")
        #expect(column.shares.gap.mean < 0.1)
    }

    @Test func `a guarantee is kept for a role that arrives late, which waits without it`() throws {
        let early = (0..<20).map { _ in Request.of(1, "early", for: 100) }
        let workload = ClusterWorkload.of(machines: 2, early + [.of(2, "late", at: 10, for: 5)])
        let without = try workload.column()
        #expect(without.waitingOfRole["late"]?.longest == .seconds(91))
        #expect(without.shares.roles[0].peak == 1)
        var policy = Policy()
        policy.quotas = [RoleQuota(role: "late", guarantees: ["cpus": quantity(2)])]
        let with = try workload.column(under: policy)
        #expect(with.waitingOfRole["late"]?.longest == .zero)
        #expect(with.shares.roles[0].peak == 0.75)
    }

    @Test func `a limit holds even if resources are free`() throws {
        let workload = ClusterWorkload.of(machines: 2, (0..<20).map { _ in .of(1, "a", for: 10) })
        var policy = Policy()
        policy.quotas = [RoleQuota(role: "a", limits: ["cpus": quantity(2)])]
        let column = try workload.column(under: policy)
        #expect(column.ending == .done)
        #expect(column.shares.roles[0].peak == 0.25)
    }

    @Test func `a longer allocation interval makes requests wait longer`() throws {
        let workload = ClusterWorkload.of(machines: 1, [.of(4, "a", for: 10), .of(4, "b", for: 10)])
        var policy = Policy()
        policy.options.allocationInterval = .seconds(15)
        #expect(try workload.column().waiting.longest == .seconds(11))
        #expect(try workload.column(under: policy).waiting.longest == .seconds(15))
    }

    @Test func `resources refused for a short time are offered again and again`() throws {
        let workload = ClusterWorkload.of(
            machines: 2, [.of(4, "a", for: 600), .of(3, "a", for: 600), .of(2, "a", for: 1)])
        var policy = Policy()
        policy.refusal = .seconds(5)
        #expect(try workload.column(under: policy).offers > workload.column().offers + 60)
    }

    @Test(arguments: [UnplacedReason.aboveRoleLimit, .belowMinimum, .heldBack])
    func `a request that waits forever has a reason`(reason: UnplacedReason) throws {
        var policy = Policy()
        switch reason {
        case .aboveRoleLimit: policy.quotas = [RoleQuota(role: "a", limits: ["cpus": quantity(1)])]
        case .belowMinimum: policy.options.minimumAllocatableResources = [["gpus": quantity(1)]]
        default: policy.quotas = [RoleQuota(role: "b", guarantees: ["cpus": quantity(7)])]
        }
        let column = try ClusterWorkload.of(machines: 2, [.of(2, "a", for: 1)]).column(under: policy)
        #expect(column.ending == .waitsForEver)
        #expect(column.placed == 0)
        #expect(column.unplaced == [reason: 1])
    }
}
