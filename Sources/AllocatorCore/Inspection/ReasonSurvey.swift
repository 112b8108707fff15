/// Counts of reasons over a cluster, obtained by sampling. Each step visits the next few pairs of a framework and an
/// agent. In the long run, all pairs are visited equally often.
///
/// Consecutive pairs have different frameworks and different agents, so even a few steps sample many of both.
package struct ReasonSurvey: Sendable {
    /// The number of pairs by `Reason.Kind.rawValue`.
    package private(set) var counts = [UInt64](repeating: 0, count: Reason.Kind.allCases.count)

    /// The slot of the next framework.
    private var framework = 0
    /// The number of completed rounds over the frameworks, by which the agents are shifted.
    private var round = 0

    package init() {}

    package func count(of kind: Reason.Kind) -> UInt64 { counts[kind.rawValue] }

    /// Visits further pairs, none of them twice in one step.
    ///
    /// - Parameter bound: The maximum cost of the step. The last framework is always completed.
    mutating func step(through cluster: inout Cluster, bound: Explanation.Bound) {
        let pairs = cluster.frameworks.addedCount * cluster.agents.count
        guard pairs > 0 else { return }
        var upcoming = cluster.generator
        let cycle = cluster.allocationCycle(RunSeeds(using: &upcoming))
        var (steps, looks) = (0, 0)
        while steps < bound.steps, looks < pairs {
            let slot = FrameworkSlot(framework)
            if cluster.frameworks.contains(slot), cluster.frameworks[slot].isAdded {
                let agent = cluster.agents.sorted[(framework + round) % cluster.agents.count]
                for role in cluster.frameworks[slot].roles {
                    let candidate = Candidate(framework: slot, role: role, agent: agent)
                    let found = cluster.reason(against: candidate, cycle, bound)
                    counts[found.reason.kind.rawValue] += 1
                    steps += found.steps
                }
                looks += 1
            }
            steps += 1
            takeNextFramework(of: cluster)
        }
    }

    private mutating func takeNextFramework(of cluster: borrowing Cluster) {
        framework += 1
        if framework >= cluster.frameworks.capacity {
            framework = 0
            round = (round + 1) % cluster.agents.count
        }
    }
}

extension Allocator {
    /// Continues a survey of the reasons against offers. Before `initialize`, it finds none.
    ///
    /// The survey changes nothing except cached orders, which the next run would update anyway.
    package mutating func survey(_ survey: inout ReasonSurvey, bound: Explanation.Bound) {
        cluster?.goOn(with: &survey, bound)
    }
}

extension Cluster {
    fileprivate mutating func goOn(with survey: inout ReasonSurvey, _ bound: Explanation.Bound) {
        survey.step(through: &self, bound: bound)
    }
}
