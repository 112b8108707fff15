import AllocatorCore
import AllocatorJournal
import AllocatorWire

extension Cluster {
    /// The journal that a new cluster is kept in from now on; what has happened to it so far comes with the next commit.
    func begin(_ journal: sending ClusterJournal) {
        precondition(self.journal == nil, "a cluster is kept in one journal")
        self.journal = journal
    }

    /// Lets go of the journal, at the end.
    func close() throws(JournalFailure) {
        try journal?.close()
        journal = nil
    }

    /// Keeps what has happened since the last time, as one entry.
    ///
    /// - Throws: where it could not be kept: then the state is ahead of its journal, nothing of it may be published, and the
    ///   worker must end.
    func commit() throws {
        guard let journal, !outcome.records.isEmpty else { return }
        var entry = WireJournalEntry()
        entry.records = outcome.records
        try journal.append(
            payload: try FrameEncoder().encode(entry, as: .binary), events: outcome.acceptedEvents,
            time: state.allocator.now.nanoseconds)
        keptSinceSnapshot += max(1, outcome.acceptedEvents)
        outcome = ClusterOutcome(keepsRecords: true)
    }

    /// Makes what was committed outlive the system too, where commits alone do not (`--durability batch`).
    func sync() throws(JournalFailure) {
        try journal?.sync()
    }

    /// What the masters are to be told of their events, all of which are committed.
    func takeAcknowledgements() -> [(master: String, ack: WireAck)] {
        acknowledgements.isEmpty ? [] : acknowledgements.take(state.progress)
    }

    // MARK: - Snapshots

    /// Whether so many events were kept since the last snapshot. An entry without any, of the clock alone, counts as one.
    func hasKept(_ events: Int) -> Bool { journal != nil && keptSinceSnapshot >= events }

    /// Keeps the whole state, so that what came before it is needed no more.
    ///
    /// - Parameter publications: how many there were of each stream of the cluster.
    func writeSnapshot(_ publications: [WirePublicationCount]) throws {
        guard let journal else { return }
        precondition(outcome.records.isEmpty, "a snapshot comes behind what it holds")
        // Also where it fails: the next attempt is as far off.
        keptSinceSnapshot = 0
        try journal.writeSnapshot(
            payload: try FrameEncoder().encode(state.snapshot(publications), as: .binary),
            time: state.allocator.now.nanoseconds)
    }
}
