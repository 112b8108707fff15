import AllocatorJournal

/// The journals of a worker's clusters, in one data directory.
struct ClusterStore {
    let path: String
    private let directory: DataDirectory
    private let durability: Durability
    private let pace: SnapshotPace
    private let damagedLog: DamagedLogPolicy

    private struct Entry {
        let journal: ClusterJournal
        var progress: SnapshotPace.Progress
        /// Whether a hold of another process on the log was reported.
        var holdIsReported = false
        var numbers = NumberReserve()
        /// Whether the journal says that a start must number publications behind the reserve.
        var isReserveOpen = false
    }

    private var entries: [String: Entry] = [:]

    /// Locks the directory for this worker.
    init(
        path: String, durability: Durability, pace: SnapshotPace, damagedLog: DamagedLogPolicy = .refuse
    ) throws(JournalFailure) {
        directory = try DataDirectory(path: path)
        self.path = path
        self.durability = durability
        self.pace = pace
        self.damagedLog = damagedLog
    }

    /// Whether a commit survives a power cut only after `sync`.
    var syncsLater: Bool { durability.syncsLater }

    /// The names of the stored clusters, sorted.
    func clusters() throws(JournalFailure) -> [String] { try directory.clusters() }

    /// The maximum size of an event that fits into a journal entry beside everything else that one commit may hold.
    static let maximumFrameBytes = JournalLimits().maximumEntryPayload - 2 * Outbox.maximumBytes

    /// Creates the journal of a new cluster.
    ///
    /// - Throws: `JournalFailure` if it cannot be created. Nothing of the cluster is stored then, and a retry is safe.
    mutating func begin(_ cluster: String) throws(JournalFailure) {
        let journal = try directory.openJournal(ofCluster: cluster, durability: durability)
        try journal.begin()
        entries[cluster] = Entry(journal: journal, progress: .init())
    }

    /// Reads a cluster's journal, repairs damage, and opens it for appending.
    mutating func recover(
        _ cluster: String, restore: (JournalSnapshot) throws -> Void, replay: (JournalEntry) throws -> Void
    ) throws -> JournalRecovery {
        let journal = try directory.openJournal(ofCluster: cluster, durability: durability, damagedLog: damagedLog)
        var progress = SnapshotPace.Progress()
        let report = try journal.recover { snapshot in
            progress.begin(behindSnapshotOf: snapshot.payload.count)
            try restore(snapshot)
        } replay: { entry in
            progress.record(events: entry.eventCount, bytes: entry.payload.count)
            try replay(entry)
        }
        entries[cluster] = Entry(journal: journal, progress: progress)
        return report
    }

    /// Whether publications are on disk before they are sent.
    private var isExact: Bool { durability.syncsEveryEntry }

    /// Sets the publication numbers of a recovered cluster.
    ///
    /// - Parameter isOpen: Whether its journal says that a start must number publications behind the reserve.
    mutating func setNumbers(_ numbers: NumberReserve, isOpen: Bool, of cluster: String) {
        entries[cluster]?.numbers = numbers
        entries[cluster]?.isReserveOpen = isOpen
    }

    // MARK: - Writing

    /// Appends a cluster's pending records as one entry, and reserves numbers for the publications that they cause.
    ///
    /// - Parameter publications: An upper bound of these publications.
    /// - Returns: Whether any records were pending.
    /// - Throws: `JournalFailure`. The cluster is then ahead of its journal: none of its effects may be acknowledged or
    ///   published, and the worker must end.
    mutating func commit(_ cluster: inout HostedCluster, publications: UInt64) throws -> Bool {
        guard !cluster.records.isEmpty else { return false }
        let isExact = isExact
        let numbers = entries[cluster.name]?.numbers.reserve(publications, isExact: isExact)
        guard let payload = try cluster.drainEntry(numbers) else { return false }
        guard let journal = entries[cluster.name]?.journal else {
            preconditionFailure("a journaled cluster has a journal")
        }
        try journal.append(payload: payload.bytes, events: payload.events, time: payload.time)
        if numbers != nil {
            try journal.makeDurable()
            entries[cluster.name]?.isReserveOpen = !isExact
        }
        entries[cluster.name]?.progress.record(events: payload.events, bytes: payload.bytes.count)
        return true
    }

    /// Checks that all journals still have their files.
    func checkFiles() throws(JournalFailure) {
        for entry in entries.values { try entry.journal.checkFiles() }
    }

    /// Writes a cluster's commits to disk.
    func sync(_ cluster: String) throws(JournalFailure) {
        try entries[cluster]?.journal.sync()
    }

    // MARK: - Snapshots

    func isSnapshotDue(of cluster: String) -> Bool {
        entries[cluster].map { pace.isDue($0.progress) } ?? false
    }

    /// Writes a snapshot of a cluster if any entries follow the newest one.
    ///
    /// - Parameters:
    ///   - publications: The newest number of each of its streams.
    ///   - isReplacing: Whether to write it even if no entries follow.
    ///   - isLast: Whether the journal is closed without further publications.
    mutating func writeSnapshot(
        of cluster: HostedCluster, publications: [PublicationStreams.StreamNumber], isReplacing: Bool = false,
        isLast: Bool = false
    ) throws {
        guard let entry = entries[cluster.name],
            !entry.progress.isEmpty || isReplacing || (isLast && entry.isReserveOpen)
        else { return }
        let numbers = entry.numbers.message(isExact: isExact || isLast)
        let snapshot = try cluster.encodeSnapshot(publications: publications, numbers: numbers)
        // Before the write: if it fails, the next attempt waits as long.
        entries[cluster.name]?.progress.begin(behindSnapshotOf: snapshot.bytes.count)
        try entry.journal.writeSnapshot(payload: snapshot.bytes, time: snapshot.time)
    }

    // MARK: - Files

    /// The sizes of all journals' files together.
    var sizes: JournalSizes {
        entries.values.reduce(into: JournalSizes()) { $0.add($1.journal.sizes) }
    }

    /// Returns the journals whose log another process holds, each once until the hold ends.
    mutating func drainHeldLogs() -> [(cluster: String, hold: LogHold)] {
        entries.keys.sorted().compactMap { cluster in
            guard let entry = entries[cluster], let hold = entry.journal.logHold else {
                entries[cluster]?.holdIsReported = false
                return nil
            }
            defer { entries[cluster]?.holdIsReported = true }
            return entry.holdIsReported ? nil : (cluster, hold)
        }
    }

    mutating func close() throws(JournalFailure) {
        for entry in entries.values { try entry.journal.close() }
        entries = [:]
    }
}
