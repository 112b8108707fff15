package import AllocatorClient
import AllocatorWire
import SwiftProtobuf
import ZeroMQ

/// Plays a workload against a worker as a master. It passes offers and the time to the player, and sends the player's
/// calls to the worker.
///
/// As an actor, it preserves the order of calls: all actions of the player are sent before its next input.
package actor LoadRun {
    /// The interval at which the run polls the clock and `shouldStop`.
    private static let longestWait = Duration.milliseconds(50)
    private static let progressInterval = Duration.seconds(1)
    /// The interval at which the run checks that the cluster still has the run's frameworks.
    private static let stateCheckInterval = Duration.seconds(1)
    /// The time without an answer after which `onSilence` is called.
    private static let silenceBeforeNotice = Duration.seconds(2)
    /// The maximum number of calls in a batch.
    private static let callsPerBatch = 1_000

    private let options: LoadOptions
    private let workload: ClusterWorkload
    private let roster: Roster
    private let reader: OfferReader
    private let client: MasterClient
    private var player: Player
    private var refusals = Refusals()
    private var notedRefusals: UInt64 = 0
    private var firstRefusal: WireReply?
    private var offerBatches = 0
    private var began = ContinuousClock.now
    /// The first failure of any task.
    private var fault: ClientFailure?
    private var isPlaying = false
    /// Whether the time limit passed before the worker answered.
    private var isOverdue = false
    /// The task that sleeps until the player is next due.
    private var sleeper: Task<Void, Never>?

    package init(_ workload: ClusterWorkload, _ options: LoadOptions) throws(ClientFailure) {
        self.options = options
        self.workload = workload
        roster = Roster(workload, master: options.master)
        reader = OfferReader(roster)
        player = Player(workload, pace: options.pace)
        var clientOptions = MasterOptions()
        clientOptions.silenceLimit = options.silenceLimit
        clientOptions.ignored = [.inverseOffers]
        client = try MasterClient(
            to: options.endpoints, cluster: options.cluster, master: options.master, options: clientOptions)
    }

    /// Plays until every request is done, the time limit has passed, the worker is unreachable, the run's frameworks
    /// are gone, or `shouldStop` returns true. It then removes what it added. If the worker or the frameworks are gone
    /// it removes nothing, because other masters may have added agents with the same names.
    ///
    /// - Parameters:
    ///   - onSilence: Called once if the worker does not answer at the start.
    ///   - report: Called about every second.
    ///   - shouldStop: Called many times a second.
    package func run(
        onSilence: @escaping @Sendable () -> Void = {}, report: @Sendable (LoadProgress) -> Void = { _ in },
        shouldStop: @Sendable () -> Bool = { false }
    ) async throws(ClientFailure) -> LoadSummary {
        let listeners = [Task { await listenToOffers() }, Task { await listenToReplies() }]
        defer { for listener in listeners { listener.cancel() } }
        let worker = try await identifyWorker(onSilence)
        try await initialize()
        try await addMachines()
        let ending = await playToTheEnd(report, shouldStop)
        let elapsed = ContinuousClock.now - began
        player.end(at: elapsed)
        if ending != .failed { await cleanUp() }
        await client.close()
        // Publications that were received before the end still count.
        for listener in listeners { await listener.value }
        let statistics = client.statistics
        return LoadSummary(
            worker: worker, workload: workload, ledger: player.ledger, ending: ending, elapsed: elapsed,
            traffic: LoadSummary.Traffic(
                eventsSent: statistics.eventsSent, batchesSent: statistics.batchesSent,
                offerBatches: offerBatches, publicationsLost: statistics.publicationsLost,
                publicationsUnreadable: statistics.publicationsUnreadable),
            refusals: refusals, fault: fault.map(Self.words))
    }

    private static func words(_ failure: ClientFailure) -> String {
        guard case .stateLost(let reason) = failure else { return "\(failure)" }
        return
            "the state of this load is gone: \(reason); start it again, in another cluster if other masters reset "
            + "this one"
    }

    // MARK: - Setup

    /// Waits until the worker answers on both of its sockets, or until the time limit.
    private func identifyWorker(
        _ onSilence: @escaping @Sendable () -> Void
    ) async throws(ClientFailure) -> LoadSummary.Worker {
        let notice = Task {
            try await Task.sleep(for: Self.silenceBeforeNotice)
            onSilence()
        }
        let timeout = options.timeLimit.map { limit in
            Task {
                try await Task.sleep(for: limit)
                isOverdue = true
                await client.close()
            }
        }
        defer {
            notice.cancel()
            timeout?.cancel()
        }
        // The ping comes first: without the control socket the client sends no event, so that the failure would name
        // the wrong socket.
        let answer = try await answer(of: options.endpoints.control) { () async throws(ClientFailure) in
            try await client.ask(.ping(.init()))
        }
        try await self.answer(of: options.endpoints.events) { () async throws(ClientFailure) in
            try await client.call(.heartbeat(.init())).get()
        }
        return LoadSummary.Worker(name: answer.pong.worker, version: answer.pong.version)
    }

    /// - Throws: ``ClientFailure/noAnswer(endpoint:after:)`` if the time limit has closed the client meanwhile.
    private func answer<Answer: Sendable>(
        of endpoint: Endpoint, _ ask: () async throws(ClientFailure) -> Answer
    ) async throws(ClientFailure) -> Answer {
        do {
            return try await ask()
        } catch {
            guard error == .closed, isOverdue, let limit = options.timeLimit else { throw error }
            throw .noAnswer(endpoint: endpoint.address, after: limit)
        }
    }

    private func initialize() async throws(ClientFailure) {
        let interval = options.allocationInterval
        let reset = options.reset
        let reply = try await client.call(
            .initialize(
                .with {
                    $0.allocationInterval = .init(rounding: interval)
                    $0.minAllocatableResources = .mesosDefault
                    $0.reset = reset
                }))
        try reply.get()
    }

    /// Adds the machines. No framework exists yet, so none of these calls causes an offer.
    private func addMachines() async throws(ClientFailure) {
        try await send(workload.machines.indices.map { workload.addAgent($0) })
        try await barrier()
        if let fault { throw fault }
        try firstRefusal?.get()
    }

    private func addFrameworks() async throws(ClientFailure) {
        player.begin()
        try await send(
            workload.frameworks.indices.map {
                workload.addFramework($0, roster, suppressed: player.isSuppressed($0))
            })
    }

    /// Waits until the worker has processed all earlier calls and their refusals are recorded.
    private func barrier() async throws(ClientFailure) {
        try await client.call(.heartbeat(.init())).get()
        while notedRefusals < client.statistics.callsRefused && fault == nil { await pause(.milliseconds(1)) }
    }

    // MARK: - Playing

    /// Plays the workload. A failure ends the run but not its summary.
    private func playToTheEnd(
        _ report: @Sendable (LoadProgress) -> Void, _ shouldStop: @Sendable () -> Bool
    ) async -> LoadSummary.Ending {
        do {
            return try await play(report, shouldStop)
        } catch {
            fault = fault ?? error
            return .failed
        }
    }

    private func play(
        _ report: @Sendable (LoadProgress) -> Void, _ shouldStop: @Sendable () -> Bool
    ) async throws(ClientFailure) -> LoadSummary.Ending {
        began = .now
        isPlaying = true
        defer { isPlaying = false }
        var nextReport = Self.progressInterval
        try await addFrameworks()
        let stateCheck = Task { await watchState() }
        defer { stateCheck.cancel() }
        while !player.isDone {
            if let fault { throw fault }
            let now = ContinuousClock.now - began
            if shouldStop() { return .stopped }
            if let limit = options.timeLimit, now >= limit { return .timeIsOver }
            if now >= nextReport {
                report(progress(now))
                nextReport = now + Self.progressInterval
            }
            try await send(player.advance(to: now))
            if !player.isDone { await pause(wait(from: ContinuousClock.now - began)) }
        }
        return .done
    }

    private func wait(from now: Duration) -> Duration {
        guard let due = player.nextDue else { return Self.longestWait }
        return min(Self.longestWait, max(.zero, due - now))
    }

    /// Sleeps for the duration or until an offer arrives.
    private func pause(_ duration: Duration) async {
        let sleeper = Task { _ = try? await Task.sleep(for: duration) }
        self.sleeper = sleeper
        await sleeper.value
    }

    private func send(_ actions: [PlayerAction]) async throws(ClientFailure) {
        try await send(actions.map { $0.call(workload, roster, refusal: options.refusal) })
    }

    private func send(_ calls: [WireEvent.OneOf_Call]) async throws(ClientFailure) {
        var rest = calls[...]
        while !rest.isEmpty {
            try await client.send(Array(rest.prefix(Self.callsPerBatch)))
            rest = rest.dropFirst(Self.callsPerBatch)
        }
    }

    private func progress(_ now: Duration) -> LoadProgress {
        LoadProgress(
            elapsed: now, counts: player.ledger.counts, utilisation: player.ledger.utilisation,
            offers: player.ledger.offers)
    }

    // MARK: - Listening

    private func listenToOffers() async {
        do {
            for try await update in client.offers {
                switch update {
                case .offered(let batch): try await answer(batch)
                // A load answers at once, so that no offer times out.
                case .rescinded: break
                // Offers that an earlier run left open don't matter; lost offers of this one do.
                case .resynchronized where client.statistics.publicationsLost == 0: break
                case .resynchronized:
                    throw ClientFailure.unusableMessage(
                        "offers were lost past the worker's replay window, so the accounts of this run are incomplete")
                }
            }
        } catch {
            note(error)
        }
    }

    private func answer(_ batch: WireOfferBatch) async throws(ClientFailure) {
        offerBatches += 1
        let (offers, givenBack) = reader.read(batch, refusal: options.refusal)
        let actions = player.receive(offers, at: ContinuousClock.now - began)
        sleeper?.cancel()
        try await send(givenBack + actions.map { $0.call(workload, roster, refusal: options.refusal) })
    }

    private func listenToReplies() async {
        do {
            for try await reply in client.replies {
                refusals.record(reply)
                firstRefusal = firstRefusal ?? reply
                notedRefusals += 1
            }
        } catch {
            note(error)
        }
    }

    /// Checks at intervals that the cluster still has a framework of the run.
    ///
    /// Masters are not notified when another one resets the cluster. Without the check, the run would wait for offers
    /// forever.
    private func watchState() async {
        guard let framework = roster.frameworkIDs.first else { return }
        do {
            // The query must not overtake the calls that add the frameworks.
            try await client.flush()
            while true {
                let answer = try await client.ask(
                    .state(
                        .with {
                            $0.cluster = options.cluster
                            $0.view = .frameworks
                            $0.id = framework
                        }))
                // The run itself removes its frameworks when it has ended.
                guard isPlaying else { return }
                if case .error(let error) = answer.answer {
                    // Without the right to query, only refused calls can reveal a reset.
                    guard error.code == .notFound else { return }
                    throw ClientFailure.stateLost(
                        "cluster \(options.cluster) no longer has framework \(framework), "
                            + "because another master has reset the cluster or removed the framework")
                }
                try await Task.sleep(for: Self.stateCheckInterval)
            }
        } catch {
            note(error)
        }
    }

    /// Records a failure that ends the run, unless the client was closed.
    private func note(_ error: any Error) {
        guard let failure = error as? ClientFailure, failure != .closed else { return }
        fault = fault ?? failure
        sleeper?.cancel()
    }

    // MARK: - Ending

    /// Removes the run's frameworks and machines, with everything that they hold. Offers in transit become void.
    private func cleanUp() async {
        let removals: [WireEvent.OneOf_Call] =
            roster.frameworkIDs.map { id in .removeFramework(.with { $0.frameworkID = id }) }
            + roster.agentIDs.map { id in .removeAgent(.with { $0.agentID = id }) }
        do {
            try await send(removals)
            try await barrier()
        } catch {
            fault = fault ?? error
        }
    }
}
