import AllocatorCore
import AllocatorWire
import CoreMetrics

/// Counts the work of the event loop. Used on the sockets' thread only. Each worker has its own registry.
struct WorkerMetrics {
    let registry: MetricsRegistry
    private(set) var labels = LabelTable()
    /// The metrics of clusters by label.
    private var clusters: [String: ClusterMetrics] = [:]

    let receivedFrames: Counter
    let receivedBytes: Counter
    private let exhaustedTurns: Counter
    private let turnFrames: Recorder
    let commitTime: Timer
    let syncTime: Timer
    let snapshotTime: Timer

    /// The start of the current backlog: the end of the first of the latest turns that all left frames queued. `nil` if
    /// there is none.
    private(set) var backlogSince: Int64?

    init(_ registry: MetricsRegistry = MetricsRegistry()) {
        self.registry = registry
        func counter(_ description: MetricDescription) -> Counter {
            Counter(label: description.name, factory: registry)
        }
        func timer(_ description: MetricDescription) -> Timer {
            Timer(label: description.name, dimensions: [], factory: registry)
        }
        receivedFrames = counter(.receivedFrames)
        receivedBytes = counter(.receivedBytes)
        exhaustedTurns = counter(.exhaustedTurns)
        turnFrames = Recorder(
            label: MetricDescription.turnFrames.name, dimensions: [], aggregate: true, factory: registry)
        commitTime = timer(.commitTime)
        syncTime = timer(.syncTime)
        snapshotTime = timer(.snapshotTime)
    }

    // MARK: - Turns

    /// Records a turn of the event loop.
    ///
    /// The number of frames queued in ZeroMQ is unknown. A turn that uses up its budget shows that some are queued. How
    /// long that lasts distinguishes a burst from senders that are too fast.
    mutating func noteTurn(frames: Int, isExhausted: Bool) {
        if frames > 0 { turnFrames.record(frames) }
        guard isExhausted else {
            backlogSince = nil
            return
        }
        exhaustedTurns.increment()
        backlogSince = backlogSince ?? MonotonicTime.now()
    }

    // MARK: - Clusters

    /// Creates the series of an existing cluster, all starting at zero.
    mutating func begin(_ cluster: String) {
        change(labels.label(of: cluster)) { _ in }
    }

    /// Records an effect on a cluster.
    mutating func note(_ entry: Outbox.Entry) {
        change(entry) { $0.note(entry.effect) }
    }

    /// Records that an effect was published.
    mutating func notePublished(_ entry: Outbox.Entry) {
        guard let arrival = entry.arrival, case .ran(let run, _) = entry.effect, !run.offers.isEmpty else { return }
        let time = MonotonicTime.now() - arrival
        change(entry) { $0.noteOffers(nanosecondsAfterArrival: time) }
    }

    mutating func noteAcknowledgement(of cluster: String, exists: Bool) {
        change(exists ? labels.label(of: cluster) : LabelTable.rest) { $0.noteAcknowledgement() }
    }

    /// A cluster that does not exist shares the common label, so that mentioning a name takes no label of its own.
    private mutating func change(_ entry: Outbox.Entry, _ body: (inout ClusterMetrics) -> Void) {
        change(entry.exists ? labels.label(of: entry.cluster) : LabelTable.rest, body)
    }

    private mutating func change(_ label: String, _ body: (inout ClusterMetrics) -> Void) {
        body(&clusters[label, default: ClusterMetrics(label: label, in: registry)])
    }
}
