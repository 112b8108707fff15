package import AllocatorCore
package import AllocatorJournal
import AllocatorWire

/// Brings a cluster back to what its journal says: the newest whole snapshot, then the entries behind it, through the same
/// state that a running cluster has.
package struct ClusterRecovery: Sendable {
    package private(set) var state: ClusterState
    /// Of each stream, up to the snapshot: where the numbers of what the entries publish go on from.
    private(set) var publications: [PublicationStreams.StreamNumber] = []
    /// Which numbers publications may have had, as the newest record of them says; nil where the version that wrote the journal
    /// kept none.
    private(set) var numbers: WirePublicationNumbers?
    /// Entries and accepted events that were done again.
    package private(set) var entries = 0
    package private(set) var events = 0
    /// Whether the snapshot is one of earlier rules. It is taken up where no entries follow, and replaced at once.
    package private(set) var isOfEarlierRules = false

    private let clock: Allocator.Clock
    private static let snapshotDecoder = SnapshotDecoder(limits: .kept)
    private static let entryDecoder = JournalEntryDecoder(limits: .kept)

    package init(clock: Allocator.Clock) {
        self.clock = clock
        state = ClusterState(clock: clock, limits: .kept)
    }

    /// What a journal that is whole leads to, under the clock that it was written under; nil where it is empty.
    package init?(reading journal: JournalReader) throws {
        var recovery: ClusterRecovery?
        let snapshot = try journal.newestSnapshot()
        if let snapshot {
            var begun = ClusterRecovery(clock: .system)
            let start = try Self.snapshotDecoder.decode(snapshot.payload).start
            if start.clock == .virtual { begun = ClusterRecovery(clock: .virtual) }
            try begun.restore(snapshot)
            recovery = begun
        }
        try journal.forEachEntry(after: snapshot?.place.entry ?? 0) { entry in
            try recovery?.redo(entry)
            guard recovery == nil else { return }
            var begun = ClusterRecovery(clock: .system)
            let isVirtual = try Self.entryDecoder.decode(entry.payload).records.contains {
                $0.started.clock == .virtual
            }
            if isVirtual { begun = ClusterRecovery(clock: .virtual) }
            try begun.redo(entry)
            recovery = begun
        }
        guard let recovery else { return nil }
        self = recovery
    }

    /// Begins with a snapshot.
    ///
    /// - Precondition: nothing has been done again yet.
    package mutating func restore(_ snapshot: JournalSnapshot) throws(RecoveryFailure) {
        precondition(entries == 0, "a snapshot comes before the entries behind it")
        let place = "the snapshot behind entry \(snapshot.place.entry)"
        let message: WireSnapshot
        do {
            message = try Self.snapshotDecoder.decode(snapshot.payload)
        } catch {
            throw RecoveryFailure(place: place, reason: "\(error)")
        }
        do {
            state = try ClusterState(message, clock: clock)
        } catch {
            throw RecoveryFailure(place: place, reason: "\(error)")
        }
        isOfEarlierRules = message.start.isOfEarlierRules
        numbers = message.hasNumbers ? message.numbers : nil
        publications = try message.publications.map { stream throws(RecoveryFailure) in
            guard let kind = Topic.Kind(rawValue: stream.kind) else {
                throw RecoveryFailure(place: place, reason: "\(stream.kind) is no kind of topic")
            }
            return PublicationStreams.StreamNumber(kind: kind, master: stream.master, number: stream.sequence)
        }
    }

    /// Does again what an entry tells.
    ///
    /// - Returns: what was published of it then.
    mutating func replay(_ entry: JournalEntry) throws(RecoveryFailure) -> ClusterEffects {
        let place = "entry \(entry.number)"
        if isOfEarlierRules { throw RecoveryFailure(place: place, reason: ReplayMismatch.otherRules.description) }
        let message: WireJournalEntry
        do {
            message = try Self.entryDecoder.decode(entry.payload)
        } catch {
            throw RecoveryFailure(place: place, reason: "\(error)")
        }
        var outcome = ClusterOutcome(keepsRecords: false)
        for record in message.records {
            if case .numbers(let numbers) = record.record { self.numbers = numbers }
            do {
                try state.replay(record, into: &outcome)
            } catch {
                throw RecoveryFailure(place: place, reason: error.description)
            }
        }
        entries += 1
        events += outcome.acceptedEvents
        return outcome.effects
    }

    /// The same where nobody is to hear what was published.
    package mutating func redo(_ entry: JournalEntry) throws(RecoveryFailure) { _ = try replay(entry) }
}

/// A journal that is whole tells what cannot have happened, or what this version does not understand.
package struct RecoveryFailure: Error, Hashable, CustomStringConvertible {
    /// The entry or snapshot.
    package let place: String
    package let reason: String

    package var description: String {
        "\(place) cannot be done again: \(reason). Nothing was changed. Use the version that wrote the journal, or move the "
            + "cluster's folder away to begin it anew"
    }
}
