import AllocatorCore
import AllocatorJournal
import AllocatorWire
import CoreMetrics
import Logging
import ZeroMQ

extension SocketLoop {
    /// Takes what events there are, up to the turn's budget and then to the end of a batch. How many frames, and whether
    /// there may be more.
    mutating func takeEvents() throws -> (frames: Int, mayHaveMore: Bool) {
        var frames = 0
        var bytes = 0
        var isBetweenBatches = true
        var isExhausted = false
        var now = MonotonicTime.now()
        let end = now + (store == nil ? Self.timePerTurn : Self.timePerKeptTurn)
        while true {
            if isBetweenBatches {
                now = MonotonicTime.now()
                isExhausted = frames >= framesPerTurn || now >= end
                if isExhausted { break }
            }
            guard let (frame, size, isLast) = try intake.receive() else { break }
            frames += 1
            bytes += size
            try take(frame, size: size)
            if isLast { try finishBatch(arrival: now) }
            isBetweenBatches = isLast
        }
        try flush()
        metrics.receivedFrames.increment(by: frames)
        metrics.receivedBytes.increment(by: bytes)
        metrics.noteTurn(frames: frames, isExhausted: isExhausted)
        return (frames, isExhausted)
    }

    /// One commit is shared by all that a turn takes, so with a journal a turn takes more.
    private var framesPerTurn: Int { store == nil ? Self.framesPerTurn : Self.framesPerKeptTurn }

    private mutating func take(_ frame: ReceivedFrame, size: Int) throws {
        switch frame {
        case .delivery(let delivery):
            var key: AllowedKey?
            switch gate?.admission(of: delivery.event, from: intake.sender) {
            case .denied(let reason): return try publish(WireReject(denying: reason, frame: delivery.frame))
            case .admitted(let sender): key = sender
            case nil: break
            }
            outbox.note(bytes: size)
            try deliver(delivery, by: key)
            if outbox.isFull { try flush() }
        case .unreadable(let delivery, var reject):
            var key: AllowedKey?
            switch gate?.admission(of: delivery.event, from: intake.sender) {
            case .denied(let reason):
                reject.deny(reason)
                return try publish(reject)
            case .admitted(let sender): key = sender
            case nil: break
            }
            try note(reject)
            try deliver(delivery, by: key)
            if outbox.isFull { try flush() }
        case .reject(let reject):
            try note(reject)
        case .discarded:
            break
        }
    }

    /// Counts and publishes a frame that could not be read.
    private mutating func note(_ reject: WireReject) throws {
        counts.note(reject)
        logger.debug("a frame was rejected", metadata: ["reason": "\(reject.reason)", "size": "\(reject.size)"])
        try publish(reject)
    }

    /// A sender without the right to its master is told nothing else: a reply would be a publication, with a number, of a
    /// master that is not the sender's.
    private mutating func publish(_ reject: WireReject) throws {
        try publisher.publish(.rejects, at: clock.now.nanoseconds) { .reject(reject) }
    }

    /// Hands a delivery over to its cluster.
    private mutating func deliver(_ delivery: Delivery, by key: AllowedKey?) throws {
        guard let cluster = clusters.find(delivery.clusterName) else { return try meet(delivery, by: key) }
        let isFirstOfBatch = batch.reach(cluster)
        let dropped = delivery.isReset ? cluster.assumeIsolated { $0.state.allocator.measures } : nil
        // Entered once: to find out on which thread one is costs as much as to look an agent up.
        let (effects, wantsRun) = cluster.assumeIsolated {
            ($0.apply(delivery, by: key, catchingUp: isFirstOfBatch), $0.wantsRun)
        }
        if let dropped, effects.contains(where: \.isAcceptance) {
            resets.note(dropped, of: cluster.name, by: delivery.event.master)
        }
        count(effects, delivery, by: key)
        outbox.append(effects, of: cluster)
        if wantsRun { batch.leaveUnfinished(cluster) }
        watchMastersOfFrameworks(of: cluster)
    }

    /// Takes an event for a cluster that does not exist yet.
    private mutating func meet(_ delivery: Delivery, by key: AllowedKey?) throws {
        let arrival = clusters.receive(unknown: delivery, by: key) { name throws(JournalFailure) in
            try store?.begin(name)
        }
        switch arrival {
        case .answered(let effects):
            count(effects, delivery, by: key)
            outbox.append(effects, inNameOf: delivery.clusterName)
        case .refused(let effects, let failure):
            counts.note(unkeptCluster: failure)
            outbox.append(effects, inNameOf: delivery.clusterName)
        case .made(let cluster, let effects):
            count(effects, delivery, by: key)
            metrics.begin(cluster.name)
            _ = batch.reach(cluster)
            batch.leaveUnfinished(cluster)
            outbox.append(effects, of: cluster)
        }
    }

    /// Counts an event that its sender's key did not allow.
    private func count(_ effects: ClusterEffects, _ delivery: Delivery, by key: AllowedKey?) {
        guard let key, effects.haveDenial else { return }
        gate?.noteDenial(of: delivery.event, by: key)
    }

    /// - Parameter arrival: when its first frame was about to be received.
    private mutating func finishBatch(arrival: Int64) throws {
        for cluster in batch.unfinished {
            outbox.append(cluster.assumeIsolated { $0.finishBatch() }, of: cluster, arrival: arrival)
        }
        batch.end()
        // Without a commit to share there is nothing to wait for, but where many echoes of events cost less than each alone.
        if store == nil, outbox.isPressing { try flush(endsTurn: false) }
    }
}
