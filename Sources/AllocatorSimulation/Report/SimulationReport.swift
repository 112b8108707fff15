package import AllocatorLoad

/// Several policies over the same requests, side by side. The same simulations give the same report.
package struct SimulationReport: Sendable {
    /// Policies that one report compares.
    package static let maximumPolicies = 4
    /// Points of the shares over time.
    package static let sliceCount = 12

    /// One policy.
    package struct Column: Sendable {
        package let policy: Policy
        package let ending: SimulationOutcome.Ending
        package let end: Duration
        package let runs: UInt64
        /// Bundles of one framework and one machine.
        package let offers: Int
        package let counts: RequestCounts
        package let unplaced: [UnplacedReason: Int]
        package let usage: [ResourceUsage]
        package let waiting: WaitingTimes
        /// By role.
        package let waitingOfRole: [String: WaitingTimes]
        package let shares: RoleShares
        package let digest: String

        package var placed: Int { counts[.running] + counts[.finished] }
    }

    package let machines: Int
    package let requests: Int
    package let frameworks: Int
    /// By name.
    package let roles: [String]
    /// Of each role, how many requests.
    package let requestsOfRole: [String: Int]
    /// From zero until the end of the simulation that took longest.
    package let slices: TimeSlices
    package let columns: [Column]

    /// - Precondition: the outcomes are of one workload.
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
