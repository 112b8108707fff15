package import AllocatorCore
package import AllocatorJournal
import AllocatorWire

/// Recovers a cluster from its journal: restores the newest whole snapshot, then replays the entries behind it.
package struct ClusterRecovery: Sendable {
    package private(set) var cluster: HostedCluster
    /// The newest number of each stream at the snapshot.
    private(set) var publications: [PublicationStreams.StreamNumber] = []
    /// The newest record of the reserved publication numbers, or `nil` if the version that wrote the journal had none.
    private(set) var numbers: WirePublicationNumbers?
    /// Replayed entries, and the accepted events in them.
    package private(set) var entries = 0
    package private(set) var events = 0
    /// Whether the snapshot has earlier rules. It can be restored if no entries follow, and is then replaced at once.
    package private(set) var hasEarlierRules = false

    private let clock: Allocator.Clock
    private static let snapshotDecoder = SnapshotDecoder(limits: .kept)
    private static let entryDecoder = JournalEntryDecoder(limits: .kept)

    /// - Parameter name: The cluster's name, which the journal itself doesn't hold.
    package init(clock: Allocator.Clock, name: String = "") {
        self.clock = clock
        cluster = HostedCluster(
            name: name, clock: ClusterClock(clock),
            allocator: Allocator(clock: clock, limits: ClusterLimits.kept.allocator),
            progress: ProgressTable(limit: ClusterLimits.kept.masters))
    }

    /// Recovers the cluster of an undamaged journal, under the clock that the journal was written with.
    ///
    /// The result is `nil` if the journal is empty.
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
            try recovery?.replay(entry)
            guard recovery == nil else { return }
            var begun = ClusterRecovery(clock: .system)
            let isVirtual = try Self.entryDecoder.decode(entry.payload).records.contains {
                $0.started.clock == .virtual
            }
            if isVirtual { begun = ClusterRecovery(clock: .virtual) }
            try begun.replay(entry)
            recovery = begun
        }
        guard let recovery else { return nil }
        self = recovery
    }

    /// Restores a snapshot.
    ///
    /// - Precondition: No entry has been replayed yet.
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
            cluster = try HostedCluster(name: cluster.name, restoring: message, clock: clock)
        } catch {
            throw RecoveryFailure(place: place, reason: "\(error)")
        }
        hasEarlierRules = message.start.hasEarlierRules
        numbers = message.hasNumbers ? message.numbers : nil
        publications = try message.publications.map { stream throws(RecoveryFailure) in
            guard let kind = Topic.Kind(rawValue: stream.kind) else {
                throw RecoveryFailure(place: place, reason: "\(stream.kind) is not a kind of topic")
            }
            return PublicationStreams.StreamNumber(kind: kind, master: stream.master, number: stream.sequence)
        }
    }

    /// Replays an entry, with the effects that it had.
    mutating func replay(_ entry: JournalEntry, into outbox: inout Outbox) throws(RecoveryFailure) {
        let place = "entry \(entry.number)"
        if hasEarlierRules { throw RecoveryFailure(place: place, reason: ReplayMismatch.otherRules.description) }
        let message: WireJournalEntry
        do {
            message = try Self.entryDecoder.decode(entry.payload)
        } catch {
            throw RecoveryFailure(place: place, reason: "\(error)")
        }
        let before = cluster.records.acceptedEvents
        for record in message.records {
            if case .numbers(let numbers) = record.record { self.numbers = numbers }
            do {
                try cluster.replay(record, into: &outbox)
            } catch {
                throw RecoveryFailure(place: place, reason: error.description)
            }
        }
        entries += 1
        events += cluster.records.acceptedEvents - before
    }

    /// Replays an entry and discards its effects.
    package mutating func replay(_ entry: JournalEntry) throws(RecoveryFailure) {
        var discarded = Outbox()
        try replay(entry, into: &discarded)
    }
}

/// An undamaged journal contradicts itself, or holds something that this version doesn't understand.
package struct RecoveryFailure: Error, Hashable, CustomStringConvertible {
    /// The entry or snapshot.
    package let place: String
    package let reason: String

    package var description: String {
        "\(place) cannot be replayed: \(reason). Nothing was changed. Use the version that wrote the journal, or move "
            + "the cluster's folder away to start the cluster empty"
    }
}
