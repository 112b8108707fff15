package import AllocatorCore
import AllocatorWire

/// A cluster that this worker hosts: its allocator, the progress of its masters, and the records that aren't committed
/// yet.
///
/// The event loop owns it as a value. It has no I/O: it receives deliveries, appends effects to an outbox, and collects
/// the journal records that reproduce the same state and the same effects (`HostedCluster+Replay`). Only the measured
/// durations of allocation runs come from the system's clock, and no decision depends on them.
package struct HostedCluster: Sendable {
    package let name: String
    var clock: ClusterClock
    /// Mutated by events, and by queries that sort its orders lazily.
    package internal(set) var allocator: Allocator
    var progress: ProgressTable
    var records: PendingRecords
    var acknowledgements = Acknowledgements()
    var skippedEvents = SkippedEvents()
    var epochBound = EpochBound()
    /// The latest allocation runs of this process.
    var runs = RunHistory()
    /// Masters that have added, activated or updated a framework since the last `drainMastersOfFrameworks`.
    var mastersOfFrameworks: Set<String> = []
    /// Whether a batch has requested an allocation run. Cached: Swift 6.3 copies the allocator when this is read
    /// through it.
    private(set) var wantsRun = false
    /// Counts the changes of the state, so that a digest can be reused.
    private var changes: UInt64 = 0
    private var latestDigest: (changes: UInt64, digest: String)?
    /// The time of the first request for the pending allocation run, by the monotonic clock. Used for metrics only.
    private var firstTrigger: Int64?

    /// A new cluster. Its first record is its start.
    ///
    /// - Parameter isJournaled: Whether a journal stores its records.
    init(name: String, clock: ClusterClock, limits: ClusterLimits, isJournaled: Bool) {
        self.init(
            name: name, clock: clock, allocator: Allocator(clock: clock.kind, limits: limits.allocator),
            progress: ProgressTable(limit: limits.masters))
        records = PendingRecords(isJournaled: isJournaled)
        records.append(.started(WireClusterStart(clock.kind)))
    }

    /// A cluster that is being recovered. It records nothing until `beginService`.
    init(name: String, clock: ClusterClock, allocator: Allocator, progress: ProgressTable) {
        self.name = name
        self.clock = clock
        self.allocator = allocator
        self.progress = progress
        records = PendingRecords(isJournaled: false)
        wantsRun = allocator.wantsRun
    }

    /// Starts recording after recovery. The limits apply to future calls; existing state may exceed them.
    mutating func beginService(clock: ClusterClock, limits: ClusterLimits) {
        recordChange()
        self.clock = clock
        allocator.limit(by: limits.allocator)
        progress.limit = limits.masters
        records = PendingRecords(isJournaled: true)
        runs = RunHistory()
    }

    mutating func recordChange() { changes += 1 }

    // MARK: - Time

    /// The time of the next scheduled effect, by the monotonic clock. `nil` if nothing is scheduled, or under the
    /// virtual clock.
    var nextDeadline: Int64? { allocator.nextEffect.flatMap { clock.monotonicTime(of: $0) } }

    /// Advances to the present. Does nothing under the virtual clock.
    mutating func catchUp(into outbox: inout Outbox) {
        guard let now = clock.now else { return }
        advance(to: now, into: &outbox)
    }

    /// Moves the clock and performs what fell due.
    mutating func advance(to time: Instant, into outbox: inout Outbox) {
        guard time > allocator.now else { return }
        recordChange()
        records.append(.advancedToNs(time.nanoseconds))
        let due = allocator.clock == .system ? allocator.nextRun : nil
        let lateness = due.map { max(0, time.nanoseconds - $0.nanoseconds) } ?? 0
        measure(lateness: lateness, into: &outbox) { $0.advance(to: time) }
    }

    // MARK: - Allocation runs

    /// Performs the allocation run that the batch requested, if any.
    ///
    /// - Parameter arrival: When the batch began to arrive, by the monotonic clock.
    mutating func finishBatch(arrival: Int64? = nil, into outbox: inout Outbox) {
        guard wantsRun else { return }
        recordChange()
        records.append(.batchFinished(true))
        measure(arrival: arrival, into: &outbox) { $0.finishBatch() }
    }

    /// Records whether a call has requested an allocation run, and the time of the first request.
    mutating func updateTrigger() {
        wantsRun = allocator.wantsRun
        if wantsRun, firstTrigger == nil { firstTrigger = MonotonicTime.now() }
    }

    /// - Parameter lateness: Nanoseconds since the run fell due.
    private mutating func measure(
        lateness: Int64 = 0, arrival: Int64? = nil, into outbox: inout Outbox, _ work: (inout Allocator) -> Void
    ) {
        let started = MonotonicTime.now()
        work(&allocator)
        wantsRun = allocator.wantsRun
        drainEffects(since: started, lateness: lateness, arrival: arrival, into: &outbox)
    }

    /// Moves the allocator's effects to the outbox.
    ///
    /// The runs of one call (a virtual `advance`) share its duration evenly: the core has no clock to tell them apart.
    mutating func drainEffects(
        since started: Int64, lateness: Int64 = 0, arrival: Int64? = nil, into outbox: inout Outbox
    ) {
        let effects = allocator.takeEffects()
        guard !effects.isEmpty else { return }
        let count = effects.count { if case .run = $0 { true } else { false } }
        let ended = MonotonicTime.now()
        let duration = (ended - started) / Int64(max(1, count))
        for effect in effects {
            switch effect {
            case .run(let run):
                // The first of several runs serves the earliest request.
                let latency = max(firstTrigger.map { ended - $0 } ?? 0, duration + lateness)
                firstTrigger = nil
                runs.record(run, durationNanoseconds: duration)
                let timing = RunTiming(durationNanoseconds: duration, latencyNanoseconds: latency)
                outbox.append(.ran(run, timing), of: name, arrival: arrival)
            case .rescinded(let rescission):
                outbox.append(.rescinded(rescission), of: name)
            }
        }
    }

    // MARK: - Digest

    /// The allocator's digest, computed only after a change.
    ///
    /// - Complexity: A tenth of a second for a large cluster.
    mutating func digest() -> String {
        if let latestDigest, latestDigest.changes == changes { return latestDigest.digest }
        let digest = allocator.digest()
        latestDigest = (changes, digest)
        return digest
    }
}
