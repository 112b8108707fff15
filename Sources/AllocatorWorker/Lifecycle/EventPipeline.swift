import AllocatorCore
import AllocatorJournal
import AllocatorWire
import CoreMetrics
import Logging
import ZeroMQ

/// Receives events, applies them to the clusters, and commits, acknowledges and publishes what they cause.
///
/// The event loop owns one. Nothing is queued inside the worker but the outbox, which a turn flushes: while a cluster
/// decides, the events socket isn't read, its bounded queue fills up, and the senders wait.
struct EventPipeline: ~Copyable {
    /// The maximum number of frames in a turn, beside those that complete its last batch.
    private static let framesPerTurn = 256
    /// The same if a turn ends in a commit, which all its frames share.
    private static let framesPerJournaledTurn = 4_096
    /// Nanoseconds after which a turn starts no further batch, so that acknowledgements and answers don't wait for
    /// long.
    private static let timePerTurn: Int64 = 5_000_000
    /// The same if a turn ends in a commit.
    private static let timePerJournaledTurn: Int64 = 10_000_000

    let configuration: WorkerConfiguration
    let logger: Logger
    let clock: SystemClock
    let clusterClock: ClusterClock
    /// Authorizes events. `nil` if the worker requires no keys.
    private let gate: Gate?
    let connectionLimit: ConnectionLimit

    var intake: Intake
    var publisher: Publisher
    /// The journals. `nil` if the clusters are kept in memory only.
    var store: ClusterStore?
    var clusters: ClusterTable
    var outbox = Outbox()
    var batch = OpenBatch()
    /// The listening masters. `nil` if masters get offers without a subscriber.
    var listeners: ListenerWatch?
    /// The clusters that have committed events since the last acknowledgement.
    var unacknowledged: [ClusterTable.Index] = []
    /// The time of the next sync of the journals. `nil` if each commit is durable, or none awaits a sync.
    var nextSync: Int64?
    var counts = WorkerCounts()
    var resets = ResetReport()
    var metrics: WorkerMetrics

    init(
        _ configuration: WorkerConfiguration, events: consuming Socket, publications: consuming PublicationSocket,
        gate: Gate?, connectionLimit: ConnectionLimit, store: ClusterStore?, clock: SystemClock,
        metrics: WorkerMetrics, logger: Logger
    ) {
        self.configuration = configuration
        self.logger = logger
        self.clock = clock
        self.gate = gate
        self.connectionLimit = connectionLimit
        self.store = store
        self.metrics = metrics
        intake = Intake(events, limits: configuration.limits, asksForSenders: gate != nil)
        publisher = Publisher(publications, keeping: configuration.replayWindow, gate: gate, logger: logger)
        clusterClock = configuration.clock == .system ? .system(clock) : .virtual
        clusters = ClusterTable(
            limit: configuration.maximumClusters, limitsOfEach: configuration.clusterLimits, clock: clusterClock,
            isJournaled: store != nil)
        if configuration.requiresSubscriber {
            listeners = ListenerWatch(grace: Int64(configuration.subscriberGrace) * 1_000_000)
        }
    }

    // MARK: - Receiving

    /// Receives the waiting events, up to the turn's budget and then to the end of a batch.
    ///
    /// - Returns: The number of frames, and whether more may be waiting.
    mutating func receiveEvents() throws -> (frames: Int, mayHaveMore: Bool) {
        var frames = 0
        var bytes = 0
        var isBetweenBatches = true
        var isExhausted = false
        var now = MonotonicTime.now()
        let end = now + (store == nil ? Self.timePerTurn : Self.timePerJournaledTurn)
        while true {
            if isBetweenBatches {
                now = MonotonicTime.now()
                isExhausted = frames >= framesPerTurn || now >= end
                if isExhausted { break }
            }
            guard let (frame, size, isLast) = try intake.receive() else { break }
            frames += 1
            bytes += size
            try receive(frame, size: size)
            if isLast { try finishBatch(arrival: now) }
            isBetweenBatches = isLast
        }
        try flush()
        metrics.receivedFrames.increment(by: frames)
        metrics.receivedBytes.increment(by: bytes)
        metrics.noteTurn(frames: frames, isExhausted: isExhausted)
        return (frames, isExhausted)
    }

    private var framesPerTurn: Int { store == nil ? Self.framesPerTurn : Self.framesPerJournaledTurn }

    private mutating func receive(_ frame: ReceivedFrame, size: Int) throws {
        switch frame {
        case .delivery(let delivery):
            var key: AllowedKey?
            switch gate?.admission(of: delivery.event, from: intake.sender) {
            case .denied(let reason): return try publish(WireReject(denying: reason, frame: delivery.frame))
            case .admitted(let sender): key = sender
            case nil: break
            }
            outbox.record(receivedBytes: size)
            try deliver(delivery, by: key)
            if outbox.isFull { try flush() }
        case .unreadable(let delivery, var reject):
            var key: AllowedKey?
            switch gate?.admission(of: delivery.event, from: intake.sender) {
            case .denied(let reason):
                reject.deny(reason)
                return try publish(reject)
            case .admitted(let sender): key = sender
            case nil: break
            }
            try record(reject)
            try deliver(delivery, by: key)
            if outbox.isFull { try flush() }
        case .reject(let reject):
            try record(reject)
        case .discarded:
            break
        }
    }

    /// Counts and publishes an unreadable frame.
    private mutating func record(_ reject: WireReject) throws {
        counts.record(reject)
        logger.debug("a frame was rejected", metadata: ["reason": "\(reject.reason)", "size": "\(reject.size)"])
        try publish(reject)
    }

    /// Publishes a rejected frame. A sender without the right to its master gets no reply, because that would be a
    /// numbered publication to a master that isn't the sender's.
    private mutating func publish(_ reject: WireReject) throws {
        try publisher.publish(.rejects, at: clock.now.nanoseconds) { .reject(reject) }
    }

    /// Records a turn in which no event was waiting.
    mutating func recordIdleTurn() { metrics.noteTurn(frames: 0, isExhausted: false) }

    // MARK: - Applying

    private mutating func deliver(_ delivery: Delivery, by key: AllowedKey?) throws {
        guard let index = clusters.find(delivery.clusterName) else { return try createCluster(for: delivery, by: key) }
        let isFirstOfBatch = batch.advance(to: index)
        let dropped = delivery.isReset ? clusters[index].allocator.measures : nil
        let result = clusters[index].receive(delivery, by: key, catchingUp: isFirstOfBatch, into: &outbox)
        outbox.recordChange(of: index)
        if let dropped, result == .accepted {
            resets.record(dropped, of: delivery.clusterName, by: delivery.event.master)
        }
        recordDenial(of: delivery, by: key, result: result)
        if clusters[index].wantsRun { batch.carryOver(index) }
        refreshMastersOfFrameworks(of: index)
    }

    private mutating func createCluster(for delivery: Delivery, by key: AllowedKey?) throws {
        let creation = clusters.createCluster(for: delivery, by: key, into: &outbox) { name throws(JournalFailure) in
            try store?.begin(name)
        }
        switch creation {
        case .answered(let result):
            recordDenial(of: delivery, by: key, result: result)
        case .failed(let failure):
            counts.record(unkeptCluster: failure)
        case .created(let index, let result):
            recordDenial(of: delivery, by: key, result: result)
            metrics.begin(clusters[index].name)
            _ = batch.advance(to: index)
            batch.carryOver(index)
            outbox.recordChange(of: index)
        }
    }

    /// Counts an event that its sender's key doesn't permit.
    private func recordDenial(of delivery: Delivery, by key: AllowedKey?, result: HostedCluster.EventResult) {
        guard let key, result == .denied else { return }
        gate?.noteDenial(of: delivery.event, by: key)
    }

    /// - Parameter arrival: When the first frame of the batch was about to be received.
    private mutating func finishBatch(arrival: Int64) throws {
        for index in batch.unfinished {
            clusters[index].finishBatch(arrival: arrival, into: &outbox)
            outbox.recordChange(of: index)
        }
        batch.end()
        // Without a commit to share, only echoes are batched: many cost less together than each alone.
        if store == nil, outbox.isPressing { try flush(endsTurn: false) }
    }

    // MARK: - Time

    /// The earliest deadline of a cluster or a sync, by the monotonic clock.
    var nextDeadline: Int64? {
        guard let cluster = clusters.nextDeadline else { return nextSync }
        return nextSync.map { min($0, cluster) } ?? cluster
    }

    /// Performs what fell due in the clusters.
    mutating func catchUpDueClusters() {
        for index in clusters.due(at: MonotonicTime.now()) {
            clusters[index].catchUp(into: &outbox)
            outbox.recordChange(of: index)
        }
    }
}
