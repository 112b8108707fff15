import AllocatorCore
import AllocatorWire
import CoreMetrics

/// Counts what the loop does. Lives on the sockets' thread, and in one worker: the registry is its own.
struct WorkerMetrics {
    let registry: MetricsRegistry
    private(set) var labels = LabelTable()
    /// By label.
    private var clusters: [String: ClusterMetrics] = [:]

    let receivedFrames: Counter
    let receivedBytes: Counter
    private let exhaustedTurns: Counter
    private let turnFrames: Recorder
    let commitTime: Timer
    let syncTime: Timer
    let snapshotTime: Timer

    /// Since when every turn has left frames waiting.
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

    // MARK: Turns

    /// A turn has taken so many frames.
    ///
    /// How many wait in ZeroMQ it does not tell. Whether some do is known where a turn ends by its budget, and for how long
    /// that has been so tells a burst from senders that are too fast.
    mutating func noteTurn(frames: Int, isExhausted: Bool) {
        if frames > 0 { turnFrames.record(frames) }
        guard isExhausted else {
            backlogSince = nil
            return
        }
        exhaustedTurns.increment()
        backlogSince = backlogSince ?? MonotonicTime.now()
    }

    // MARK: Clusters

    /// Gives a cluster that there is its series, all of which begin at zero.
    mutating func begin(_ cluster: String) {
        change(labels.label(of: cluster)) { _ in }
    }

    /// Something has happened to a cluster.
    mutating func note(_ entry: Outbox.Entry) {
        change(entry) { $0.note(entry.effect) }
    }

    /// It was published.
    mutating func notePublished(_ entry: Outbox.Entry) {
        guard let arrival = entry.arrival, case .ran(let run, _) = entry.effect, !run.offers.isEmpty else { return }
        let time = MonotonicTime.now() - arrival
        change(entry) { $0.noteOffers(nanosecondsAfterArrival: time) }
    }

    mutating func noteAcknowledgement(of cluster: String, exists: Bool) {
        change(exists ? labels.label(of: cluster) : LabelTable.rest) { $0.noteAcknowledgement() }
    }

    /// A name that somebody has merely mentioned does not take the place of a cluster.
    private mutating func change(_ entry: Outbox.Entry, _ body: (inout ClusterMetrics) -> Void) {
        change(entry.exists ? labels.label(of: entry.cluster) : LabelTable.rest, body)
    }

    private mutating func change(_ label: String, _ body: (inout ClusterMetrics) -> Void) {
        body(&clusters[label, default: ClusterMetrics(label: label, in: registry)])
    }
}
