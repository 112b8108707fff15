package import AllocatorWire

/// The result of a run.
package struct LoadSummary: Sendable {
    package enum Ending: String, Sendable {
        /// Every request has finished or can never be placed.
        case done
        case stopped
        case timeIsOver = "time_is_over"
        /// The worker became unreachable, or a call failed; see `fault`.
        case failed
    }

    package struct Worker: Hashable, Sendable {
        package let name: String
        package let version: String

        package init(name: String, version: String) {
            self.name = name
            self.version = version
        }
    }

    package struct Traffic: Hashable, Sendable {
        package let eventsSent: UInt64
        package let batchesSent: UInt64
        package let offerBatches: Int
        package let publicationsLost: UInt64
        package let publicationsUnreadable: UInt64

        package init(
            eventsSent: UInt64 = 0, batchesSent: UInt64 = 0, offerBatches: Int = 0, publicationsLost: UInt64 = 0,
            publicationsUnreadable: UInt64 = 0
        ) {
            self.eventsSent = eventsSent
            self.batchesSent = batchesSent
            self.offerBatches = offerBatches
            self.publicationsLost = publicationsLost
            self.publicationsUnreadable = publicationsUnreadable
        }
    }

    package let worker: Worker
    package let machines: Int
    package let frameworks: Int
    package let roles: Int
    package let requests: Int
    package let ending: Ending
    package let elapsed: Duration
    package let traffic: Traffic
    /// The number of offers, each of one machine to one framework.
    package let offers: Int
    package let counts: RequestCounts
    package let usage: [ResourceUsage]
    package let askedToOffered: Latency
    package let freedToOffered: Latency
    package let refusals: Refusals
    /// The failure of the connection or the worker during the run, if any.
    package let fault: String?

    package init(
        worker: Worker, workload: ClusterWorkload, ledger: Ledger, ending: Ending, elapsed: Duration, traffic: Traffic,
        refusals: Refusals, fault: String? = nil
    ) {
        self.worker = worker
        machines = workload.machines.count
        frameworks = workload.frameworks.count
        roles = workload.roles.count
        requests = workload.requests.count
        self.ending = ending
        self.elapsed = elapsed
        self.traffic = traffic
        offers = ledger.offers
        counts = ledger.counts
        usage = ledger.utilisation.usage
        askedToOffered = ledger.askedToOffered
        freedToOffered = ledger.freedToOffered
        self.refusals = refusals
        self.fault = fault
    }

    package var placed: Int { counts[.running] + counts[.finished] }

    /// Whether faults occurred that a healthy worker and network do not cause.
    package var hasFaults: Bool {
        refusals.count > 0 || traffic.publicationsLost > 0 || traffic.publicationsUnreadable > 0
            || fault != nil
    }
}

/// The calls that the worker refused during a run. Each one indicates a fault of the load or of the worker.
package struct Refusals: Hashable, Sendable {
    /// The maximum number of refusals whose messages are stored.
    static let maximumKept = 5

    package private(set) var count = 0
    package private(set) var first: [String] = []

    package init() {}

    package mutating func record(_ reply: WireReply) {
        guard case .error(let error) = reply.result else { return }
        count += 1
        if first.count < Self.maximumKept { first.append("\(reply.call): \(error.code): \(error.message)") }
    }
}
