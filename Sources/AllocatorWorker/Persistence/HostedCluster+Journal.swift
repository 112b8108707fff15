import AllocatorCore
import AllocatorWire

/// The encoded state or records of a cluster, to be written to its journal.
struct JournalPayload: Sendable {
    let bytes: [UInt8]
    /// Accepted events in it.
    let events: Int
    /// Nanoseconds of the cluster's clock.
    let time: Int64
}

extension HostedCluster {
    /// Encodes and removes the pending records, as one journal entry. The entry must be committed before its effects
    /// are acknowledged or published.
    ///
    /// - Parameter numbers: The publication numbers that were reserved for the entry, if any.
    /// - Returns: The entry, or `nil` if no records are pending.
    mutating func drainEntry(_ numbers: WirePublicationNumbers?) throws -> JournalPayload? {
        guard !records.isEmpty else { return nil }
        if let numbers { records.insertNumbers(numbers) }
        defer { records = PendingRecords(isJournaled: true) }
        var entry = WireJournalEntry()
        entry.records = records.records
        return JournalPayload(
            bytes: try JournalEntryEncoder().encode(entry, as: .binary), events: records.acceptedEvents,
            time: allocator.now.nanoseconds)
    }

    /// Encodes the whole state, which replaces all entries up to now.
    ///
    /// - Parameters:
    ///   - publications: The newest number of each of the cluster's streams.
    ///   - numbers: The publication numbers that are reserved.
    /// - Precondition: No records are pending.
    func encodeSnapshot(
        publications: [PublicationStreams.StreamNumber], numbers: WirePublicationNumbers
    ) throws -> JournalPayload {
        precondition(records.isEmpty, "a snapshot follows the entries that it replaces")
        let snapshot = snapshot(publications: publications, numbers: numbers)
        return JournalPayload(
            bytes: try SnapshotEncoder().encode(snapshot, as: .binary), events: 0, time: allocator.now.nanoseconds)
    }

    /// Returns and removes the pending acknowledgements. All events in them are committed.
    mutating func drainAcknowledgements() -> [(master: String, ack: WireAck)] {
        acknowledgements.isEmpty ? [] : acknowledgements.drain(progress)
    }
}
