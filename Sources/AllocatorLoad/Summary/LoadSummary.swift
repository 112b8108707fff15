/// What a run came to.
package struct LoadSummary: Sendable {
    package enum Ending: String, Sendable {
        /// Every request has run or never can.
        case done
        case stopped
        case timeIsOver = "time_is_over"
        case workerSilent = "worker_silent"
    }

    package struct Traffic: Hashable, Sendable {
        package let eventsSent: UInt64
        package let batchesSent: UInt64
        package let offerBatches: Int
        package let publicationsLost: UInt64
        package let publicationsUnreadable: UInt64
    }

    package struct Usage: Hashable, Sendable {
        package let resource: ScalarResource
        /// In units of the resource, as the others.
        package let total: Double
        package let peak: Double
        package let mean: Double
    }

    package let machines: Int
    package let frameworks: Int
    package let roles: Int
    package let requests: Int
    package let ending: Ending
    package let elapsed: Duration
    package let traffic: Traffic
    /// Bundles of one framework and one machine.
    package let offers: Int
    package let counts: StandingCounts
    package let usage: [Usage]
    package let askedToOffered: Latency
    package let freedToOffered: Latency
    package let refusals: Refusals

    init(
        workload: Workload, ledger: Ledger, ending: Ending, elapsed: Duration, traffic: Traffic, refusals: Refusals
    ) {
        machines = workload.machines.count
        frameworks = workload.frameworks.count
        roles = workload.roles.count
        requests = workload.requests.count
        self.ending = ending
        self.elapsed = elapsed
        self.traffic = traffic
        offers = ledger.offers
        counts = ledger.counts
        let utilisation = ledger.utilisation
        usage = ScalarResource.allCases.map { resource in
            Usage(
                resource: resource, total: Double(utilisation.total[resource]) / 1000,
                peak: Double(utilisation.peak[resource]) / 1000, mean: utilisation.mean(resource) / 1000)
        }
        askedToOffered = ledger.askedToOffered
        freedToOffered = ledger.freedToOffered
        self.refusals = refusals
    }

    package var placed: Int { counts[.running] + counts[.finished] }

    /// Whether something went wrong that a worker and a network in order do not do.
    package var hasFaults: Bool {
        refusals.count > 0 || traffic.publicationsLost > 0 || traffic.publicationsUnreadable > 0
            || ending == .workerSilent
    }
}
