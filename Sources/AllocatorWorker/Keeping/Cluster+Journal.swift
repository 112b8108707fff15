import AllocatorCore
import AllocatorWire

/// What is to be kept of a cluster, ready to be written.
struct KeptBytes: Sendable {
    let payload: [UInt8]
    /// Accepted events that it holds.
    let events: Int
    /// Nanoseconds of the cluster's clock.
    let time: Int64
}

extension Cluster {
    /// What has happened since the last time, as one entry of a journal; nil where nothing has. It must be kept before any of
    /// it is published.
    ///
    /// - Parameter numbers: Which numbers that may have, where more were reserved.
    func takeEntry(_ numbers: WirePublicationNumbers?) throws -> KeptBytes? {
        guard !outcome.records.isEmpty else { return nil }
        if let numbers { outcome.recordBefore(.numbers(numbers)) }
        defer { outcome = ClusterOutcome(keepsRecords: true) }
        var entry = WireJournalEntry()
        entry.records = outcome.records
        return KeptBytes(
            payload: try JournalEntryEncoder().encode(entry, as: .binary), events: outcome.acceptedEvents,
            time: state.allocator.now.nanoseconds)
    }

    /// The whole state, so that what came before it is needed no more.
    ///
    /// - Parameters:
    ///   - publications: how many there were of each stream of the cluster.
    ///   - numbers: which ones they may have.
    func snapshot(
        _ publications: [PublicationStreams.StreamNumber], _ numbers: WirePublicationNumbers
    ) throws -> KeptBytes {
        precondition(outcome.records.isEmpty, "a snapshot comes behind what it holds")
        return KeptBytes(
            payload: try SnapshotEncoder().encode(state.snapshot(publications, numbers), as: .binary), events: 0,
            time: state.allocator.now.nanoseconds)
    }

    /// What the masters are to be told of their events, all of which are kept.
    func takeAcknowledgements() -> [(master: String, ack: WireAck)] {
        acknowledgements.isEmpty ? [] : acknowledgements.take(state.progress)
    }
}
