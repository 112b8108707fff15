/// The accounts of a run: the status of every request, the resources in use, and the latencies of offers.
package struct Ledger: Sendable {
    /// The status of each request, by its index.
    package private(set) var statuses: [RequestStatus]
    package private(set) var counts: RequestCounts
    package private(set) var utilisation: Utilisation
    /// The number of offers, each of one machine to one framework.
    package private(set) var offers = 0

    /// The time from a framework's request for offers to its first offer. A framework requests offers when it is added
    /// or revives them, which triggers an allocation run.
    package private(set) var askedToOffered = Latency()
    /// The time from the end of a request to the next offer of its machine, if other requests of its framework wait. It
    /// includes the wait for the allocator's next interval.
    package private(set) var freedToOffered = Latency()

    private let amounts: [Amounts]
    private var askedAt: [Duration?]
    private var freedAt: [Duration?]
    /// The machines with a time in `freedAt`, so that all of them can be cleared at once.
    private var freedMachines: Set<Int> = []

    init(_ workload: ClusterWorkload) {
        statuses = workload.requests.map { _ in .expected }
        counts = RequestCounts(expected: workload.requests.count)
        utilisation = Utilisation(total: workload.total)
        amounts = workload.requests.map(\.amounts)
        askedAt = workload.frameworks.map { _ in nil }
        freedAt = workload.machines.map { _ in nil }
    }

    mutating func advance(to now: Duration) {
        utilisation.advance(to: now)
    }

    mutating func move(_ request: Int, to status: RequestStatus) {
        let old = statuses[request]
        precondition(old.mayBecome(status), "request \(request) cannot go from \(old) to \(status)")
        if status == .running { utilisation.add(amounts[request]) }
        if old == .running { utilisation.remove(amounts[request]) }
        statuses[request] = status
        counts.move(from: old, to: status)
        // From now on, the machine waits for a request rather than for the allocator.
        if old == .waiting && counts[.waiting] == 0 {
            for machine in freedMachines { freedAt[machine] = nil }
            freedMachines.removeAll()
        }
    }

    mutating func asked(_ framework: Int, at now: Duration) {
        askedAt[framework] = now
    }

    mutating func gaveUpAsking(_ framework: Int) {
        askedAt[framework] = nil
    }

    mutating func freed(_ machine: Int, at now: Duration) {
        // If several requests end before the next offer, the first one counts.
        if freedMachines.insert(machine).inserted { freedAt[machine] = now }
    }

    mutating func offered(_ offer: MachineOffer, at now: Duration) {
        offers += 1
        if let asked = askedAt[offer.framework] {
            askedToOffered.record(now - asked)
            askedAt[offer.framework] = nil
        }
        if let freed = freedAt[offer.machine] {
            freedToOffered.record(now - freed)
            freedAt[offer.machine] = nil
            freedMachines.remove(offer.machine)
        }
    }
}

extension RequestStatus {
    fileprivate func mayBecome(_ next: RequestStatus) -> Bool {
        switch (self, next) {
        case (.expected, .waiting), (.expected, .impossible), (.waiting, .running), (.running, .finished): true
        default: false
        }
    }
}
