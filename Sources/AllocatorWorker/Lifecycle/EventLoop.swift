import AllocatorCore
import AllocatorWire
import Logging
import ZeroMQ

/// The worker's event loop: the actor that applies the masters' events to the clusters.
///
/// It is the only isolation domain of a serving worker. It owns the three sockets and, as plain values, all clusters.
/// Its executor is one thread, on which `run` polls the sockets until the worker ends: after the one `await` that
/// starts `run`, no event crosses a thread or waits for a hop. Other threads reach the loop by `StopRequest` and
/// `AllowListUpdate`, which wake its poll.
///
/// A thread per cluster would cost a bounded queue in both directions for each event, and pays only if several clusters
/// are busy at once: start several workers for that. The price is that a long allocation run delays the other clusters,
/// the control socket and the heartbeat by its own length.
///
/// A turn does a bounded amount of each kind of work: connections, subscriptions, queries, due timers, events.
actor EventLoop {
    nonisolated let endpoints: BoundEndpoints
    nonisolated private let thread: SocketThread
    let configuration: WorkerConfiguration
    let logger: Logger
    private let worker: WorkerIdentity

    /// Used by its methods only: Swift 6.3 releases a copyable property once too often if it is read through a
    /// noncopyable property of an actor.
    var pipeline: EventPipeline
    private var control: ControlPoint
    private let report: MetricsReport

    private var poller: Poller
    private let wakeUpEntry: Poller.Entry
    private let intakeEntry: Poller.Entry
    private let publisherEntry: Poller.Entry
    private let controlEntry: Poller.Entry
    private let gateEntry: Poller.Entry?

    /// Authorizes connections and requests. `nil` if the worker requires no keys.
    private let gate: Gate?
    private let connectionLimit: ConnectionLimit
    private let allowListUpdate: AllowListUpdate

    private let heartbeatInterval: Int64
    private var nextHeartbeat: Int64
    /// Whether the last turn ended with work left over because its budget was exhausted.
    private var hasMore = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Locks the data directory and binds the sockets.
    ///
    /// - Precondition: Called on `thread`, because a socket never moves to another thread.
    init(
        _ configuration: WorkerConfiguration, allowListUpdate: AllowListUpdate, on thread: SocketThread, logger: Logger
    ) throws {
        thread.checkIsolated()
        // Before any socket is bound: a second worker on the same directory must not receive events.
        let store = try configuration.data.map {
            try ClusterStore(
                path: $0, durability: configuration.durability, pace: configuration.snapshotPace,
                damagedLog: configuration.damagedLog)
        }
        let metrics = WorkerMetrics()
        let context = try Context()
        let connectionLimit = ConnectionLimit(configuration.maximumConnections, logger: logger)
        // Before any socket is bound: earlier connections would bypass the gate.
        let gate = try configuration.access.map {
            try Gate($0, connectionLimit, in: context, counting: metrics.registry, logger: logger)
        }
        let sockets = WorkerSockets(
            configuration: configuration, gate: gate, connectionLimit: connectionLimit, context: context)
        let pipeline = EventPipeline(
            configuration, events: try sockets.events(), publications: try sockets.publications(logger: logger),
            gate: gate, connectionLimit: connectionLimit, store: store, clock: SystemClock(), metrics: metrics,
            logger: logger)
        let control = ControlPoint(try sockets.control(), logger: logger)
        endpoints = BoundEndpoints(
            events: try pipeline.intake.socket.get(.lastEndpoint),
            publications: try pipeline.publisher.outlet.socket.get(.lastEndpoint),
            control: try control.socket.get(.lastEndpoint))
        var poller = Poller()
        wakeUpEntry = poller.add(fileDescriptor: thread.wakeUp.fileDescriptor)
        intakeEntry = poller.add(pipeline.intake.socket)
        publisherEntry = poller.add(pipeline.publisher.outlet.socket)
        controlEntry = poller.add(control.socket)
        gateEntry = gate?.watch(by: &poller)
        heartbeatInterval = configuration.heartbeatInterval.nanoseconds
        report = MetricsReport(lifetime: heartbeatInterval)
        worker = WorkerIdentity(name: configuration.name, version: Worker.version)
        // After the identity, whose uptime is then never shorter than the intervals between the published heartbeats.
        nextHeartbeat = MonotonicTime.now()
        self.poller = poller
        self.pipeline = pipeline
        self.control = control
        self.configuration = configuration
        self.thread = thread
        self.logger = logger
        self.gate = gate
        self.connectionLimit = connectionLimit
        self.allowListUpdate = allowListUpdate
    }

    /// Recovers the stored clusters. Must be called once, before `run`.
    func recover() throws { try pipeline.recover() }

    /// Serves until the stop is requested, and drains. Occupies the thread until then.
    func run(until stop: StopRequest) throws {
        while !stop.isMade { _ = try turn() }
        try drain()
    }

    /// Waits for work, at most for `limit`, and does it.
    ///
    /// - Returns: The number of received frames.
    func turn(waitingAtMost limit: Duration = .seconds(1)) throws -> Int {
        _ = try poller.wait(timeout: hasMore ? .zero : min(limit, timeToNextTimer))
        hasMore = false
        if poller[wakeUpEntry].contains(.readable) { thread.wakeUp.drain() }
        if let gate, try serveConnections(of: gate) { hasMore = true }
        // Before the events, so that a new subscriber misses none of their effects.
        if poller[publisherEntry].contains(.readable) {
            if try pipeline.readSubscriptions() { hasMore = true }
        }
        if poller[controlEntry].contains(.readable), try answerQuestions() { hasMore = true }
        try fireDueTimers()
        guard poller[intakeEntry].contains(.readable) else {
            pipeline.recordIdleTurn()
            return 0
        }
        let (frames, mayHaveMore) = try pipeline.receiveEvents()
        if mayHaveMore { hasMore = true }
        return frames
    }

    /// - Returns: Whether more connections may be waiting.
    private func serveConnections(of gate: Gate) throws -> Bool {
        if let list = allowListUpdate.take() {
            try gate.replace(with: list) { () throws(ZeroMQError) in try pipeline.readConnections() }
        }
        guard let gateEntry, poller[gateEntry].contains(.readable) else { return false }
        return try gate.admit { () throws(ZeroMQError) in try pipeline.readConnections() }
    }

    private func answerQuestions() throws -> Bool {
        let answers = pipeline.answers(of: worker, report: report)
        var failure: (any Error)?
        let hasMore = try control.answerQuestions { question in
            guard case .forgetMaster(let query) = question else {
                return pipeline.answer(question, by: answers)
            }
            do {
                return try pipeline.forgetMaster(query, answers: answers)
            } catch {
                failure = error
                return .error(WireError(.internalFailure("the forgotten master could not be journaled: \(error)")))
            }
        } refusing: { [gate] in
            gate?.refusal(of: $0, from: $1)
        }
        if let failure { throw failure }
        return hasMore
    }

    // MARK: - Timers

    private var timeToNextTimer: Duration {
        let now = MonotonicTime.now()
        let next = pipeline.nextDeadline.map { min($0, nextHeartbeat) } ?? nextHeartbeat
        return .nanoseconds(max(0, next - now))
    }

    private func fireDueTimers() throws {
        pipeline.catchUpDueClusters()
        let now = MonotonicTime.now()
        let isTick = now >= nextHeartbeat
        if isTick { pipeline.refreshAllMasters() }
        try pipeline.flushIfNeeded(now: now)
        guard isTick else { return }
        // Missed heartbeats are coalesced.
        nextHeartbeat = max(nextHeartbeat + heartbeatInterval, now)
        try pipeline.publishReports(of: worker, metrics: report)
        try gate?.report()
        try connectionLimit.attend()
    }
}
