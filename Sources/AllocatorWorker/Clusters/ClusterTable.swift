import AllocatorCore
import AllocatorJournal
import AllocatorWire

/// The clusters of a worker, by name. Lives on the thread that the clusters are pinned to.
struct ClusterTable {
    private let limit: Int
    private let limitsOfEach: ClusterLimits
    private let clock: ClusterClock
    private let isKept: Bool
    private let thread: SocketThread
    private var clusters: [String: Cluster] = [:]
    /// That was found last.
    private var latest: Cluster?
    /// Of events that leave a gap in clusters that do not exist: their masters believe in a state that is gone.
    private var strayAcknowledgements: [String: Acknowledgements] = [:]

    /// Clusters that do not exist whose senders are told so in one turn.
    private static let maximumStrayClusters = 64

    /// - Parameter isKept: whether new clusters are to have a journal.
    init(limit: Int, limitsOfEach: ClusterLimits, clock: ClusterClock, isKept: Bool, on thread: SocketThread) {
        self.limit = limit
        self.limitsOfEach = limitsOfEach
        self.clock = clock
        self.isKept = isKept
        self.thread = thread
    }

    var count: Int { clusters.count }

    subscript(name: String) -> Cluster? { clusters[name] }

    /// The cluster of that name; most often the one that was asked for last.
    mutating func find(_ name: String) -> Cluster? {
        if let latest, latest.name == name { return latest }
        guard let found = clusters[name] else { return nil }
        latest = found
        return found
    }

    /// By name.
    var all: [Cluster] { clusters.values.sorted { $0.name < $1.name } }

    mutating func insert(_ cluster: Cluster) {
        precondition(clusters[cluster.name] == nil, "a cluster is there once")
        clusters[cluster.name] = cluster
    }

    // MARK: - Clusters that do not exist yet

    /// What became of an event for a cluster that does not exist yet.
    enum Arrival {
        /// It made the cluster, which has applied it.
        case made(Cluster, ClusterEffects)
        /// It made none, and was answered.
        case answered(ClusterEffects)
        /// It would have made one, which cannot be kept.
        case refused(ClusterEffects, because: JournalFailure)
    }

    /// An `initialize` that the allocator accepts makes the cluster, and so does the first event of a sequence, whatever
    /// comes of it: it counts, and that must be kept.
    ///
    /// - Parameters:
    ///   - key: Whose rights hold; nil: every call may be made.
    ///   - begin: Begins the cluster's journal. Where it cannot, the event is refused and there is no cluster.
    mutating func receive(
        unknown delivery: Delivery, by key: AllowedKey?, begin: (String) throws(JournalFailure) -> Void
    ) -> Arrival {
        let event = delivery.event
        var bound = EpochBound()
        if let refusal = bound.refusal(of: event, now: MonotonicTime.unixNow()) {
            return .answered(refuse(event, refusal))
        }
        if case .gap(let resendFrom) = ProgressTable().verdict(on: event) {
            noteStray(event, resendFrom: resendFrom)
            return .answered(ClusterEffects())
        }
        let opensSequence = event.sequence > 0
        var isInitialize = false
        if case .success(.initialize) = delivery.call { isInitialize = true }
        guard opensSequence || isInitialize else { return .answered(answer(unknown: delivery)) }
        guard clusters.count < limit else {
            return .answered(
                refuse(
                    event,
                    .resourceExhausted(
                        "this worker has \(limit) clusters, which is its limit: raise --max-clusters or use another worker"
                    )))
        }
        let cluster = Cluster(
            name: delivery.clusterName, clock: clock, limits: limitsOfEach, keepsRecords: isKept, on: thread)
        // Who was to be told of a gap is told by the cluster from now on: it knows what has come since.
        let strays = strayAcknowledgements[cluster.name]
        let effects = cluster.assumeIsolated { cluster in
            if let strays { cluster.acknowledgements = strays }
            return cluster.apply(delivery, by: key, catchingUp: true)
        }
        guard opensSequence || cluster.assumeIsolated({ $0.state.allocator.isInitialized }) else {
            return .answered(effects)
        }
        do throws(JournalFailure) {
            try begin(cluster.name)
        } catch {
            let reason = "cluster \(cluster.name) cannot be kept: \(error)"
            return .refused(
                refuse(event, error.isExhaustion ? .resourceExhausted(reason) : .failedPrecondition(reason)),
                because: error)
        }
        strayAcknowledgements[cluster.name] = nil
        insert(cluster)
        return .made(cluster, effects)
    }

    private mutating func noteStray(_ event: EventEnvelope, resendFrom: UInt64) {
        let name = event.clusterName
        guard strayAcknowledgements.count < Self.maximumStrayClusters || strayAcknowledgements[name] != nil else {
            return
        }
        strayAcknowledgements[name, default: Acknowledgements()]
            .note(event.master, epoch: event.epoch, resendFrom: resendFrom, isStranger: true)
    }

    /// What masters are to be told of events for clusters that do not exist, by cluster and master.
    mutating func takeStrayAcknowledgements() -> [(cluster: String, master: String, ack: WireAck)] {
        guard !strayAcknowledgements.isEmpty else { return [] }
        defer { strayAcknowledgements = [:] }
        return strayAcknowledgements.sorted { $0.key < $1.key }.flatMap { name, pending in
            var pending = pending
            return pending.take(ProgressTable()).map { (cluster: name, master: $0.master, ack: $0.ack) }
        }
    }

    private func answer(unknown delivery: Delivery) -> ClusterEffects {
        let event = delivery.event
        switch delivery.call {
        case .failure(let refusal):
            return refuse(event, refusal)
        case .success(.heartbeat):
            var effects = ClusterEffects()
            if !event.requestID.isEmpty {
                effects.append(.replied(WireReply(.ok, to: event), to: event.master, at: now))
            }
            effects.append(.accepted(delivery, at: now))
            return effects
        case .success:
            return refuse(
                event,
                .failedPrecondition(
                    "cluster \(delivery.clusterName) is not initialized: send initialize before anything else"))
        }
    }

    private func refuse(_ event: EventEnvelope, _ refusal: Refusal) -> ClusterEffects {
        ClusterEffects(.replied(WireReply(refusal, to: event), to: event.master, at: now))
    }

    private var now: Instant { clock.now ?? .zero }

    // MARK: - Time

    /// When something next falls due in any cluster, by the monotonic clock.
    var nextDeadline: Int64? {
        clusters.values.compactMap { $0.assumeIsolated { $0.nextDeadline } }.min()
    }

    /// The clusters in which something is due, by name.
    ///
    /// - Parameter now: By the monotonic clock.
    func due(at now: Int64) -> [Cluster] {
        clusters.values
            .filter { $0.assumeIsolated { $0.nextDeadline.map { $0 <= now } ?? false } }
            .sorted { $0.name < $1.name }
    }
}
