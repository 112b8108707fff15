import AllocatorCore
import AllocatorJournal
import AllocatorWire
import Logging

extension SocketLoop {
    /// Commits what has happened to the clusters since the last time, then publishes and acknowledges it.
    ///
    /// In this order, and nothing of it before all of it is kept: what a master hears of has happened for good.
    mutating func flush() throws {
        for cluster in outbox.clusters { try store?.commit(cluster) }
        for (cluster, effects) in outbox.effects {
            counts.note(effects)
            try publisher.publish(effects, of: cluster)
        }
        if store?.syncsLater == true {
            noteUnsynced(outbox.clusters)
        } else {
            for cluster in outbox.clusters { try acknowledge(cluster) }
        }
        for (cluster, master, ack) in clusters.takeStrayAcknowledgements() {
            try publish(ack, of: cluster, to: master)
        }
        for cluster in outbox.clusters where store?.isSnapshotDue(of: cluster) == true {
            try writeSnapshot(of: cluster)
        }
        outbox.removeAll()
    }

    private mutating func acknowledge(_ cluster: Cluster) throws {
        for (master, ack) in cluster.assumeIsolated({ $0.takeAcknowledgements() }) {
            try publish(ack, of: cluster.name, to: master)
        }
    }

    private mutating func publish(_ ack: WireAck, of cluster: String, to master: String) throws {
        try publisher.publish(.acks(cluster: cluster, master: master), at: clock.now.nanoseconds) { .ack(ack) }
    }

    // MARK: - Commits that are made durable later

    private mutating func noteUnsynced(_ clusters: [Cluster]) {
        for cluster in clusters where !unsynced.contains(where: { $0 === cluster }) { unsynced.append(cluster) }
        if nextSync == nil { nextSync = MonotonicTime.now() + Self.syncInterval }
    }

    /// Makes what was committed durable and acknowledges it.
    mutating func sync() throws {
        nextSync = nil
        for cluster in unsynced {
            try store?.sync(cluster)
            try acknowledge(cluster)
        }
        unsynced.removeAll(keepingCapacity: true)
    }

    // MARK: - Snapshots

    private mutating func writeSnapshot(of cluster: Cluster) throws {
        let started = MonotonicTime.now()
        let publications = publisher.history.streams.numbers(of: cluster.name)
        do {
            try store?.writeSnapshot(of: cluster, publications)
        } catch let failure as JournalFailure where failure.isTooLarge {
            // The entries hold all of it too; a start only takes longer.
            logger.error("no snapshot was written: \(failure)", metadata: ["cluster": "\(cluster.name)"])
            return
        }
        logger.debug(
            "snapshot written",
            metadata: [
                "cluster": "\(cluster.name)", "milliseconds": "\((MonotonicTime.now() - started) / 1_000_000)",
            ])
    }

    /// At a clean stop: so that the next start has nothing to do again.
    mutating func closeJournals() throws {
        try flush()
        try sync()
        guard store != nil else { return }
        for cluster in clusters.all { try writeSnapshot(of: cluster) }
        try store?.close()
    }
}
