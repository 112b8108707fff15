import AllocatorCore
package import AllocatorWire

/// The progress of every master of a cluster that has ever sent an event with an epoch or a sequence.
///
/// A master that never did needs no entry: what is known of it is what is known of a stranger.
package struct ProgressTable: Sendable {
    /// Masters of one cluster; their names come from outside, so they must be bounded. Sequenced events of more are refused.
    package static let maximumCount = 10_000

    private var masters: [String: MasterProgress] = [:]

    package init() {}

    package subscript(master: String) -> MasterProgress { masters[master] ?? MasterProgress() }

    package func verdict(on event: WireEvent) -> MasterProgress.Verdict {
        self[event.master].verdict(epoch: event.epoch, sequence: event.sequence)
    }

    /// Whether `note` has room for the event's master.
    package func hasRoom(for event: WireEvent) -> Bool {
        !needsEntry(event) || masters[event.master] != nil || masters.count < Self.maximumCount
    }

    /// Takes note of an event whose verdict was `apply` and for which there is room.
    package mutating func note(_ event: WireEvent) {
        guard needsEntry(event) else { return }
        masters[event.master, default: MasterProgress()].note(epoch: event.epoch, sequence: event.sequence)
    }

    private func needsEntry(_ event: WireEvent) -> Bool { event.epoch > 0 || event.sequence > 0 }

    // MARK: Out and in again

    /// By name, as it is kept in a snapshot.
    package var entries: [(master: String, progress: MasterProgress)] {
        masters.sorted { $0.key < $1.key }.map { (master: $0.key, progress: $0.value) }
    }

    /// - Returns: nil where a master is there twice, or there are too many.
    package init?(_ entries: [(master: String, progress: MasterProgress)]) {
        guard entries.count <= Self.maximumCount else { return nil }
        for entry in entries where masters.updateValue(entry.progress, forKey: entry.master) != nil { return nil }
    }
}
