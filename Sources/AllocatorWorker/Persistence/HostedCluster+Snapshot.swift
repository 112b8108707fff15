import AllocatorCore
import AllocatorWire

extension HostedCluster {
    /// The whole state, with the publication numbers that are used and reserved.
    func snapshot(
        publications: [PublicationStreams.StreamNumber], numbers: WirePublicationNumbers
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

    /// Restores a cluster from a snapshot, under the limits for journaled data.
    ///
    /// - Throws: `ReplayMismatch` if the snapshot contradicts itself, or if the cluster had another clock.
    init(name: String, restoring snapshot: WireSnapshot, clock: Allocator.Clock) throws(ReplayMismatch) {
        try snapshot.start.check(clock)
        let isEarlier = snapshot.start.hasEarlierRules
        guard isEarlier || snapshot.start.hasCurrentRules else { throw .otherRules }
        let masters = snapshot.masters.map {
            (master: $0.master, progress: MasterProgress(epoch: $0.epoch, sequence: $0.sequence))
        }
        guard let progress = ProgressTable(masters, limit: ClusterLimits.kept.masters) else {
            throw ReplayMismatch(description: "a snapshot names a master twice")
        }
        do {
            var state = try AllocatorState(snapshot.allocator)
            // Such a snapshot doesn't tell offered from allocated resources.
            if isEarlier { state.mergeAccounts() }
            self.init(
                name: name, clock: ClusterClock(clock),
                allocator: try Allocator(restoring: state, clock: clock, limits: ClusterLimits.kept.allocator),
                progress: progress)
        } catch {
            throw ReplayMismatch(description: "a snapshot contradicts itself: \(error)")
        }
    }
}

extension ReplayMismatch {
    static let otherClock = ReplayMismatch(
        description: "it was written under another clock; start the worker with the --clock that it had")

    /// Events that another version accepted may lead to another state under the rules of this version.
    static let otherRules = ReplayMismatch(
        description:
            "it was decided by the rules of another version; start that version on this data directory and stop "
            + "it cleanly, so that its journal ends with a snapshot, and then start this one")
}
