import AllocatorCore
package import AllocatorWire

/// The progress of each master of a cluster that has ever sent an event with an epoch or a sequence.
package struct ProgressTable: Sendable {
    package static let defaultLimit = 10_000

    /// The maximum number of masters. Their names come from outside, so they must be bounded. Sequenced events of
    /// further masters are refused.
    package var limit: Int

    /// The index of each master in `progress`.
    private var places: [String: Int] = [:]
    private var progress: [MasterProgress] = []
    /// The master of each index.
    private var names: [String] = []
    /// The master of the most recent event: consecutive events mostly come from one master.
    private var latest: (master: String, place: Int)?

    package init(limit: Int = Self.defaultLimit) {
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

    /// Whether `record` has room for the event's master.
    package func hasRoom(for event: EventEnvelope) -> Bool {
        !needsEntry(event) || place(of: event.master) != nil || places.count < limit
    }

    /// Records an event.
    ///
    /// - Precondition: Its verdict was `apply`, and there is room for it.
    package mutating func record(_ event: EventEnvelope) {
        guard needsEntry(event) else { return }
        let place = place(of: event.master) ?? insert(event.master, progress: MasterProgress())
        if latest?.place != place { latest = (event.master, place) }
        progress[place].record(epoch: event.epoch, sequence: event.sequence)
    }

    /// Removes a master.
    ///
    /// - Returns: Its progress, or `nil` if it had no entry.
    package mutating func remove(_ master: String) -> MasterProgress? {
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

    private mutating func insert(_ master: String, progress new: MasterProgress) -> Int {
        places[master] = progress.count
        progress.append(new)
        names.append(master)
        return progress.count - 1
    }

    private func needsEntry(_ event: EventEnvelope) -> Bool { event.epoch > 0 || event.sequence > 0 }

    // MARK: - Snapshots

    /// All masters, sorted by name.
    package var masters: [String] { places.keys.sorted() }

    /// The entries, sorted by name.
    package var entries: [(master: String, progress: MasterProgress)] {
        places.sorted { $0.key < $1.key }.map { (master: $0.key, progress: progress[$0.value]) }
    }

    /// - Returns: `nil` if a master occurs twice, or if the entries exceed the limit.
    package init?(_ entries: [(master: String, progress: MasterProgress)], limit: Int = Self.defaultLimit) {
        guard entries.count <= limit else { return nil }
        self.limit = limit
        for entry in entries {
            guard places[entry.master] == nil else { return nil }
            _ = insert(entry.master, progress: entry.progress)
        }
    }
}
