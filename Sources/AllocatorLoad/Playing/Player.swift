import HeapModule

/// What a player tells the allocator. Frameworks and machines go by their indices in the workload.
package enum PlayerAction: Hashable, Sendable {
    /// So much of what was offered is used from now on.
    case accept(framework: Int, machine: Int, amounts: Amounts)
    /// So much of what was offered is not wanted, and not to be offered again for a while.
    case decline(framework: Int, machine: Int, amounts: Amounts)
    /// So much of what was used is free again.
    case finish(framework: Int, machine: Int, amounts: Amounts)
    /// Nothing waits there.
    case suppress(framework: Int)
    /// Something new waits there: whatever was declined before may fit it.
    case revive(framework: Int)
}

/// Plays the frameworks of a workload: it is told the time and what is offered, and says what to answer. A pure value: it has
/// no clock and no sockets, and the same inputs at the same times give the same actions.
///
/// Nothing stays open: each offer is answered by the call that hands it in. Times count from the beginning of the run and
/// never go back.
package struct Player: Sendable {
    package let workload: ClusterWorkload
    package private(set) var ledger: Ledger

    private let schedule: RequestSchedule
    private let obstacles: [Obstacle?]
    /// Requests in the order in which they come, and how many have.
    private let order: [Int]
    private var arrived = 0
    private var lines: [WaitingLine]
    private var suppressed: [Bool]
    private var running = Heap<RunningRequest>()
    private var machineOf: [Int]
    /// When each request began to run; `nil` where it has not.
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

    /// When each request comes.
    package var arrivals: [Duration] { schedule.arrivals }

    /// How long each request runs once it is placed.
    package var runTimes: [Duration] { schedule.runTimes }

    /// Lets in what comes at the very beginning. Frameworks for which nothing waits then are to be added as suppressed
    /// (`isSuppressed`), the others are asking from now on.
    package mutating func begin() {
        ledger.advance(to: .zero)
        _ = admitArrivals(by: .zero)
        for framework in lines.indices {
            suppressed[framework] = lines[framework].count == 0
            if !suppressed[framework] { ledger.asked(framework, at: .zero) }
        }
    }

    package func isSuppressed(_ framework: Int) -> Bool { suppressed[framework] }

    /// When `advance` has something to do again; `nil` when only offers can change anything.
    package var nextDue: Duration? {
        let arrival = arrived < order.count ? schedule.arrivals[order[arrived]] : nil
        return [arrival, running.min?.end].compactMap(\.self).min()
    }

    /// Whether every request has come, and has run or never can.
    package var isDone: Bool { nextDue == nil && ledger.counts[.waiting] == 0 }

    /// Finishes what has run and lets in what has come by `now`.
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

    /// Answers offers: what fits is used, the rest is declined, and a framework that has nothing waiting any more asks no
    /// more.
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

    /// Ends the account at `now`; what runs or waits is left as it is.
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
        // Without anything waiting there, nobody may be there to take it, and the wait would say nothing of the allocator.
        if lines[framework].count > 0 { ledger.freed(machine, at: now) }
        return .finish(framework: framework, machine: machine, amounts: workload.requests[request].amounts)
    }

    /// Returns the frameworks, in order, for which something waits now that did not before.
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
