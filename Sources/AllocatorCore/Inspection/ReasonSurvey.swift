/// Counts reasons (`Reason`) over a cluster by samples: each step looks at the next few pairs of a framework in a role and an
/// agent, and in the end each pair is looked at as often as any other.
///
/// Frameworks are taken in turn, each with another agent, so that the first few pairs already are of many of both.
package struct ReasonSurvey: Sendable {
    /// Pairs that were looked at, by `Reason.Kind.rawValue`.
    package private(set) var counts = [UInt64](repeating: 0, count: Reason.Kind.allCases.count)

    /// The slot of the framework whose turn it is.
    private var framework = 0
    /// How many times all frameworks have had their turn: by so much the agents are shifted.
    private var round = 0

    package init() {}

    package func count(of kind: Reason.Kind) -> UInt64 { counts[kind.rawValue] }

    /// Looks at more pairs, but at none twice in one step, unless there are no others.
    ///
    /// - Parameter bound: what the step may cost. A framework that was begun is finished.
    mutating func step(through cluster: inout Cluster, bound: Explanation.Bound) {
        let pairs = cluster.knownFrameworkCount * cluster.agents.count
        guard pairs > 0 else { return }
        var upcoming = cluster.generator
        let cycle = cluster.allocationCycle(RunSeeds(using: &upcoming))
        var (steps, looks) = (0, 0)
        while steps < bound.steps, looks < pairs {
            let slot = Slot<Framework>(framework)
            if cluster.frameworks.contains(slot), cluster.frameworks[slot].isKnown {
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
    /// Goes on with a survey of the reasons against offers; there are none before `initialize`.
    ///
    /// Nothing is changed by it, but that orders are brought up to date, as the next run would do it.
    package mutating func survey(_ survey: inout ReasonSurvey, bound: Explanation.Bound) {
        cluster?.goOn(with: &survey, bound)
    }
}

extension Cluster {
    fileprivate mutating func goOn(with survey: inout ReasonSurvey, _ bound: Explanation.Bound) {
        survey.step(through: &self, bound: bound)
    }
}
