import AllocatorCore
import AllocatorJournal
import AllocatorWire
import Logging

extension SocketLoop {
    /// Takes up the clusters that the store has where their journals end. What they published since their newest snapshots is
    /// numbered and kept again, for those who have missed it, and not sent.
    ///
    /// - Throws: `JournalFailure`, or `RecoveryFailure` with the cluster that it is about; nothing was changed then.
    mutating func recover() throws {
        // Out of the loop for a while, which the closures below have to themselves.
        let outdated = try recoverClusters()
        // Entries of these rules may not follow a snapshot of earlier ones.
        for cluster in outdated { try writeSnapshot(of: cluster, isReplacing: true) }
    }

    /// - Returns: the clusters whose snapshots are of earlier rules.
    private mutating func recoverClusters() throws -> [Cluster] {
        guard var store = store.take() else { return [] }
        defer { self.store = store }
        publisher.isSending = false
        defer { publisher.isSending = true }
        let names = try store.clusters()
        guard names.count <= configuration.maximumClusters else {
            throw TooManyClusters(found: names.count, limit: configuration.maximumClusters, path: store.path)
        }
        var outdated: [Cluster] = []
        for name in names {
            let (cluster, isOfEarlierRules) = try recover(name, in: &store)
            clusters.insert(cluster)
            if isOfEarlierRules { outdated.append(cluster) }
            metrics.begin(name)
        }
        watchRecoveredMasters()
        return outdated
    }

    private mutating func recover(
        _ name: String, in store: inout ClusterStore
    ) throws -> (cluster: Cluster, isOfEarlierRules: Bool) {
        let started = MonotonicTime.now()
        var recovery = ClusterRecovery(clock: clusterClock.kind)
        let report = try store.recover(name) { snapshot in
            try recovery.restore(snapshot)
            publisher.restore(recovery.publications, of: name)
            publisher.skip(to: recovery.numbers?.behind ?? 0, in: name)
        } replay: { entry in
            let before = recovery.numbers?.behind
            let effects = try recovery.replay(entry)
            if let behind = recovery.numbers?.behind, behind != before { publisher.skip(to: behind, in: name) }
            for effect in effects { try publisher.publish(effect, of: name) }
        }
        continueNumbers(of: name, recovery.numbers, isDamaged: !report.findings.isEmpty, in: &store)
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
                "the journal's last commit was not finished, as after a power cut, and is passed over",
                metadata: ["cluster": "\(name)", "bytes": "\(report.tornBytes)"])
        }
        if let copy = report.keptAside {
            logger.warning(
                "the journal was mended; as it was found it is kept aside",
                metadata: ["cluster": "\(name)", "copy": "\(copy)"])
        }
        var state = recovery.state
        state.limit(by: configuration.clusterLimits)
        if recovery.isOfEarlierRules {
            logger.warning(
                "the cluster was kept by an earlier version: of what is held now, offered and allocated count as one",
                metadata: ["cluster": "\(name)"])
        }
        let clock = clock(of: name, after: state.allocator.now)
        return (Cluster(name: name, state: state, clock: clock, on: thread), recovery.isOfEarlierRules)
    }

    /// Time never goes back in a cluster: where the wall clock is behind the journal, it goes on from there.
    private func clock(of cluster: String, after last: Instant) -> ClusterClock {
        let (clock, lead) = clusterClock.goingOn(from: last)
        if lead > 0 {
            logger.warning(
                "the wall clock is behind the journal: the cluster's time goes on from its last instant; check the wall clock",
                metadata: [
                    "cluster": "\(cluster)", "ahead_of_wall_clock_by_seconds": "\(Double(lead / 1_000_000) / 1_000)",
                ])
        }
        return clock
    }

    /// Lets publications be numbered behind all numbers that may have been given before.
    private mutating func continueNumbers(
        of cluster: String, _ kept: WirePublicationNumbers?, isDamaged: Bool, in store: inout ClusterStore
    ) {
        let highest = publisher.history.streams.highestNumber(of: cluster)
        let start = NumberReserve.start(kept, highest: highest, isDamaged: isDamaged)
        if let start {
            publisher.skip(to: start, in: cluster)
            logger.info(
                "publications go on behind the numbers that may have been given before",
                metadata: ["cluster": "\(cluster)", "last": "\(highest)", "behind": "\(start)"])
        }
        let numbers = NumberReserve(behind: start ?? kept?.behind ?? 0, used: highest)
        store.setNumbers(numbers, isOpen: kept?.isExact != true, of: cluster)
    }

    /// Masters that listened before have their grace period to subscribe again.
    private mutating func watchRecoveredMasters() {
        let now = MonotonicTime.now()
        for cluster in clusters.all {
            for master in cluster.assumeIsolated({ $0.masters }) {
                listeners?.restore(ListenerWatch.Master(cluster: cluster.name, name: master), at: now)
            }
        }
    }
}

/// The store has more clusters than the worker may have.
struct TooManyClusters: Error, CustomStringConvertible {
    let found: Int
    let limit: Int
    let path: String

    var description: String {
        "\(path) holds \(found) clusters, and this worker may have \(limit): raise --max-clusters"
    }
}
