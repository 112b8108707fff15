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
    /// What has happened since the last time, as one entry of a journal; nil where nothing has. Whoever takes it must keep
    /// it before any of it is published.
    func takeEntry() throws -> KeptBytes? {
        guard !outcome.records.isEmpty else { return nil }
        defer { outcome = ClusterOutcome(keepsRecords: true) }
        var entry = WireJournalEntry()
        entry.records = outcome.records
        return KeptBytes(
            payload: try FrameEncoder().encode(entry, as: .binary), events: outcome.acceptedEvents,
            time: state.allocator.now.nanoseconds)
    }

    /// The whole state, so that what came before it is needed no more.
    ///
    /// - Parameter publications: how many there were of each stream of the cluster.
    func snapshot(_ publications: [PublicationStreams.StreamNumber]) throws -> KeptBytes {
        precondition(outcome.records.isEmpty, "a snapshot comes behind what it holds")
        return KeptBytes(
            payload: try FrameEncoder().encode(state.snapshot(publications), as: .binary), events: 0,
            time: state.allocator.now.nanoseconds)
    }

    /// What the masters are to be told of their events, all of which are kept.
    func takeAcknowledgements() -> [(master: String, ack: WireAck)] {
        acknowledgements.isEmpty ? [] : acknowledgements.take(state.progress)
    }
}
