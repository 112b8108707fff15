import AllocatorCore
import AllocatorWire

extension HostedCluster {
    // MARK: - Listening

    /// Returns the masters that have added, activated or updated a framework since the last call.
    mutating func drainMastersOfFrameworks() -> Set<String> {
        guard !mastersOfFrameworks.isEmpty else { return [] }
        defer { mastersOfFrameworks.removeAll(keepingCapacity: true) }
        return mastersOfFrameworks
    }

    var masters: [String] { allocator.masters }

    func isListening(_ master: String) -> Bool { allocator.isListening(master) }

    /// Records that a master has started or stopped listening to its offers.
    mutating func setListening(_ isListening: Bool, master: String, into outbox: inout Outbox) {
        var change = WireListeningChange()
        change.master = master
        change.isListening = isListening
        records.append(.listening(change))
        recordChange()
        let started = MonotonicTime.now()
        allocator.setListening(isListening, master: master)
        updateTrigger()
        drainEffects(since: started, into: &outbox)
    }

    // MARK: - Forgetting

    /// Whether the cluster has anything to forget about a master.
    func knows(master: String) -> Bool {
        progress.hasEntry(for: master)
            || !allocator.isListening(master) && allocator.frameworkCount(ofMaster: master) == 0
    }

    /// Forgets the numbered events of a master, and whether it listens if it has no frameworks.
    ///
    /// - Returns: The master's progress until now.
    @discardableResult
    mutating func forget(master: String) -> MasterProgress {
        records.append(.forgottenMaster(master))
        recordChange()
        if allocator.frameworkCount(ofMaster: master) == 0 { allocator.setListening(true, master: master) }
        return progress.remove(master) ?? MasterProgress()
    }
}
