import AllocatorCore
import AllocatorJournal
import AllocatorWire
import Logging

extension EventPipeline {
    /// Recovers the stored clusters. The publications since their newest snapshots are numbered and stored again, so
    /// that clients can ask for them, but they aren't sent.
    ///
    /// - Throws: `JournalFailure`, or `RecoveryFailure` with the cluster. Nothing was changed then.
    mutating func recover() throws {
        let outdated = try recoverClusters()
        // Entries with the current rules must not follow a snapshot with earlier ones.
        for cluster in outdated { try writeSnapshot(of: cluster, isReplacing: true) }
    }

    /// - Returns: The clusters whose snapshots have earlier rules.
    private mutating func recoverClusters() throws -> [ClusterTable.Index] {
        // Taken out of the pipeline, because the closures of `recover` access the pipeline while the store is mutated.
        guard var store = store.take() else { return [] }
        defer { self.store = store }
        publisher.isSending = false
        defer { publisher.isSending = true }
        let names = try store.clusters()
        guard names.count <= configuration.maximumClusters else {
            throw TooManyClusters(found: names.count, limit: configuration.maximumClusters, path: store.path)
        }
        var outdated: [ClusterTable.Index] = []
        for name in names {
            let recovery = try recover(name, in: &store)
            let index = clusters.insert(recovery.cluster)
            clusters[index].beginService(
                clock: clock(of: name, after: recovery.cluster.allocator.now), limits: configuration.clusterLimits)
            if recovery.hasEarlierRules { outdated.append(index) }
            metrics.begin(name)
        }
        restoreListeners()
        return outdated
    }

    private mutating func recover(_ name: String, in store: inout ClusterStore) throws -> ClusterRecovery {
        let started = MonotonicTime.now()
        var recovery = ClusterRecovery(clock: clusterClock.kind, name: name)
        var replayed = Outbox()
        let report = try store.recover(name) { snapshot in
            try recovery.restore(snapshot)
            publisher.restore(recovery.publications, of: name)
            publisher.skip(to: recovery.numbers?.behind ?? 0, in: name)
        } replay: { entry in
            let before = recovery.numbers?.behind
            try recovery.replay(entry, into: &replayed)
            if let behind = recovery.numbers?.behind, behind != before { publisher.skip(to: behind, in: name) }
            for effect in replayed.entries.lazy.map(\.effect) { try publisher.publish(effect, of: name) }
            replayed.removeAll()
        }
        continueNumbers(of: name, kept: recovery.numbers, isDamaged: !report.findings.isEmpty, in: &store)
        log(recovery, of: name, report: report, since: started)
        return recovery
    }

    private func log(_ recovery: ClusterRecovery, of name: String, report: JournalRecovery, since started: Int64) {
        logger.info(
            "cluster recovered",
            metadata: [
                "cluster": "\(name)", "from_snapshot_at": "\(report.snapshot?.events ?? 0)",
                "events_again": "\(recovery.events)", "events": "\(report.end.events)",
                "milliseconds": "\((MonotonicTime.now() - started) / 1_000_000)",
            ])
        for finding in report.findings {
            logger.warning("the journal was damaged: \(finding)", metadata: ["cluster": "\(name)"])
        }
        if report.tornBytes > 0 {
            logger.notice(
                "the journal's last commit is incomplete, as after a power failure, and was ignored",
                metadata: ["cluster": "\(name)", "bytes": "\(report.tornBytes)"])
        }
        if let copy = report.keptAside {
            logger.warning(
                "the journal was repaired; a copy of the damaged one was kept",
                metadata: ["cluster": "\(name)", "copy": "\(copy)"])
        }
        if recovery.hasEarlierRules {
            logger.warning(
                "an earlier version stored the cluster: its offered and allocated resources share one account",
                metadata: ["cluster": "\(name)"])
        }
    }

    /// The clock of a recovered cluster. If the wall clock is behind the journal, time continues from the last instant
    /// in it.
    private func clock(of cluster: String, after last: Instant) -> ClusterClock {
        let (clock, lead) = clusterClock.continuing(from: last)
        if lead > 0 {
            logger.warning(
                "the wall clock is behind the journal: time continues from its last instant; check the wall clock",
                metadata: [
                    "cluster": "\(cluster)", "ahead_of_wall_clock_by_seconds": "\(Double(lead / 1_000_000) / 1_000)",
                ])
        }
        return clock
    }

    /// Numbers further publications above all numbers that may have been used before.
    private mutating func continueNumbers(
        of cluster: String, kept: WirePublicationNumbers?, isDamaged: Bool, in store: inout ClusterStore
    ) {
        let highest = publisher.history.streams.highestNumber(of: cluster)
        let start = NumberReserve.start(kept, highest: highest, isDamaged: isDamaged)
        if let start {
            publisher.skip(to: start, in: cluster)
            logger.info(
                "publications continue above all numbers that may have been used",
                metadata: ["cluster": "\(cluster)", "last": "\(highest)", "behind": "\(start)"])
        }
        let numbers = NumberReserve(behind: start ?? kept?.behind ?? 0, used: highest)
        store.setNumbers(numbers, isOpen: kept?.isExact != true, of: cluster)
    }

    /// Starts the grace period in which the recovered masters can subscribe again.
    private mutating func restoreListeners() {
        let now = MonotonicTime.now()
        for index in clusters.sortedIndices {
            let name = clusters[index].name
            for master in clusters[index].masters {
                listeners?.restore(ListenerWatch.Master(cluster: name, name: master), at: now)
            }
        }
    }
}

/// The data directory has more clusters than the worker's limit.
struct TooManyClusters: Error, CustomStringConvertible {
    let found: Int
    let limit: Int
    let path: String

    var description: String {
        "\(path) holds \(found) clusters, but this worker's limit is \(limit): raise --max-clusters"
    }
}
