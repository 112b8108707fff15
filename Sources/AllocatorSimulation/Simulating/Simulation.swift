import AllocatorCore
package import AllocatorLoad

/// Plays a workload against an allocator under the virtual clock, without sockets and without waiting. Equal inputs
/// give equal results.
///
/// While requests wait, time advances to the next allocation run or event of the workload. While none wait, runs cannot
/// make offers, and time advances from event to event. All runs that fall due are still performed. The allocator
/// therefore makes the same decisions as under a worker with a virtual clock, and has the same digest at the end.
package struct Simulation: Sendable {
    /// The maximum number of allocation runs of a simulation.
    package static let maximumRuns: Int64 = 200_000_000
    /// The latest representable time in seconds, about 285 years.
    private static let latestSecond: Int64 = 9_000_000_000
    /// The maximum number of roles, since reports compare all of them.
    package static let maximumRoles = 256
    /// The maximum number of runs in one step while no request waits. Their effects are held in memory until the step
    /// ends.
    private static let runsPerStep: Int64 = 10_000
    /// The number of steps between two calls of `continues`.
    private static let stepsPerLook = 16

    private let policy: Policy
    private let calls: WorkloadCalls
    private let interval: Duration
    private let longest: Duration
    private var allocator = Allocator(clock: .virtual)
    private var player: Player
    private var now = Duration.zero
    /// The time of the last arrival, start or end of a request.
    private var lastChange = Duration.zero

    /// - Throws: ``SimulationFailure`` if the simulation would take too long, if a role of the policy is unknown, or if
    ///   the allocator refuses the cluster.
    package init(_ workload: ClusterWorkload, pace: Pace, policy: Policy) throws(SimulationFailure) {
        let roles = workload.roles
        guard roles.count <= Self.maximumRoles else { throw .tooManyRoles(roles.count) }
        for weight in policy.weights where !roles.contains(weight.role.string) {
            throw .unknownRole(policy: policy.name, role: weight.role.string, known: roles.sorted())
        }
        self.policy = policy
        calls = WorkloadCalls(workload, refusal: policy.refusal)
        interval = .nanoseconds(policy.options.allocationInterval.nanoseconds)
        longest = min(interval * Int(Self.maximumRuns), .seconds(Self.latestSecond))
        player = Player(workload, pace: pace)
    }

    /// Plays until every request has finished or can never be placed, or until `limit` on the virtual clock.
    ///
    /// - Parameter continues: Called at intervals with the progress. The simulation ends if it returns false.
    package mutating func run(
        until limit: Duration? = nil, continues: (SimulationProgress) -> Bool = { _ in true }
    ) throws(SimulationFailure) -> SimulationOutcome {
        let lastArrival = player.arrivals.max() ?? .zero
        try check(limit.map { min($0, lastArrival) } ?? lastArrival)
        try begin()
        let ending = try play(until: limit, lastArrival: lastArrival, continues)
        player.end(at: now)
        return SimulationOutcome(
            policy: policy, ending: ending, end: now, player: player, runs: allocator.runs, digest: allocator.digest())
    }

    private func check(_ time: Duration) throws(SimulationFailure) {
        guard time <= longest else { throw .tooLong(seconds: time / .seconds(1), longest: longest / .seconds(1)) }
    }

    private mutating func begin() throws(SimulationFailure) {
        for call in policy.calls { try apply(call) }
        for machine in player.workload.machines.indices { try apply(calls.addAgent(machine)) }
        try finishBatch()
        player.begin()
        for framework in player.workload.frameworks.indices {
            try apply(calls.addFramework(framework, suppressed: player.isSuppressed(framework)))
        }
        try finishBatch()
    }

    // MARK: - Playing

    private mutating func play(
        until limit: Duration?, lastArrival: Duration, _ continues: (SimulationProgress) -> Bool
    ) throws(SimulationFailure) -> SimulationOutcome.Ending {
        var steps = 0
        while !player.isDone {
            if steps.isMultiple(of: Self.stepsPerLook) {
                let progress = SimulationProgress(now: now, lastArrival: lastArrival, counts: player.ledger.counts)
                guard continues(progress) else { return .stopped }
            }
            steps += 1
            if player.nextDue != nil {
                lastChange = now
            } else if now - lastChange > patience {
                return .waitsForEver
            }
            let next = nextTime
            if let limit, next > limit {
                try step(to: limit)
                return .timeIsOver
            }
            try check(next)
            try step(to: next)
        }
        return .done
    }

    /// The next time at which something can happen: an allocation run if requests wait, or an event of the workload.
    private var nextTime: Duration {
        let due = player.nextDue
        if player.ledger.counts[.waiting] > 0, let run = allocator.nextRun {
            let run = Duration.nanoseconds(run.nanoseconds)
            return due.map { min($0, run) } ?? run
        }
        // If nothing waits, an event is due; otherwise the player would be done.
        return min(due ?? now, now + interval * Int(Self.runsPerStep))
    }

    /// The time without an arrival, start or end after which waiting requests are considered to wait forever. By then,
    /// every filter has expired twice, and every framework has had its turn.
    private var patience: Duration {
        max(policy.refusal, interval) * 2 + interval * (2 * player.workload.frameworks.count + 2)
    }

    /// - Precondition: `time` does not exceed `longest` and, like all times of a player, is a whole number of
    ///   nanoseconds.
    private mutating func step(to time: Duration) throws(SimulationFailure) {
        let (seconds, attoseconds) = time.components
        allocator.advance(to: Instant(nanoseconds: seconds * 1_000_000_000 + attoseconds / 1_000_000_000))
        now = time
        try answerOffers()
        for action in player.advance(to: now) { try apply(calls.call(action)) }
        try finishBatch()
    }

    private mutating func finishBatch() throws(SimulationFailure) {
        allocator.finishBatch()
        try answerOffers()
    }

    /// Passes the offers to the player, and its answers to the allocator. The answers trigger no run.
    private mutating func answerOffers() throws(SimulationFailure) {
        for effect in allocator.takeEffects() {
            // Policies have no offer timeout, since every offer is answered at once.
            guard case .run(let run) = effect, !run.offers.isEmpty else { continue }
            for action in player.receive(calls.offers(run), at: now) { try apply(calls.call(action)) }
        }
    }

    private mutating func apply(_ call: Call) throws(SimulationFailure) {
        do {
            _ = try allocator.apply(call, by: Policy.master)
        } catch {
            throw .refused(error)
        }
    }
}
