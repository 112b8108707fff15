/// Keeps account of every request, of what is in use, and of how long the allocator takes to offer.
package struct Ledger: Sendable {
    /// Of each request, by its index.
    package private(set) var statuses: [RequestStatus]
    package private(set) var counts: RequestCounts
    package private(set) var utilisation: Utilisation
    /// Bundles of one framework and one machine.
    package private(set) var offers = 0

    /// From a framework's asking (being added, or reviving its offers), at which the allocator runs at once, to its first
    /// offer.
    package private(set) var askedToOffered = Latency()
    /// From the end of something that ran, while others of its framework wait, to the next offer of that machine to
    /// anyone. The allocator has until its next interval for that.
    package private(set) var freedToOffered = Latency()

    private let amounts: [Amounts]
    private var askedAt: [Duration?]
    private var freedAt: [Duration?]
    /// Where `freedAt` has a time, so that all can be forgotten at once.
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
        // From here on a machine waits for somebody to want it, not for the allocator.
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
        // Of several, the first that waits for an offer.
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
