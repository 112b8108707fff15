import AllocatorJournal

/// Where the clusters of a worker are kept: a journal each, in one data directory. Lives on the sockets' thread.
struct ClusterStore {
    let path: String
    private let directory: DataDirectory
    private let durability: Durability
    /// When snapshots are due.
    private let pace: SnapshotPace
    private let damagedLog: DamagedLogPolicy

    private struct Place {
        let journal: ClusterJournal
        var progress: SnapshotPace.Progress
        /// Whether it was logged that another process holds the log.
        var holdIsReported = false
        var numbers = NumberReserve()
        /// Whether the journal says of the numbers that a start must go on behind its reserve.
        var isReserveOpen = false
    }

    private var places: [String: Place] = [:]

    /// Takes the directory for this worker alone.
    init(
        path: String, durability: Durability, pace: SnapshotPace, damagedLog: DamagedLogPolicy = .refuse
    ) throws(JournalFailure) {
        directory = try DataDirectory(path: path)
        self.path = path
        self.durability = durability
        self.pace = pace
        self.damagedLog = damagedLog
    }

    /// Whether what was committed is sure to survive the machine only after `sync`.
    var syncsLater: Bool { durability == .batch }

    /// The clusters that are kept there, by name.
    func clusters() throws(JournalFailure) -> [String] { try directory.clusters() }

    /// Bytes of one event that an entry of a journal has room for, beside all else that one commit may keep.
    static let maximumFrameBytes = JournalLimits().maximumEntryPayload - 2 * Outbox.maximumBytes

    /// Begins the journal of a new cluster.
    ///
    /// - Throws: where there can be none; nothing of the cluster is kept then, and it can be tried again.
    mutating func begin(_ cluster: String) throws(JournalFailure) {
        let journal = try directory.openJournal(ofCluster: cluster, durability: durability)
        try journal.begin()
        places[cluster] = Place(journal: journal, progress: .init())
    }

    /// Reads a cluster's journal, mends it where it is damaged, and goes on with it.
    mutating func recover(
        _ cluster: String, restore: (JournalSnapshot) throws -> Void, replay: (JournalEntry) throws -> Void
    ) throws -> JournalRecovery {
        let journal = try directory.openJournal(ofCluster: cluster, durability: durability, damagedLog: damagedLog)
        var progress = SnapshotPace.Progress()
        let report = try journal.recover { snapshot in
            progress.begin(behindSnapshotOf: snapshot.payload.count)
            try restore(snapshot)
        } replay: { entry in
            progress.note(events: entry.eventCount, bytes: entry.payload.count)
            try replay(entry)
        }
        places[cluster] = Place(journal: journal, progress: progress)
        return report
    }

    /// Whether all that is published is on disk before.
    private var isExact: Bool { durability == .full }

    /// Says from where on a cluster that was recovered numbers its publications.
    ///
    /// - Parameter isOpen: whether its journal says that a start must go on behind the reserve.
    mutating func setNumbers(_ numbers: NumberReserve, isOpen: Bool, of cluster: String) {
        places[cluster]?.numbers = numbers
        places[cluster]?.isReserveOpen = isOpen
    }

    // MARK: - Writing

    /// Keeps what has happened to a cluster since the last time, as one entry, and reserves numbers for what is published of it.
    ///
    /// - Parameter publications: how many there are of it at the most.
    /// - Returns: whether anything has.
    /// - Throws: where it could not be kept: then the cluster is ahead of its journal, nothing of it may be published, and the
    ///   worker must end.
    mutating func commit(_ cluster: Cluster, publications: UInt64) throws -> Bool {
        guard cluster.assumeIsolated({ !$0.outcome.records.isEmpty }) else { return false }
        let isExact = isExact
        let numbers = places[cluster.name]?.numbers.take(publications, isExact: isExact)
        guard let entry = try cluster.assumeIsolated({ try $0.takeEntry(numbers) }) else { return false }
        guard let journal = places[cluster.name]?.journal else { preconditionFailure("a cluster has a journal first") }
        try journal.append(payload: entry.payload, events: entry.events, time: entry.time)
        if numbers != nil {
            try journal.makeDurable()
            places[cluster.name]?.isReserveOpen = !isExact
        }
        places[cluster.name]?.progress.note(events: entry.events, bytes: entry.payload.count)
        return true
    }

    /// Looks whether all journals still have their files.
    func checkFiles() throws(JournalFailure) {
        for place in places.values { try place.journal.checkFiles() }
    }

    /// Makes what was committed of a cluster outlive the machine too.
    func sync(_ cluster: Cluster) throws(JournalFailure) {
        try places[cluster.name]?.journal.sync()
    }

    // MARK: - Snapshots

    func isSnapshotDue(of cluster: Cluster) -> Bool {
        places[cluster.name].map { pace.isDue($0.progress) } ?? false
    }

    /// Keeps the whole state of a cluster, unless nothing has come since the last time.
    ///
    /// - Parameters:
    ///   - publications: how many there were of each of its streams.
    ///   - isReplacing: whether it is kept although nothing has come.
    ///   - isLast: whether nothing is published any more before the journal is closed.
    mutating func writeSnapshot(
        of cluster: Cluster, _ publications: [PublicationStreams.StreamNumber], isReplacing: Bool = false,
        isLast: Bool = false
    ) throws {
        guard let place = places[cluster.name],
            !place.progress.isEmpty || isReplacing || (isLast && place.isReserveOpen)
        else { return }
        let numbers = place.numbers.message(isExact: isExact || isLast)
        let snapshot = try cluster.assumeIsolated { try $0.snapshot(publications, numbers) }
        // Also where it fails: the next attempt is as far off.
        places[cluster.name]?.progress.begin(behindSnapshotOf: snapshot.payload.count)
        try place.journal.writeSnapshot(payload: snapshot.payload, time: snapshot.time)
    }

    // MARK: - Files

    /// What the files of all journals take.
    var sizes: JournalSizes {
        places.values.reduce(into: JournalSizes()) { $0.add($1.journal.sizes) }
    }

    /// The journals whose log another process holds, that were not reported since that began.
    mutating func takeHeldLogs() -> [(cluster: String, hold: LogHold)] {
        places.keys.sorted().compactMap { cluster in
            guard let place = places[cluster], let hold = place.journal.logHold else {
                places[cluster]?.holdIsReported = false
                return nil
            }
            defer { places[cluster]?.holdIsReported = true }
            return place.holdIsReported ? nil : (cluster, hold)
        }
    }

    mutating func close() throws(JournalFailure) {
        for place in places.values { try place.journal.close() }
        places = [:]
    }
}
