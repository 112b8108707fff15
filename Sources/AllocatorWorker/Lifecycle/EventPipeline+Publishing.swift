import AllocatorCore
import AllocatorJournal
import AllocatorWire
import CoreMetrics
import Logging
import ZeroMQ

extension EventPipeline {
    /// Nanoseconds between two syncs of the journals, with `--durability batch`.
    private static let syncInterval: Int64 = 50_000_000

    /// Drains the outbox: commits all changes, then acknowledges the events, then publishes the effects.
    ///
    /// Nothing is acknowledged or published before all of it is committed, so a master never learns of an effect that a
    /// crash of the process can undo. With `--durability batch`, events are acknowledged by `sync` instead, after the
    /// effects are published. A power cut may then undo effects that masters have seen.
    ///
    /// - Parameter endsTurn: Whether nothing more is received in this turn. Otherwise acknowledgements are deferred, so
    ///   that many events make one. They aren't deferred if there are replies: the reply to a barrier follows all that
    ///   came before.
    mutating func flush(endsTurn: Bool = true) throws {
        for index in outbox.changedClusters {
            try commit(index)
            if !unacknowledged.contains(index) { unacknowledged.append(index) }
        }
        if store?.syncsLater == true {
            if nextSync == nil, !unacknowledged.isEmpty { nextSync = MonotonicTime.now() + Self.syncInterval }
        } else if endsTurn || outbox.hasReplies {
            try acknowledge()
        }
        for entry in outbox.entries {
            counts.record(entry.effect)
            metrics.note(entry)
            // With a journal, the numbers of a cluster's publications begin with the cluster.
            try publisher.publish(entry.effect, of: entry.cluster, isNumbered: entry.exists || store == nil)
            metrics.notePublished(entry)
        }
        for index in outbox.changedClusters where store?.isSnapshotDue(of: clusters[index].name) == true {
            try writeSnapshot(of: index)
        }
        outbox.removeAll()
    }

    /// Flushes the outbox if it isn't empty, and syncs the journals if that is due.
    mutating func flushIfNeeded(now: Int64) throws {
        if !outbox.isEmpty { try flush() }
        if let nextSync, nextSync <= now { try sync() }
    }

    private mutating func commit(_ index: ClusterTable.Index) throws {
        let started = MonotonicTime.now()
        guard try store?.commit(&clusters[index], publications: outbox.publicationCount) == true else { return }
        metrics.commitTime.recordNanoseconds(MonotonicTime.now() - started)
    }

    /// Writes the commits to disk and acknowledges them.
    mutating func sync() throws {
        nextSync = nil
        for index in unacknowledged {
            let started = MonotonicTime.now()
            try store?.sync(clusters[index].name)
            if store != nil { metrics.syncTime.recordNanoseconds(MonotonicTime.now() - started) }
        }
        try acknowledge()
    }

    private mutating func acknowledge() throws {
        for index in unacknowledged {
            for (master, ack) in clusters[index].drainAcknowledgements() {
                try publish(ack, of: clusters[index].name, to: master, exists: true)
            }
        }
        unacknowledged.removeAll(keepingCapacity: true)
        for (cluster, master, ack) in clusters.drainStrayAcknowledgements() {
            try publish(ack, of: cluster, to: master, exists: false)
        }
    }

    private mutating func publish(_ ack: WireAck, of cluster: String, to master: String, exists: Bool) throws {
        metrics.noteAcknowledgement(of: cluster, exists: exists)
        try publisher.publish(.acks(cluster: cluster, master: master), at: clock.now.nanoseconds) { .ack(ack) }
    }

    // MARK: - Subscribers

    /// - Returns: Whether more subscriptions may be waiting.
    mutating func readSubscriptions() throws -> Bool {
        let mayHaveMore = try publisher.readSubscriptions()
        refreshAllMasters()
        return mayHaveMore
    }

    mutating func readConnections() throws(ZeroMQError) { try publisher.readConnections() }

    // MARK: - Queries

    mutating func answer(
        _ question: WireQuery.OneOf_Question, by answers: ControlAnswers
    ) -> WireAnswer.OneOf_Answer {
        answers.answer(question, from: &clusters)
    }

    /// Answers `forget_master`. The change is committed and on disk before the answer.
    mutating func forgetMaster(
        _ query: WireForgetMasterQuery, answers: ControlAnswers
    ) throws -> WireAnswer.OneOf_Answer {
        let subscriptions = publisher.subscriptions
        let index: ClusterTable.Index
        let forgotten: WireForgottenMaster
        do throws(Refusal) {
            (index, forgotten) = try answers.forget(query, in: &clusters, subscriptions: subscriptions)
        } catch {
            return .error(WireError(error))
        }
        _ = try store?.commit(&clusters[index], publications: 0)
        try store?.sync(clusters[index].name)
        return .forgottenMaster(forgotten)
    }

    // MARK: - Snapshots

    /// - Parameters:
    ///   - isReplacing: Whether to replace the newest snapshot even if no entries follow it.
    ///   - isLast: Whether the worker publishes nothing more.
    mutating func writeSnapshot(
        of index: ClusterTable.Index, isReplacing: Bool = false, isLast: Bool = false
    ) throws {
        let started = MonotonicTime.now()
        let name = clusters[index].name
        let publications = publisher.history.streams.numbers(of: name)
        do {
            try store?.writeSnapshot(
                of: clusters[index], publications: publications, isReplacing: isReplacing, isLast: isLast)
        } catch let failure as JournalFailure where failure.isTooLarge {
            // The entries hold the same state. Only the next start takes longer.
            logger.error("no snapshot was written: \(failure)", metadata: ["cluster": "\(name)"])
            return
        }
        let duration = MonotonicTime.now() - started
        metrics.snapshotTime.recordNanoseconds(duration)
        logger.debug(
            "snapshot written", metadata: ["cluster": "\(name)", "milliseconds": "\(duration / 1_000_000)"])
    }

    /// Logs the processes that keep a journal's log from being truncated.
    mutating func reportHeldLogs() {
        guard let held = store?.drainHeldLogs() else { return }
        for (cluster, hold) in held {
            logger.warning(
                "another process reads a journal for so long that its write-ahead log grows; end that process",
                metadata: ["cluster": "\(cluster)", "log_bytes": "\(hold.bytes)", "held_by": "\(hold.holders)"])
        }
    }

    // MARK: - Shutdown

    /// Uses the minimum wait for slow subscribers from now on.
    mutating func minimizeWaits() { publisher.minimizeWaits() }

    /// Unbinds the events socket.
    ///
    /// - Precondition: It is bound. A connected socket must stay connected: disconnecting would drop received events.
    func stopAccepting(at endpoint: String) {
        do {
            try intake.socket.unbind(endpoint)
        } catch {
            logger.debug("the events socket stays bound: \(error)")
        }
    }

    /// Flushes the outbox, and snapshots and closes the journals, so that the next start has nothing to replay.
    ///
    /// - Returns: The number of events that this worker has accepted.
    mutating func close() throws -> UInt64 {
        try flush()
        try sync()
        if store != nil {
            for index in clusters.sortedIndices { try writeSnapshot(of: index, isLast: true) }
            try store?.close()
        }
        resets.report(to: logger)
        return counts.acceptedEvents
    }
}
