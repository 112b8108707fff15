import AllocatorCore
import Testing

/// A restored state has the same bounds as calls: a state that was reached within limits is restored within them.
@Suite("Limits of a restored state")
struct StateLimitTests {
    struct Limit: Sendable, CustomTestStringConvertible {
        let problem: String
        /// Gives the limit a value.
        let set: @Sendable (inout AllocatorLimits, Int) -> Void
        /// The smallest limit that the example needs.
        let needed: Int

        var testDescription: String { problem }
    }

    private static let limits: [Limit] = [
        Limit(problem: "maximum of 1 agents", set: { $0.agents = $1 }, needed: 2),
        Limit(problem: "maximum of 1 frameworks", set: { $0.frameworks = $1 }, needed: 2),
        Limit(problem: "would exceed the maximum of 4 roles", set: { $0.roles = $1 }, needed: 5),
        Limit(problem: "4 names of resources", set: { $0.resourceNames = $1 }, needed: 5),
        Limit(problem: "3 kinds of resources", set: { $0.resourceKinds = $1 }, needed: 4),
        Limit(problem: "maximum of 1 filters", set: { $0.filters = $1 }, needed: 2),
        Limit(problem: "the whitelist may have at most 1", set: { $0.whitelistHostnames = $1 }, needed: 2),
        Limit(problem: "a framework may have at most 1 roles", set: { $0.rolesPerFramework = $1 }, needed: 2),
    ]

    @Test(arguments: limits)
    func `a state that just fits is restored, and a larger one is refused`(limit: Limit) throws {
        let state = try AllocatorState.example()
        var limits = AllocatorLimits()
        limit.set(&limits, limit.needed)
        #expect(Allocator.mismatch(restoring: state, limits: limits) == nil)
        limit.set(&limits, limit.needed - 1)
        let problem = try #require(Allocator.mismatch(restoring: state, limits: limits))
        #expect(problem.contains(limit.problem), "\(problem)")
    }

    @Test
    func `the names in the options count even if no more are allowed`() throws {
        var limits = AllocatorLimits()
        limits.resourceNames = 1
        let cluster = try TestCluster(limits: limits) { $0.fairnessExcludeResourceNames = ["gpus", "mem"] }
        #expect(Allocator.mismatch(restoring: cluster.allocator.state, limits: limits) == nil)
    }
}
