package import AllocatorClient
import AllocatorWire
import SwiftProtobuf
package import ZeroMQ

/// Plays a workload against a worker, as a master: sends the player's calls, hands the offers to it and tells it the time.
/// Blocks its thread, which owns the sockets.
package struct LoadRun: ~Copyable {
    /// Publications handled before the player looks at the clock again.
    private static let drainBudget = 256
    /// Between two looks at the clock and at whether to stop.
    private static let longestWait = Duration.milliseconds(50)
    private static let progressInterval = Duration.seconds(1)
    /// How long the worker may take to clean up when a run is over.
    private static let farewell = Duration.seconds(5)

    private let options: LoadOptions
    private let workload: Workload
    private let roster: Roster
    private let reader: OfferReader
    private var player: Player
    private var connection: MasterConnection
    private var refusals = Refusals()
    private var offerBatches = 0
    private var began = ContinuousClock.now
    private var lastHeard = ContinuousClock.now

    package init(_ workload: Workload, _ options: LoadOptions, in context: Context) throws(ClientFailure) {
        self.options = options
        self.workload = workload
        roster = Roster(workload, master: options.master)
        reader = OfferReader(roster)
        player = Player(workload, pace: options.pace)
        connection = try MasterConnection(
            to: options.endpoints, cluster: options.cluster, master: options.master, in: context)
    }

    /// Plays until every request is done, the time is over, the worker is silent or `shouldStop` says so; then takes
    /// everything that it added away again.
    ///
    /// - Parameters:
    ///   - report: Called about every second.
    ///   - shouldStop: Called many times a second.
    package mutating func run(
        report: (LoadProgress) -> Void = { _ in }, shouldStop: () -> Bool = { false }
    ) throws(ClientFailure) -> LoadSummary {
        try connection.greet()
        try initialize()
        try addMachines()
        let ending = try play(report, shouldStop)
        let elapsed = ContinuousClock.now - began
        player.end(at: elapsed)
        if ending != .workerSilent { try cleanUp() }
        return LoadSummary(
            workload: workload, ledger: player.ledger, ending: ending, elapsed: elapsed,
            traffic: LoadSummary.Traffic(
                eventsSent: connection.sender.events, batchesSent: connection.sender.batches,
                offerBatches: offerBatches, publicationsLost: connection.watch.lost,
                publicationsUnreadable: connection.receiver.unreadable),
            refusals: refusals)
    }

    // MARK: - Beginning

    private mutating func initialize() throws(ClientFailure) {
        let interval = options.allocationInterval
        let reply = try connection.call(
            .initialize(
                .with {
                    $0.allocationInterval = .init(rounding: interval)
                    $0.reset = options.reset
                }))
        try reply.get()
    }

    /// Frameworks come later, so that none of these calls offers anything.
    private mutating func addMachines() throws(ClientFailure) {
        try connection.send(workload.machines.indices.map { workload.addAgent($0) })
        try connection.barrier { received throws(ClientFailure) in
            guard case .reply(let reply) = received.publication.body else { return }
            try reply.get()
        }
    }

    private mutating func addFrameworks() throws(ClientFailure) {
        player.begin()
        try connection.send(
            workload.frameworks.indices.map {
                workload.addFramework($0, roster, suppressed: player.isSuppressed($0))
            })
    }

    // MARK: - Playing

    private mutating func play(
        _ report: (LoadProgress) -> Void, _ shouldStop: () -> Bool
    ) throws(ClientFailure) -> LoadSummary.Ending {
        began = .now
        lastHeard = began
        var nextReport = Self.progressInterval
        try addFrameworks()
        while !player.isDone {
            let now = ContinuousClock.now - began
            if shouldStop() { return .stopped }
            if let limit = options.timeLimit, now >= limit { return .timeIsOver }
            if ContinuousClock.now - lastHeard >= options.silenceLimit { return .workerSilent }
            if now >= nextReport {
                report(progress(now))
                nextReport = now + Self.progressInterval
            }
            try send(player.advance(to: now))
            try drain(waiting: wait(from: now))
        }
        return .done
    }

    private func wait(from now: Duration) -> Duration {
        guard let due = player.nextDue else { return Self.longestWait }
        return min(Self.longestWait, max(.zero, due - now))
    }

    private mutating func drain(waiting: Duration) throws(ClientFailure) {
        var timeout = waiting
        for _ in 0..<Self.drainBudget {
            guard let received = try connection.receive(timeout: timeout) else { return }
            timeout = .zero
            lastHeard = .now
            switch received.publication.body {
            case .offers(let batch): try answer(batch)
            case .reply(let reply): refusals.note(reply)
            default: break
            }
        }
    }

    private mutating func answer(_ batch: WireOfferBatch) throws(ClientFailure) {
        offerBatches += 1
        let (offers, givenBack) = reader.read(batch, refusal: options.refusal)
        try connection.send(givenBack)
        try send(player.receive(offers, at: ContinuousClock.now - began))
    }

    private mutating func send(_ actions: [Action]) throws(ClientFailure) {
        try connection.send(actions.map { $0.call(workload, roster, refusal: options.refusal) })
    }

    private func progress(_ now: Duration) -> LoadProgress {
        LoadProgress(
            elapsed: now, counts: player.ledger.counts, utilisation: player.ledger.utilisation,
            offers: player.ledger.offers)
    }

    // MARK: - Ending

    /// Takes frameworks and machines away again, with all that they hold. Offers that are on the way are void then.
    private mutating func cleanUp() throws(ClientFailure) {
        let removals: [WireEvent.OneOf_Call] =
            roster.frameworkIDs.map { id in .removeFramework(.with { $0.frameworkID = id }) }
            + roster.agentIDs.map { id in .removeAgent(.with { $0.agentID = id }) }
        try connection.send(removals)
        var refusals = self.refusals
        try connection.barrier(timeout: Self.farewell) { received throws(ClientFailure) in
            if case .reply(let reply) = received.publication.body { refusals.note(reply) }
        }
        self.refusals = refusals
    }
}
