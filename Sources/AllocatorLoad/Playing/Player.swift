import HeapModule

/// A call of a player to the allocator. Frameworks and machines are identified by their indices in the workload.
package enum PlayerAction: Hashable, Sendable {
    /// Accepts this part of an offer, which is in use from now on.
    case accept(framework: Int, machine: Int, amounts: Amounts)
    /// Declines this part of an offer, which is filtered for a while.
    case decline(framework: Int, machine: Int, amounts: Amounts)
    /// Frees the resources of a finished request.
    case finish(framework: Int, machine: Int, amounts: Amounts)
    /// Suppresses offers, because no request of the framework waits.
    case suppress(framework: Int)
    /// Revives offers. This also clears filters on declined resources, which a new request may fit into.
    case revive(framework: Int)
}

/// Simulates the frameworks of a workload. A pure value without clock or sockets: its inputs are offers and the time,
/// its outputs are actions. Equal inputs at equal times produce equal actions.
///
/// Each offer is answered by the call that passes it in. Times count from the start of the run and never decrease.
package struct Player: Sendable {
    package let workload: ClusterWorkload
    package private(set) var ledger: Ledger

    private let schedule: RequestSchedule
    private let obstacles: [Obstacle?]
    /// The requests in the order of arrival, and the number that have arrived.
    private let order: [Int]
    private var arrived = 0
    private var lines: [WaitingLine]
    private var suppressed: [Bool]
    private var running = Heap<RunningRequest>()
    private var machineOf: [Int]
    /// The start time of each request, or `nil` if it has not started.
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

    /// The arrival time of each request.
    package var arrivals: [Duration] { schedule.arrivals }

    /// The run time of each request.
    package var runTimes: [Duration] { schedule.runTimes }

    /// Admits the requests that arrive at the start. Frameworks without such requests must be added as suppressed (see
    /// `isSuppressed`). All others wait for offers from now on.
    package mutating func begin() {
        ledger.advance(to: .zero)
        _ = admitArrivals(by: .zero)
        for framework in lines.indices {
            suppressed[framework] = lines[framework].count == 0
            if !suppressed[framework] { ledger.asked(framework, at: .zero) }
        }
    }

    package func isSuppressed(_ framework: Int) -> Bool { suppressed[framework] }

    /// The time at which `advance` is next due, or `nil` if only offers can change the state.
    package var nextDue: Duration? {
        let arrival = arrived < order.count ? schedule.arrivals[order[arrived]] : nil
        return [arrival, running.min?.end].compactMap(\.self).min()
    }

    /// Whether every request has arrived, and has finished or can never be placed.
    package var isDone: Bool { nextDue == nil && ledger.counts[.waiting] == 0 }

    /// Finishes the requests whose run time has ended by `now`, and admits those that have arrived.
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

    /// Answers offers: accepts the resources that waiting requests use and declines the rest. A framework without
    /// further waiting requests then suppresses its offers.
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

    /// Ends the accounts at `now`. Running and waiting requests keep their status.
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
        // The time to the next offer measures the allocator only while requests wait for it.
        if lines[framework].count > 0 { ledger.freed(machine, at: now) }
        return .finish(framework: framework, machine: machine, amounts: workload.requests[request].amounts)
    }

    /// Admits the requests that have arrived by `now`.
    ///
    /// - Returns: The frameworks that must revive their offers, in order: those that were suppressed, or that have a
    ///   waiting request of new amounts.
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

/// A running request. Requests are ordered by end, and those with equal ends by index.
private struct RunningRequest: Comparable {
    let end: Duration
    let request: Int

    static func < (left: RunningRequest, right: RunningRequest) -> Bool {
        (left.end, left.request) < (right.end, right.request)
    }
}
