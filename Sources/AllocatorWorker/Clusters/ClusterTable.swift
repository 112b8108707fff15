import AllocatorCore
import AllocatorJournal
import AllocatorWire

/// The clusters of a worker. A cluster keeps its index for the life of the worker.
struct ClusterTable {
    typealias Index = Int

    private let limit: Int
    private let limitsOfEach: ClusterLimits
    private let clock: ClusterClock
    private let isJournaled: Bool
    private var clusters: [HostedCluster] = []
    private var indices: [String: Index] = [:]
    /// The most recent lookup: consecutive events mostly go to one cluster.
    private var latest: (name: String, index: Index)?
    /// The gap notices for masters of clusters that don't exist: they rely on state that this worker doesn't have.
    private var strayAcknowledgements: [String: Acknowledgements] = [:]

    /// The maximum number of missing clusters whose masters are notified of a gap in one turn.
    private static let maximumStrayClusters = 64

    /// - Parameter isJournaled: Whether new clusters get a journal.
    init(limit: Int, limitsOfEach: ClusterLimits, clock: ClusterClock, isJournaled: Bool) {
        self.limit = limit
        self.limitsOfEach = limitsOfEach
        self.clock = clock
        self.isJournaled = isJournaled
    }

    var count: Int { clusters.count }

    subscript(index: Index) -> HostedCluster {
        _read { yield clusters[index] }
        _modify { yield &clusters[index] }
    }

    /// - Returns: The index of the cluster, or `nil` if none has the name.
    func index(of name: String) -> Index? { indices[name] }

    /// Returns the index of a cluster like `index(of:)`, and caches it for the next lookup.
    mutating func find(_ name: String) -> Index? {
        if let latest, latest.name == name { return latest.index }
        guard let found = indices[name] else { return nil }
        latest = (name, found)
        return found
    }

    /// All clusters, ordered by name.
    var sortedIndices: [Index] { indices.sorted { $0.key < $1.key }.map(\.value) }

    var sortedNames: [String] { indices.keys.sorted() }

    /// - Precondition: No cluster has the same name.
    @discardableResult
    mutating func insert(_ cluster: HostedCluster) -> Index {
        precondition(indices[cluster.name] == nil, "the name of a cluster is unique")
        indices[cluster.name] = clusters.count
        clusters.append(cluster)
        return clusters.count - 1
    }

    // MARK: - New clusters

    /// The result of an event for a cluster that doesn't exist.
    enum Creation {
        /// The event created the cluster, which has applied it.
        case created(Index, HostedCluster.EventResult)
        /// The event created no cluster and was answered.
        case answered(HostedCluster.EventResult)
        /// The event was refused because the cluster's journal couldn't be created.
        case failed(JournalFailure)
    }

    /// Creates the cluster that an event calls for.
    ///
    /// An `initialize` that the allocator accepts creates a cluster. So does the first event of a sequence, whatever
    /// its result, because the master's progress must be stored.
    ///
    /// - Parameters:
    ///   - key: The sender's key, or `nil` if every call is permitted.
    ///   - beginJournal: Creates the cluster's journal. If it throws, the event is refused and no cluster is created.
    mutating func createCluster(
        for delivery: Delivery, by key: AllowedKey?, into outbox: inout Outbox,
        beginJournal: (String) throws(JournalFailure) -> Void
    ) -> Creation {
        let event = delivery.event
        var bound = EpochBound()
        if let refusal = bound.refusal(of: event, now: MonotonicTime.unixNow()) {
            return refuse(event, with: refusal, into: &outbox)
        }
        if case .gap(let resendFrom) = ProgressTable().verdict(on: event) {
            recordStray(event, resendFrom: resendFrom)
            return .answered(.skipped)
        }
        let opensSequence = event.sequence > 0
        var isInitialize = false
        if case .success(.initialize) = delivery.call { isInitialize = true }
        guard opensSequence || isInitialize else { return answer(stray: delivery, into: &outbox) }
        guard clusters.count < limit else {
            return refuse(
                event,
                with: .resourceExhausted(
                    "this worker is at its limit of \(limit) clusters: raise --max-clusters or use another "
                        + "worker"),
                into: &outbox)
        }
        var cluster = HostedCluster(
            name: delivery.clusterName, clock: clock, limits: limitsOfEach, isJournaled: isJournaled)
        // The new cluster takes over the pending gap notices: it knows which events have arrived since.
        if let strays = strayAcknowledgements[cluster.name] { cluster.acknowledgements = strays }
        var effects = Outbox()
        let result = cluster.receive(delivery, by: key, catchingUp: true, into: &effects)
        guard opensSequence || cluster.allocator.isInitialized else {
            outbox.append(contentsOf: effects, exists: false)
            return .answered(result)
        }
        do throws(JournalFailure) {
            try beginJournal(cluster.name)
        } catch {
            let reason = "cluster \(cluster.name) cannot be stored: \(error)"
            _ = refuse(
                event, with: error.isExhaustion ? .resourceExhausted(reason) : .failedPrecondition(reason),
                into: &outbox)
            return .failed(error)
        }
        strayAcknowledgements[cluster.name] = nil
        outbox.append(contentsOf: effects, exists: true)
        return .created(insert(cluster), result)
    }

    private func answer(stray delivery: Delivery, into outbox: inout Outbox) -> Creation {
        let event = delivery.event
        switch delivery.call {
        case .failure(let refusal):
            return refuse(event, with: refusal, into: &outbox)
        case .success(.heartbeat):
            if !event.requestID.isEmpty {
                append(.replied(WireReply(.ok, to: event), to: event.master, at: now), for: event, to: &outbox)
            }
            append(.accepted(delivery, at: now), for: event, to: &outbox)
            return .answered(.accepted)
        case .success:
            return refuse(
                event,
                with: .failedPrecondition(
                    "cluster \(delivery.clusterName) is not initialized: send initialize before anything else"),
                into: &outbox)
        }
    }

    private func refuse(_ event: EventEnvelope, with refusal: Refusal, into outbox: inout Outbox) -> Creation {
        append(.replied(WireReply(refusal, to: event), to: event.master, at: now), for: event, to: &outbox)
        return .answered(.refused)
    }

    private func append(_ effect: ClusterEffect, for event: EventEnvelope, to outbox: inout Outbox) {
        outbox.append(effect, of: event.clusterName, exists: false)
    }

    private var now: Instant { clock.now ?? .zero }

    // MARK: - Gaps in clusters that don't exist

    private mutating func recordStray(_ event: EventEnvelope, resendFrom: UInt64) {
        let name = event.clusterName
        guard strayAcknowledgements.count < Self.maximumStrayClusters || strayAcknowledgements[name] != nil else {
            return
        }
        strayAcknowledgements[name, default: Acknowledgements()]
            .recordGap(event.master, epoch: event.epoch, resendFrom: resendFrom, isStranger: true)
    }

    /// Returns the pending gap notices for clusters that don't exist, ordered by cluster and master.
    mutating func drainStrayAcknowledgements() -> [(cluster: String, master: String, ack: WireAck)] {
        guard !strayAcknowledgements.isEmpty else { return [] }
        defer { strayAcknowledgements = [:] }
        return strayAcknowledgements.sorted { $0.key < $1.key }.flatMap { name, pending in
            var pending = pending
            return pending.drain(ProgressTable()).map { (cluster: name, master: $0.master, ack: $0.ack) }
        }
    }

    // MARK: - Time

    /// The earliest deadline of any cluster, by the monotonic clock.
    var nextDeadline: Int64? {
        clusters.indices.lazy.compactMap { clusters[$0].nextDeadline }.min()
    }

    /// Returns the clusters in which something is due, ordered by name.
    ///
    /// - Parameter now: By the monotonic clock.
    func due(at now: Int64) -> [Index] {
        clusters.indices
            .filter { clusters[$0].nextDeadline.map { $0 <= now } ?? false }
            .sorted { clusters[$0].name < clusters[$1].name }
    }
}
