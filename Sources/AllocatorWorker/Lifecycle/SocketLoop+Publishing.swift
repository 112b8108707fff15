import AllocatorCore
import AllocatorJournal
import AllocatorWire
import CoreMetrics
import Logging

extension SocketLoop {
    /// Commits what has happened to the clusters since the last time, then acknowledges and publishes it.
    ///
    /// In this order, and nothing of it before all of it is kept: what a master hears of has happened for good.
    ///
    /// - Parameter endsTurn: whether nothing more is taken for now. Before, acknowledgements wait, so that many events make
    ///   one; but not where somebody is answered, for the reply to a barrier follows all that came before it.
    mutating func flush(endsTurn: Bool = true) throws {
        for cluster in outbox.clusters {
            try commit(cluster)
            if !unacknowledged.contains(where: { $0 === cluster }) { unacknowledged.append(cluster) }
        }
        if store?.syncsLater == true {
            if nextSync == nil, !unacknowledged.isEmpty { nextSync = MonotonicTime.now() + Self.syncInterval }
        } else if endsTurn || outbox.hasReplies {
            try acknowledge()
        }
        for entry in outbox.entries {
            counts.note(entry.effect)
            metrics.note(entry)
            // Where numbers outlive the worker they begin with the cluster: what came before it is not kept.
            try publisher.publish(entry.effect, of: entry.cluster, isNumbered: entry.exists || store == nil)
            metrics.notePublished(entry)
        }
        for cluster in outbox.clusters where store?.isSnapshotDue(of: cluster) == true {
            try writeSnapshot(of: cluster)
        }
        outbox.removeAll()
    }

    private mutating func commit(_ cluster: Cluster) throws {
        let started = MonotonicTime.now()
        guard try store?.commit(cluster, publications: outbox.publicationCount) == true else { return }
        metrics.commitTime.recordNanoseconds(MonotonicTime.now() - started)
    }

    /// Makes what was committed durable and acknowledges it.
    mutating func sync() throws {
        nextSync = nil
        for cluster in unacknowledged {
            let started = MonotonicTime.now()
            try store?.sync(cluster)
            if store != nil { metrics.syncTime.recordNanoseconds(MonotonicTime.now() - started) }
        }
        try acknowledge()
    }

    private mutating func acknowledge() throws {
        for cluster in unacknowledged {
            for (master, ack) in cluster.assumeIsolated({ $0.takeAcknowledgements() }) {
                try publish(ack, of: cluster.name, to: master, exists: true)
            }
        }
        unacknowledged.removeAll(keepingCapacity: true)
        for (cluster, master, ack) in clusters.takeStrayAcknowledgements() {
            try publish(ack, of: cluster, to: master, exists: false)
        }
    }

    private mutating func publish(
        _ ack: WireAck, of cluster: String, to master: String, exists: Bool
    ) throws {
        metrics.noteAcknowledgement(of: cluster, exists: exists)
        try publisher.publish(.acks(cluster: cluster, master: master), at: clock.now.nanoseconds) { .ack(ack) }
    }

    // MARK: - Snapshots

    /// - Parameters:
    ///   - isReplacing: whether the newest one is to be replaced although nothing has come since.
    ///   - isLast: whether nothing is published any more.
    mutating func writeSnapshot(of cluster: Cluster, isReplacing: Bool = false, isLast: Bool = false) throws {
        let started = MonotonicTime.now()
        let publications = publisher.history.streams.numbers(of: cluster.name)
        do {
            try store?.writeSnapshot(of: cluster, publications, isReplacing: isReplacing, isLast: isLast)
        } catch let failure as JournalFailure where failure.isTooLarge {
            // The entries hold all of it too; a start only takes longer.
            logger.error("no snapshot was written: \(failure)", metadata: ["cluster": "\(cluster.name)"])
            return
        }
        let duration = MonotonicTime.now() - started
        metrics.snapshotTime.recordNanoseconds(duration)
        logger.debug(
            "snapshot written",
            metadata: ["cluster": "\(cluster.name)", "milliseconds": "\(duration / 1_000_000)"])
    }

    /// Names the processes under which the log of a journal cannot be begun anew.
    mutating func reportHeldLogs() {
        guard let held = store?.takeHeldLogs() else { return }
        for (cluster, hold) in held {
            logger.warning(
                "another process reads a journal for so long that its write-ahead log grows; end that process",
                metadata: ["cluster": "\(cluster)", "log_bytes": "\(hold.bytes)", "held_by": "\(hold.holders)"])
        }
    }

    /// At a clean stop: so that the next start has nothing to do again.
    mutating func closeJournals() throws {
        try flush()
        try sync()
        guard store != nil else { return }
        for cluster in clusters.all { try writeSnapshot(of: cluster, isLast: true) }
        try store?.close()
    }
}
