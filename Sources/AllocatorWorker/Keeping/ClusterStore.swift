import AllocatorJournal

/// Where the clusters of a worker are kept: a journal each, in one data directory. Lives on the sockets' thread.
struct ClusterStore {
    let path: String
    private let directory: DataDirectory
    private let durability: Durability
    /// Events after which a snapshot is due.
    private let snapshotEvery: Int

    private struct Place {
        let journal: ClusterJournal
        /// Events since the newest snapshot, and entries without any.
        var keptSinceSnapshot: Int
    }

    private var places: [String: Place] = [:]

    /// Takes the directory for this worker alone.
    init(path: String, durability: Durability, snapshotEvery: Int) throws(JournalFailure) {
        directory = try DataDirectory(path: path)
        self.path = path
        self.durability = durability
        self.snapshotEvery = snapshotEvery
    }

    /// Whether what was committed is sure to survive the machine only after `sync`.
    var syncsLater: Bool { durability == .batch }

    /// The clusters that are kept there, by name.
    func clusters() throws(JournalFailure) -> [String] { try directory.clusters() }

    /// Begins the journal of a new cluster.
    mutating func begin(_ cluster: String) throws {
        let journal = try directory.openJournal(ofCluster: cluster, durability: durability)
        _ = try journal.recover(restore: { _ in }, replay: { _ in })
        places[cluster] = Place(journal: journal, keptSinceSnapshot: 0)
    }

    /// Reads a cluster's journal, mends it where it is damaged, and goes on with it.
    mutating func recover(
        _ cluster: String, restore: (JournalSnapshot) throws -> Void, replay: (JournalEntry) throws -> Void
    ) throws -> JournalRecovery {
        let journal = try directory.openJournal(ofCluster: cluster, durability: durability)
        var kept = 0
        let report = try journal.recover(restore: restore) { entry in
            kept += max(1, entry.eventCount)
            try replay(entry)
        }
        places[cluster] = Place(journal: journal, keptSinceSnapshot: kept)
        return report
    }

    // MARK: - Writing

    /// Keeps what has happened to a cluster since the last time, as one entry.
    ///
    /// - Returns: whether anything has.
    /// - Throws: where it could not be kept: then the cluster is ahead of its journal, nothing of it may be published, and the
    ///   worker must end.
    mutating func commit(_ cluster: Cluster) throws -> Bool {
        guard let entry = try cluster.assumeIsolated({ try $0.takeEntry() }) else { return false }
        guard let journal = places[cluster.name]?.journal else { preconditionFailure("a cluster has a journal first") }
        try journal.append(payload: entry.payload, events: entry.events, time: entry.time)
        places[cluster.name]?.keptSinceSnapshot += max(1, entry.events)
        return true
    }

    /// Makes what was committed of a cluster outlive the machine too.
    func sync(_ cluster: Cluster) throws(JournalFailure) {
        try places[cluster.name]?.journal.sync()
    }

    // MARK: - Snapshots

    func isSnapshotDue(of cluster: Cluster) -> Bool {
        (places[cluster.name]?.keptSinceSnapshot ?? 0) >= snapshotEvery
    }

    /// Keeps the whole state of a cluster, unless nothing has come since the last time.
    ///
    /// - Parameters:
    ///   - publications: how many there were of each of its streams.
    ///   - isReplacing: whether it is kept although nothing has come.
    mutating func writeSnapshot(
        of cluster: Cluster, _ publications: [PublicationStreams.StreamNumber], isReplacing: Bool = false
    ) throws {
        guard let place = places[cluster.name], place.keptSinceSnapshot > 0 || isReplacing else { return }
        let snapshot = try cluster.assumeIsolated { try $0.snapshot(publications) }
        // Also where it fails: the next attempt is as far off.
        places[cluster.name]?.keptSinceSnapshot = 0
        try place.journal.writeSnapshot(payload: snapshot.payload, time: snapshot.time)
    }

    mutating func close() throws(JournalFailure) {
        for place in places.values { try place.journal.close() }
        places = [:]
    }
}
