package import AllocatorLoad

/// A comparison of policies over the same workload. Equal simulations give equal reports.
package struct SimulationReport: Sendable {
    /// The maximum number of policies in a report.
    package static let maximumPolicies = 4
    /// The number of points in each series of shares over time.
    package static let sliceCount = 12

    /// The results of one policy.
    package struct Column: Sendable {
        package let policy: Policy
        package let ending: SimulationOutcome.Ending
        package let end: Duration
        package let runs: UInt64
        /// The number of offers, each of one machine to one framework.
        package let offers: Int
        package let counts: RequestCounts
        package let unplaced: [UnplacedReason: Int]
        package let usage: [ResourceUsage]
        package let waiting: WaitingTimes
        /// The waiting times by role.
        package let waitingOfRole: [String: WaitingTimes]
        package let shares: RoleShares
        package let digest: String

        package var placed: Int { counts[.running] + counts[.finished] }
    }

    package let machines: Int
    package let requests: Int
    package let frameworks: Int
    /// The names of the roles, sorted.
    package let roles: [String]
    /// The number of requests by role.
    package let requestsOfRole: [String: Int]
    /// The time slices, from zero until the end of the longest simulation.
    package let slices: TimeSlices
    package let columns: [Column]

    /// - Precondition: All outcomes are of `workload`.
    package init(_ workload: ClusterWorkload, _ outcomes: [SimulationOutcome]) {
        machines = workload.machines.count
        requests = workload.requests.count
        frameworks = workload.frameworks.count
        roles = workload.roles.sorted()
        requestsOfRole = Dictionary(grouping: workload.requests, by: \.role).mapValues(\.count)
        let slices = TimeSlices(until: outcomes.map(\.end).max() ?? .zero, count: Self.sliceCount)
        self.slices = slices
        columns = outcomes.map { Column($0, slices) }
    }
}

extension SimulationReport.Column {
    fileprivate init(_ outcome: SimulationOutcome, _ slices: TimeSlices) {
        let ledger = outcome.player.ledger
        policy = outcome.policy
        ending = outcome.ending
        end = outcome.end
        runs = outcome.runs
        offers = ledger.offers
        counts = ledger.counts
        unplaced = UnplacedReasons(outcome).counted()
        usage = ledger.utilisation.usage
        waiting = WaitingTimes.all(outcome.player)
        waitingOfRole = WaitingTimes.byRole(outcome.player)
        shares = RoleShares(outcome, slices: slices)
        digest = outcome.digest
    }
}
