import AllocatorCore
import AllocatorJournal
import AllocatorWire

extension Cluster {
    /// The journal that the cluster is kept in from now on; what has happened to it so far comes with the next commit.
    func begin(_ journal: sending ClusterJournal) {
        precondition(self.journal == nil, "a cluster is kept in one journal")
        self.journal = journal
    }

    /// Keeps what has happened since the last time, as one entry.
    ///
    /// - Throws: where it could not be kept: then the state is ahead of its journal, nothing of it may be published, and the
    ///   worker must end.
    func commit() throws(JournalFailure) {
        guard let journal, !outcome.records.isEmpty else { return }
        var entry = WireJournalEntry()
        entry.records = outcome.records
        try journal.append(
            try JournalCodec.encode(entry), events: outcome.acceptedEvents,
            timeNanoseconds: state.allocator.now.nanoseconds)
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
    func writeSnapshot(_ publications: [WirePublicationCount]) throws(JournalFailure) {
        guard let journal else { return }
        precondition(outcome.records.isEmpty, "a snapshot comes behind what it holds")
        try journal.writeSnapshot(try JournalCodec.encode(state.snapshot(publications)))
        keptSinceSnapshot = 0
    }
}
