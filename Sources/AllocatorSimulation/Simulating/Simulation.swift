import AllocatorCore
package import AllocatorLoad

/// Plays a workload against an allocator under the virtual clock: no sockets, no waiting, and the same end for the same
/// beginning.
///
/// While something waits, time goes from one allocation run or event of the workload to the next; while nothing does, no
/// run can offer anything, and time goes from event to event. All runs that fall due are done nevertheless, so that the
/// allocator decides, and ends in the same digest, as a worker under the virtual clock does.
package struct Simulation: Sendable {
    /// Allocation runs that one simulation may do.
    package static let maximumRuns: Int64 = 200_000_000
    /// The end of the clock, in seconds: some 285 years.
    private static let latestSecond: Int64 = 9_000_000_000
    /// Roles that reports compare.
    package static let maximumRoles = 256
    /// Runs done in one go while nothing waits: what they bring is kept until they are all done.
    private static let runsPerStep: Int64 = 10_000
    /// Steps between two calls of `continues`.
    private static let stepsPerLook = 16

    private let policy: Policy
    private let calls: WorkloadCalls
    private let interval: Duration
    private let longest: Duration
    private var allocator = Allocator(clock: .virtual)
    private var player: Player
    private var now = Duration.zero
    /// When something last came, began or ended.
    private var lastChange = Duration.zero

    /// - Throws: where it would take too long, a role of the policy is unknown, or the allocator refuses the cluster.
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

    /// Plays until every request has run or never can, or `limit` has passed on the virtual clock.
    ///
    /// - Parameter continues: Called from time to time with how far it has come; false ends the simulation.
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

    /// When something can happen next: a run, of which something waiting may get an offer, or what the workload brings.
    private var nextTime: Duration {
        let due = player.nextDue
        if player.ledger.counts[.waiting] > 0, let run = allocator.nextRun {
            let run = Duration.nanoseconds(run.nanoseconds)
            return due.map { min($0, run) } ?? run
        }
        // Without anything waiting there is something due, or all would be done.
        return min(due ?? now, now + interval * Int(Self.runsPerStep))
    }

    /// For how long nothing may come, begin or end before what waits then is taken to wait for ever: every filter has ended
    /// twice by then, and every framework has had its turn.
    private var patience: Duration {
        max(policy.refusal, interval) * 2 + interval * (2 * player.workload.frameworks.count + 2)
    }

    /// - Precondition: `time` is within `longest`, and in whole nanoseconds as all times of a player are.
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

    /// Hands the offers to the player, and its answers to the allocator. None of these asks for a run.
    private mutating func answerOffers() throws(SimulationFailure) {
        for effect in allocator.takeEffects() {
            // Offers end in no policy, since every one is answered at once.
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
