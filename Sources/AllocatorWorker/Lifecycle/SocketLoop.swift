import AllocatorCore
import AllocatorWire
import Logging
import ZeroMQ

/// The worker's one loop: it owns the three sockets and polls them all, on the thread that the clusters' actors are pinned
/// to.
///
/// One thread does everything between libzmq's I/O thread and libzmq's I/O thread. So nothing is queued inside the worker:
/// while a cluster decides, the events socket is not read, its bounded queue fills, and the senders wait. The actors are
/// entered without a hop (`assumeIsolated`), which was measured at the speed of a plain loop; a thread per cluster would
/// cost a bounded queue in both directions for every event, and buys something only where several clusters are busy at
/// once — for that, start several workers. The price is that a long allocation run delays the other clusters, the control
/// socket and the heartbeat by its own length.
///
/// A turn does a bounded amount for each of: jobs of the actors, subscriptions, questions, what fell due, events.
struct SocketLoop: ~Copyable {
    /// Frames that one turn takes, plus what completes the last batch; and where it ends in one commit.
    static let framesPerTurn = 256
    static let framesPerKeptTurn = 4_096
    /// Nanoseconds after which a turn takes no further batch, so that acknowledgements and answers do not wait for long; longer
    /// where each turn waits for the disk once.
    static let timePerTurn: Int64 = 5_000_000
    static let timePerKeptTurn: Int64 = 10_000_000
    static let heartbeatInterval: Int64 = 1_000_000_000
    /// Nanoseconds between two syncs of the journals, with `--durability batch`.
    static let syncInterval: Int64 = 50_000_000

    let endpoints: BoundEndpoints
    let configuration: WorkerConfiguration
    let clock = SystemClock()
    let started = MonotonicTime.now()
    /// Tells this start of the worker from every other one.
    let incarnation = UInt64.random(in: 1 ... .max)
    let logger: Logger
    let thread: SocketThread
    let clusterClock: ClusterClock

    var intake: Intake
    var publisher: Publisher
    private var control: ControlPoint

    private var poller = Poller()
    private let wakeUpEntry: Poller.Entry
    private let intakeEntry: Poller.Entry
    private let publisherEntry: Poller.Entry
    private let controlEntry: Poller.Entry
    private let gateEntry: Poller.Entry?

    /// Who is let in and what each may do; nil: everybody, and everything.
    let gate: Gate?
    private let connectionLimit: ConnectionLimit
    private let allowListUpdate: AllowListUpdate

    /// Where the clusters are kept; nil: nowhere.
    var store: ClusterStore?
    var clusters: ClusterTable
    var batch = OpenBatch()
    var outbox = Outbox()
    /// Nil: offers are made whether anybody listens or not.
    var listeners: ListenerWatch?
    /// Clusters to which something has happened that their masters were not told yet.
    var unacknowledged: [Cluster] = []
    /// When what was committed is to be made durable, where a commit alone does not.
    var nextSync: Int64?
    var counts = WorkerCounts()
    var resets = ResetReport()
    var metrics = WorkerMetrics()
    private let report = MetricsReport()
    private var nextHeartbeat: Int64
    /// Whether the last turn left something undone for want of budget.
    private var hasMore = false

    /// Binds the sockets and takes up the clusters that the store has.
    ///
    /// - Parameters:
    ///   - store: where clusters are kept; nil: nowhere.
    ///   - allowListUpdate: where another allow-list is taken from.
    init(
        _ configuration: WorkerConfiguration, store: ClusterStore?, _ allowListUpdate: AllowListUpdate,
        on thread: SocketThread, logger: Logger
    ) throws {
        let context = try Context()
        let registry = metrics.registry
        let connectionLimit = ConnectionLimit(configuration.maximumConnections, logger: logger)
        // Before anything is bound: whoever came earlier would be let in by libzmq.
        let gate = try configuration.access.map {
            try Gate($0, connectionLimit, in: context, counting: registry, logger: logger)
        }
        let events = try WorkerSockets.events(configuration, gate, connectionLimit, in: context)
        let publications = try WorkerSockets.publications(
            configuration, gate, connectionLimit, in: context, logger: logger)
        let questions = try WorkerSockets.control(configuration, gate, connectionLimit, in: context)
        endpoints = BoundEndpoints(
            events: try events.get(.lastEndpoint),
            publications: try publications.socket.get(.lastEndpoint),
            control: try questions.get(.lastEndpoint))
        self.configuration = configuration
        self.thread = thread
        self.logger = logger
        self.store = store
        self.gate = gate
        self.connectionLimit = connectionLimit
        self.allowListUpdate = allowListUpdate
        intake = Intake(events, limits: configuration.limits, asksForSenders: gate != nil)
        publisher = Publisher(publications, keeping: configuration.replayWindow, gate: gate, logger: logger)
        control = ControlPoint(questions, logger: logger)
        wakeUpEntry = poller.add(fileDescriptor: thread.wakeUp.fileDescriptor)
        intakeEntry = poller.add(intake.socket)
        publisherEntry = poller.add(publisher.outlet.socket)
        controlEntry = poller.add(control.socket)
        gateEntry = gate?.watch(by: &poller)
        clusterClock = configuration.clock == .system ? .system(clock) : .virtual
        clusters = ClusterTable(
            limit: configuration.maximumClusters, limitsOfEach: configuration.clusterLimits, clock: clusterClock,
            isKept: store != nil, on: thread)
        if configuration.requiresSubscriber {
            listeners = ListenerWatch(grace: Int64(configuration.subscriberGrace) * 1_000_000)
        }
        nextHeartbeat = MonotonicTime.now()
    }

    /// Serves until it is asked to stop, and then drains.
    mutating func run(until stop: StopRequest) throws {
        while !stop.isMade { _ = try turn() }
        try drain()
    }

    /// One round. Waits for something to do, at most for `limit`. How many frames of events it took.
    mutating func turn(waitingAtMost limit: Duration = .seconds(1)) throws -> Int {
        _ = try poller.wait(timeout: hasMore ? .zero : min(limit, timeToNextTimer))
        hasMore = false
        if poller[wakeUpEntry].contains(.readable) { thread.wakeUp.drain() }
        thread.runJobs()
        if let gate, try attend(to: gate) { hasMore = true }
        // Before the events, so that who has subscribed misses nothing of what they cause.
        if poller[publisherEntry].contains(.readable) {
            if try publisher.readSubscriptions() { hasMore = true }
            watchAllMasters()
        }
        if poller[controlEntry].contains(.readable), try answerQuestions() { hasMore = true }
        try doWhatIsDue()
        guard poller[intakeEntry].contains(.readable) else {
            metrics.noteTurn(frames: 0, isExhausted: false)
            return 0
        }
        let (frames, mayHaveMore) = try takeEvents()
        if mayHaveMore { hasMore = true }
        return frames
    }

    /// Whether more may be waiting to come in.
    private mutating func attend(to gate: Gate) throws -> Bool {
        if let list = allowListUpdate.take() {
            try gate.replace(with: list) { () throws(ZeroMQError) in try publisher.readConnections() }
        }
        guard let gateEntry, poller[gateEntry].contains(.readable) else { return false }
        return try gate.admit { () throws(ZeroMQError) in try publisher.readConnections() }
    }

    private mutating func answerQuestions() throws -> Bool {
        let answers = ControlAnswers(
            clusters: clusters, history: publisher.history, limits: configuration.limits,
            bounds: QueryBounds(work: configuration.queryWork), worker: configuration.name,
            uptimeNanoseconds: MonotonicTime.now() - started,
            metrics: MetricsQuestion(report: report, metrics: metrics, readings: readings))
        // Out of the loop for a while, which the closure below has to itself.
        var store = self.store.take()
        defer { self.store = store }
        let subscriptions = publisher.subscriptions
        var failure: (any Error)?
        let hasMore = try control.answerQuestions { question in
            guard case .forgetMaster(let query) = question else { return answers.answer(question) }
            do {
                return try answers.forget(query, subscriptions) { cluster in
                    _ = try store?.commit(cluster, publications: 0)
                    try store?.sync(cluster)
                }
            } catch {
                failure = error
                return .error(WireError(.internalFailure("what was forgotten could not be kept: \(error)")))
            }
        } refusing: { [gate] in
            gate?.refusal(of: $0, from: $1)
        }
        if let failure { throw failure }
        return hasMore
    }

    // MARK: - Time

    private var timeToNextTimer: Duration {
        let now = MonotonicTime.now()
        var nanoseconds = nextHeartbeat - now
        if let next = clusters.nextDeadline { nanoseconds = min(nanoseconds, next - now) }
        if let nextSync { nanoseconds = min(nanoseconds, nextSync - now) }
        return .nanoseconds(max(0, nanoseconds))
    }

    private mutating func doWhatIsDue() throws {
        for cluster in clusters.due(at: MonotonicTime.now()) {
            outbox.append(cluster.assumeIsolated { $0.catchUp() }, of: cluster)
        }
        let now = MonotonicTime.now()
        let isTick = now >= nextHeartbeat
        if isTick { watchAllMasters() }
        if !outbox.isEmpty { try flush() }
        if let nextSync, nextSync <= now { try sync() }
        guard isTick else { return }
        // Those that were missed while something else took its time are not made up for.
        nextHeartbeat = max(nextHeartbeat + Self.heartbeatInterval, now)
        try store?.checkFiles()
        reportHeldLogs()
        try publisher.attendToSubscribers()
        try publishHeartbeat()
        try publishMetrics()
        counts.reportRejects(to: logger)
        resets.report(to: logger)
        counts.reportUnkeptClusters(to: logger)
        try gate?.report()
        try connectionLimit.attend()
    }

    private mutating func publishHeartbeat() throws {
        var heartbeat = WireHeartbeat()
        heartbeat.worker = configuration.name
        heartbeat.uptimeNs = MonotonicTime.now() - started
        heartbeat.clusters = UInt32(clamping: clusters.count)
        heartbeat.events = counts.acceptedEvents
        heartbeat.incarnation = incarnation
        heartbeat.subscribersCutOff = publisher.outlet.cutOffCount
        try publisher.publish(.heartbeat, at: clock.now.nanoseconds) { .heartbeat(heartbeat) }
    }
    // MARK: - Metrics

    private mutating func publishMetrics() throws {
        // Apart from the loop: the closure runs while the publisher is at work.
        let (report, readings, metrics, clusters) = (report, readings, metrics, clusters)
        try publisher.publish(.metrics, at: clock.now.nanoseconds) {
            .metrics(report.gather(readings, metrics, clusters))
        }
    }

    private var readings: WorkerReadings {
        let now = MonotonicTime.now()
        return WorkerReadings(
            worker: configuration.name, version: Worker.version, uptimeNanoseconds: now - started,
            backlogNanoseconds: metrics.backlogSince.map { now - $0 } ?? 0, rejectedFrames: counts.rejectedFrames,
            subscribers: publisher.outlet.subscriberCount, subscriptions: publisher.subscriptions.counts,
            subscribersCutOff: publisher.outlet.cutOffCount, excessConnections: connectionLimit.ended,
            droppedPublications: publisher.outlet.droppedCount,
            queuedPublicationBytes: publisher.outlet.queuedBytes, journals: store?.sizes)
    }
}
