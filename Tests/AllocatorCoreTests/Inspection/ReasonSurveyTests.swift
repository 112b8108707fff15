import AllocatorCore
import AllocatorTesting
import Testing

/// Reasons counted by samples, against the explanations of all frameworks.
@Suite("Survey of the reasons", .serialized)
struct ReasonSurveyTests {
    /// A cluster with some history, between the calls of a batch and its run.
    private static func allocator(seed: UInt64) -> (allocator: Allocator, reference: ReferenceCluster)? {
        var history = PlayedHistory(seed: seed, batches: 30)
        for _ in 1..<30 {
            history.applyBatch()
            history.finishBatch()
        }
        history.applyBatch()
        return history.cluster.map { (history.allocator, $0) }
    }

    /// The sums over all explanations.
    private static func counts(_ asked: Allocator, _ cluster: ReferenceCluster) throws -> [Reason.Kind: UInt64] {
        var allocator = asked
        var counts: [Reason.Kind: UInt64] = [:]
        for (id, framework) in cluster.frameworks {
            for role in framework.roles {
                for group in try allocator.explanation(of: id, role: role).groups where group.agents > 0 {
                    counts[group.reason.kind, default: 0] += UInt64(group.agents)
                }
            }
        }
        return counts
    }

    private static func counts(_ survey: ReasonSurvey) -> [Reason.Kind: UInt64] {
        Dictionary(uniqueKeysWithValues: Reason.Kind.allCases.map { ($0, survey.count(of: $0)) })
            .filter { $0.value > 0 }
    }

    private static let seeds: ClosedRange<UInt64> = 201...280

    @Test(.timeLimit(.minutes(5)))
    func `a survey step with a large budget visits each pair once and changes nothing`() throws {
        var pairs: UInt64 = 0
        for seed in Self.seeds {
            guard case (var allocator, let cluster)? = Self.allocator(seed: seed) else { continue }
            let expected = try Self.counts(allocator, cluster)
            let digest = allocator.digest()
            var survey = ReasonSurvey()
            for times: UInt64 in 1...2 {
                allocator.survey(&survey, bound: Explanation.Bound(steps: .max, asked: 5_000))
                #expect(Self.counts(survey) == expected.mapValues { $0 * times }, "seed \(seed)")
            }
            #expect(allocator.digest() == digest, "seed \(seed)")
            #expect(allocator.brokenInvariants() == [], "seed \(seed)")
            pairs += expected.values.reduce(0, +)
        }
        #expect(pairs > 400)
    }

    @Test(.timeLimit(.minutes(5)))
    func `survey steps with a small budget visit one framework each, and together every pair`() throws {
        for seed in Self.seeds {
            guard case (var allocator, let cluster)? = Self.allocator(seed: seed) else { continue }
            let expected = try Self.counts(allocator, cluster)
            let pairs = expected.values.reduce(0, +)
            let most = cluster.frameworks.values.map { UInt64($0.roles.count) }.max() ?? 0
            var survey = ReasonSurvey()
            var seen: UInt64 = 0
            while seen < pairs {
                allocator.survey(&survey, bound: Explanation.Bound(steps: 1, asked: 5_000))
                let sum = Self.counts(survey).values.reduce(0, +)
                #expect(sum - seen <= most, "seed \(seed)")
                seen = sum
            }
            #expect(Self.counts(survey) == expected, "seed \(seed)")
        }
    }

    @Test
    func `a survey step ends soon after its budget is spent`() throws {
        let cluster = try TestCluster()
        try cluster.play(.agent("a", .cpus(1)))
        for number in 0..<100 { try cluster.play(.framework(Name("f\(number)"), "r")) }
        var (survey, allocator) = (ReasonSurvey(), cluster.allocator)
        allocator.survey(&survey, bound: Explanation.Bound(steps: 10, asked: 10))
        // Each look costs one step for its framework and at least one for its agent.
        #expect(survey.count(of: .nothingAvailable) == 5)
    }

    @Test
    func `a survey without frameworks, agents or a cluster finds nothing`() throws {
        var survey = ReasonSurvey()
        let cluster = try TestCluster()
        let empty = cluster.allocator
        try cluster.play(.framework("f", "r"))
        for var allocator in [Allocator(), empty, cluster.allocator] {
            allocator.survey(&survey, bound: Explanation.Bound())
        }
        #expect(Self.counts(survey).isEmpty)
    }
}
