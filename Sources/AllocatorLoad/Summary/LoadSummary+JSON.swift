extension LoadSummary {
    /// The summary as one JSON object on one line. Times are in seconds.
    package func json() throws -> String { try JSONLine.encode(JSONForm(self)) }
}

/// The JSON names, written in snake_case. Programs rely on them.
private struct JSONForm: Encodable {
    struct NotPlaced: Encodable {
        let noMachineOfModel: Int
        let largerThanAnyMachine: Int
        let neverFitted: Int
        let notYetCome: Int
    }

    struct Latencies: Encodable {
        let count: Int
        let p50: Double?
        let p99: Double?

        init(_ latency: Latency) {
            count = latency.count
            p50 = latency.percentile(50).map { $0 / .seconds(1) }
            p99 = latency.percentile(99).map { $0 / .seconds(1) }
        }
    }

    let worker: String
    let workerVersion: String
    let machines: Int
    let frameworks: Int
    let roles: Int
    let requests: Int
    let ending: String
    let elapsed: Double
    let placed: Int
    let finished: Int
    let notPlaced: NotPlaced
    let usage: [String: ResourceUsage]
    let askedToOffered: Latencies
    let freedToOffered: Latencies
    let eventsSent: UInt64
    let batchesSent: UInt64
    let offers: Int
    let offerBatches: Int
    let publicationsLost: UInt64
    let publicationsUnreadable: UInt64
    let callsRefused: Int
    let firstRefusals: [String]
    let fault: String?

    init(_ summary: LoadSummary) {
        worker = summary.worker.name
        workerVersion = summary.worker.version
        machines = summary.machines
        frameworks = summary.frameworks
        roles = summary.roles
        requests = summary.requests
        ending = summary.ending.rawValue
        elapsed = summary.elapsed / .seconds(1)
        placed = summary.placed
        finished = summary.counts[.finished]
        notPlaced = NotPlaced(
            noMachineOfModel: summary.counts[.impossible(.noMachineOfModel)],
            largerThanAnyMachine: summary.counts[.impossible(.largerThanAnyMachine)],
            neverFitted: summary.counts[.waiting], notYetCome: summary.counts[.expected])
        usage = Dictionary(uniqueKeysWithValues: summary.usage.map { ($0.resource.name, $0) })
        askedToOffered = Latencies(summary.askedToOffered)
        freedToOffered = Latencies(summary.freedToOffered)
        eventsSent = summary.traffic.eventsSent
        batchesSent = summary.traffic.batchesSent
        offers = summary.offers
        offerBatches = summary.traffic.offerBatches
        publicationsLost = summary.traffic.publicationsLost
        publicationsUnreadable = summary.traffic.publicationsUnreadable
        callsRefused = summary.refusals.count
        firstRefusals = summary.refusals.first
        fault = summary.fault
    }
}
