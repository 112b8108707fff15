import AllocatorCore
package import AllocatorWire

/// The progress of every master of a cluster that has ever sent an event with an epoch or a sequence.
///
/// A master that never did needs no entry: what is known of it is what is known of a stranger.
package struct ProgressTable: Sendable {
    /// Masters of one cluster; their names come from outside, so they must be bounded. Sequenced events of more are refused.
    package var limit: Int

    /// The place of each master in `progress`.
    private var places: [String: Int] = [:]
    private var progress: [MasterProgress] = []
    /// The master of each place.
    private var names: [String] = []
    /// The master whose event was noted last, and its place: most often the next event is of the same one.
    private var latest: (master: String, place: Int)?

    package init(limit: Int = ClusterLimits().masters) {
        self.limit = limit
    }

    package subscript(master: String) -> MasterProgress {
        place(of: master).map { progress[$0] } ?? MasterProgress()
    }

    private func place(of master: String) -> Int? {
        if let latest, latest.master == master { return latest.place }
        return places[master]
    }

    package func verdict(on event: EventEnvelope) -> MasterProgress.Verdict {
        self[event.master].verdict(epoch: event.epoch, sequence: event.sequence)
    }

    package func hasEntry(for master: String) -> Bool { place(of: master) != nil }

    /// Whether `note` has room for the event's master.
    package func hasRoom(for event: EventEnvelope) -> Bool {
        !needsEntry(event) || place(of: event.master) != nil || places.count < limit
    }

    /// Takes note of an event whose verdict was `apply` and for which there is room.
    package mutating func note(_ event: EventEnvelope) {
        guard needsEntry(event) else { return }
        let place = place(of: event.master) ?? insert(event.master, MasterProgress())
        if latest?.place != place { latest = (event.master, place) }
        progress[place].note(epoch: event.epoch, sequence: event.sequence)
    }

    /// Drops what is known of a master, whose name then takes no place.
    ///
    /// - Returns: what was known; nil where nothing was.
    package mutating func forget(_ master: String) -> MasterProgress? {
        guard let place = places.removeValue(forKey: master) else { return nil }
        latest = nil
        let forgotten = progress[place]
        let (last, name) = (progress.removeLast(), names.removeLast())
        if place < progress.count {
            (progress[place], names[place]) = (last, name)
            places[name] = place
        }
        return forgotten
    }

    private mutating func insert(_ master: String, _ new: MasterProgress) -> Int {
        places[master] = progress.count
        progress.append(new)
        names.append(master)
        return progress.count - 1
    }

    private func needsEntry(_ event: EventEnvelope) -> Bool { event.epoch > 0 || event.sequence > 0 }

    // MARK: Out and in again

    /// By name.
    package var masters: [String] { places.keys.sorted() }

    /// By name, as it is kept in a snapshot.
    package var entries: [(master: String, progress: MasterProgress)] {
        places.sorted { $0.key < $1.key }.map { (master: $0.key, progress: progress[$0.value]) }
    }

    /// - Returns: nil where a master is there twice, or there are too many.
    package init?(_ entries: [(master: String, progress: MasterProgress)], limit: Int = ClusterLimits().masters) {
        guard entries.count <= limit else { return nil }
        self.limit = limit
        for entry in entries {
            guard places[entry.master] == nil else { return nil }
            _ = insert(entry.master, entry.progress)
        }
    }
}
