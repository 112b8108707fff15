import AllocatorCore
import AllocatorWire

extension ClusterState {
    /// The whole of it, and which numbers publications have and may have, for the journal.
    func snapshot(
        _ publications: [PublicationStreams.StreamNumber], _ numbers: WirePublicationNumbers
    ) -> WireSnapshot {
        var snapshot = WireSnapshot()
        snapshot.numbers = numbers
        snapshot.start = WireClusterStart(allocator.clock)
        snapshot.allocator = WireAllocatorState(allocator.state)
        snapshot.masters = progress.entries.map { entry in
            var message = WireMasterProgress()
            message.master = entry.master
            message.epoch = entry.progress.epoch
            message.sequence = entry.progress.sequence
            return message
        }
        snapshot.publications = publications.map { stream in
            var message = WirePublicationCount()
            message.kind = stream.kind.rawValue
            message.master = stream.master
            message.sequence = stream.number
            return message
        }
        return snapshot
    }

    /// A cluster as a snapshot has it, within no limits but those of what was kept.
    ///
    /// - Throws: `ReplayMismatch` where the snapshot contradicts itself, or was written under another clock.
    init(_ snapshot: WireSnapshot, clock: Allocator.Clock) throws(ReplayMismatch) {
        try snapshot.start.check(clock)
        let isEarlier = snapshot.start.isOfEarlierRules
        guard isEarlier || snapshot.start.isOfTheseRules else { throw .otherRules }
        let masters = snapshot.masters.map {
            (master: $0.master, progress: MasterProgress(epoch: $0.epoch, sequence: $0.sequence))
        }
        guard let progress = ProgressTable(masters, limit: ClusterLimits.kept.masters) else {
            throw ReplayMismatch(description: "a snapshot names a master twice")
        }
        do {
            var state = try AllocatorState(snapshot.allocator)
            // Nothing in it tells for certain what of a holding was merely offered.
            if isEarlier { state.mergeAccounts() }
            self.init(
                allocator: try Allocator(restoring: state, clock: clock, limits: ClusterLimits.kept.allocator),
                progress: progress)
        } catch {
            throw ReplayMismatch(description: "a snapshot cannot be: \(error)")
        }
    }
}

extension ReplayMismatch {
    static let otherClock = ReplayMismatch(
        description: "it was written under another clock; start the worker with the --clock that it had")

    /// What another version accepted may come to something else by the rules of this one.
    static let otherRules = ReplayMismatch(
        description:
            "it was decided by the rules of another version; start that version on this data directory and stop "
            + "it cleanly, so that nothing is left behind its snapshot, and then this one")
}
