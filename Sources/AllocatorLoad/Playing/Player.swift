import HeapModule

/// An answer or request of a player to the allocator. Frameworks and machines are given by their indices in the
/// workload.
package enum PlayerAction: Hashable, Sendable {
    /// Uses this part of an offer from now on.
    case accept(framework: Int, machine: Int, amounts: Amounts)
    /// Declines this part of an offer, which is not to be offered again for a while.
    case decline(framework: Int, machine: Int, amounts: Amounts)
    /// Frees what a request has used.
    case finish(framework: Int, machine: Int, amounts: Amounts)
    /// Asks for no offers: nothing of the framework waits.
    case suppress(framework: Int)
    /// Asks for offers, including resources declined before, which a new request may fit into.
    case revive(framework: Int)
}

/// Plays the frameworks of a workload: the time and offers go in, answers come out. A pure value without a clock or
/// sockets. The same inputs at the same times give the same actions.
///
/// Each offer is answered by the call that delivers it. Times count from the start of the run and never go back.
package struct Player: Sendable {
    package let workload: ClusterWorkload
    package private(set) var ledger: Ledger

    private let schedule: RequestSchedule
    private let obstacles: [Obstacle?]
    /// The requests in the order of arrival, and how many have arrived.
    private let order: [Int]
    private var arrived = 0
    private var lines: [WaitingLine]
    private var suppressed: [Bool]
    private var running = Heap<RunningRequest>()
    private var machineOf: [Int]
    /// The time at which each request started to run, or `nil`.
    package private(set) var placements: [Duration?]

    package init(_ workload: ClusterWorkload, pace: Pace) {
        self.workload = workload
        schedule = RequestSchedule(workload.requests, pace)
        obstacles = workload.obstacles()
        let arrivals = schedule.arrivals
        order = workload.requests.indices.sorted { (arrivals[$0], $0) < (arrivals[$1], $1) }
        ledger = Ledger(workload)
        var amounts = [Set<Amounts>](repeating: [], count: workload.frameworks.count)
        for (request, framework) in workload.frameworkOfRequest.enumerated() {
            amounts[framework].insert(workload.requests[request].amounts)
        }
        lines = amounts.map { WaitingLine(amounts: $0) }
        suppressed = amounts.map { _ in false }
        machineOf = workload.requests.map { _ in Self.nowhere }
        placements = workload.requests.map { _ in nil }
    }

    /// The time at which each request arrives.
    package var arrivals: [Duration] { schedule.arrivals }

    /// The time for which each request runs once it is placed.
    package var runTimes: [Duration] { schedule.runTimes }

    /// Admits the requests that arrive at the start. Frameworks without any are to be added as suppressed
    /// (`isSuppressed`); the others ask for offers from now on.
    package mutating func begin() {
        ledger.advance(to: .zero)
        _ = admitArrivals(by: .zero)
        for framework in lines.indices {
            suppressed[framework] = lines[framework].count == 0
            if !suppressed[framework] { ledger.asked(framework, at: .zero) }
        }
    }

    package func isSuppressed(_ framework: Int) -> Bool { suppressed[framework] }

    /// The time at which `advance` is next due, or `nil` if only offers can change anything.
    package var nextDue: Duration? {
        let arrival = arrived < order.count ? schedule.arrivals[order[arrived]] : nil
        return [arrival, running.min?.end].compactMap(\.self).min()
    }

    /// Whether every request has arrived, and has finished or can never be placed.
    package var isDone: Bool { nextDue == nil && ledger.counts[.waiting] == 0 }

    /// Finishes the requests whose run time has passed by `now`, and admits those that arrive.
    package mutating func advance(to now: Duration) -> [PlayerAction] {
        ledger.advance(to: now)
        var actions: [PlayerAction] = []
        while let first = running.min, first.end <= now {
            running.removeMin()
            actions.append(finish(first.request, at: now))
        }
        for framework in admitArrivals(by: now) {
            suppressed[framework] = false
            ledger.asked(framework, at: now)
            actions.append(.revive(framework: framework))
        }
        return actions
    }

    /// Answers offers: accepts what requests use and declines the rest. A framework without waiting requests then
    /// suppresses its offers.
    package mutating func receive(_ offers: [MachineOffer], at now: Duration) -> [PlayerAction] {
        ledger.advance(to: now)
        var actions: [PlayerAction] = []
        var concerned: Set<Int> = []
        for offer in offers {
            ledger.offered(offer, at: now)
            concerned.insert(offer.framework)
            actions += answer(offer, at: now)
        }
        for framework in concerned.sorted() where lines[framework].count == 0 && !suppressed[framework] {
            suppressed[framework] = true
            ledger.gaveUpAsking(framework)
            actions.append(.suppress(framework: framework))
        }
        return actions
    }

    /// Ends the record at `now`. Running and waiting requests keep their status.
    package mutating func end(at now: Duration) {
        ledger.advance(to: now)
    }

    private mutating func answer(_ offer: MachineOffer, at now: Duration) -> [PlayerAction] {
        var rest = offer.amounts
        var used = Amounts.zero
        let model = workload.machines[offer.machine].model
        if workload.frameworks[offer.framework].accepts(model: model) {
            for request in lines[offer.framework].take(fittingInto: &rest) {
                used += workload.requests[request].amounts
                machineOf[request] = offer.machine
                placements[request] = now
                ledger.move(request, to: .running)
                running.insert(RunningRequest(end: now + schedule.runTimes[request], request: request))
            }
        }
        var actions: [PlayerAction] = []
        if used != .zero {
            actions.append(.accept(framework: offer.framework, machine: offer.machine, amounts: used))
        }
        if rest != .zero {
            actions.append(.decline(framework: offer.framework, machine: offer.machine, amounts: rest))
        }
        return actions
    }

    private mutating func finish(_ request: Int, at now: Duration) -> PlayerAction {
        ledger.move(request, to: .finished)
        let framework = workload.frameworkOfRequest[request]
        let machine = machineOf[request]
        // If nothing of the framework waits, no request may take the machine, and the latency would not be the
        // allocator's.
        if lines[framework].count > 0 { ledger.freed(machine, at: now) }
        return .finish(framework: framework, machine: machine, amounts: workload.requests[request].amounts)
    }

    /// Admits the requests that have arrived by `now`.
    ///
    /// - Returns: The frameworks, in order, for which something waits now that did not before.
    private mutating func admitArrivals(by now: Duration) -> [Int] {
        var concerned: Set<Int> = []
        while arrived < order.count, schedule.arrivals[order[arrived]] <= now {
            let request = order[arrived]
            arrived += 1
            if let obstacle = obstacles[request] {
                ledger.move(request, to: .impossible(obstacle))
                continue
            }
            ledger.move(request, to: .waiting)
            let framework = workload.frameworkOfRequest[request]
            let isNew = lines[framework].append(request, workload.requests[request].amounts)
            if isNew || suppressed[framework] { concerned.insert(framework) }
        }
        return concerned.sorted()
    }

    private static let nowhere = -1
}

/// A running request, ordered by when it ends; of those that end at once, the one with the lower index comes first.
private struct RunningRequest: Comparable {
    let end: Duration
    let request: Int

    static func < (left: RunningRequest, right: RunningRequest) -> Bool {
        (left.end, left.request) < (right.end, right.request)
    }
}
