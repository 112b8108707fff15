import AllocatorCore
import AllocatorWire
import Logging
import ZeroMQ

extension SocketLoop {
    /// Takes what events there are, up to the turn's budget and then to the end of a batch. How many frames, and whether
    /// there may be more.
    mutating func takeEvents() throws(ZeroMQError) -> (frames: Int, mayHaveMore: Bool) {
        var frames = 0
        var isBetweenBatches = true
        while frames < Self.framesPerTurn || !isBetweenBatches {
            guard let (frame, size, isLast) = try intake.receive() else { return (frames, false) }
            frames += 1
            try take(frame, size: size)
            if isLast { try finishBatch() }
            isBetweenBatches = isLast
        }
        return (frames, true)
    }

    private mutating func take(_ frame: ReceivedFrame, size: Int) throws(ZeroMQError) {
        switch frame {
        case .delivery(let delivery):
            if batch.mustWait(delivery) { try handOver() }
            batch.append(delivery, bytes: size)
        case .reject(let reject):
            counts.note(reject)
            logger.debug("a frame was rejected", metadata: ["reason": "\(reject.reason)", "size": "\(reject.size)"])
            try publisher.publish(.rejects, at: clock.now.nanoseconds) { .reject(reject) }
        case .discarded:
            break
        }
    }

    /// Hands the gathered deliveries over to their cluster and publishes what came of them.
    private mutating func handOver() throws(ZeroMQError) {
        var deliveries = batch.takeDeliveries()[...]
        guard let name = deliveries.first?.clusterName else { return }
        while clusters[name] == nil, let delivery = deliveries.popFirst() {
            try publish(clusters.answer(unknown: delivery), of: name)
        }
        guard let cluster = clusters[name] else { return }
        if batch.reach(cluster) {
            try publish(cluster.assumeIsolated { $0.catchUp() }, of: name)
        }
        let rest = Array(deliveries)
        try publish(cluster.assumeIsolated { $0.apply(rest) }, of: name)
    }

    private mutating func finishBatch() throws(ZeroMQError) {
        try handOver()
        for cluster in batch.takeReached() {
            try publish(cluster.assumeIsolated { $0.finishBatch() }, of: cluster.name)
        }
    }

    private mutating func publish(_ effects: [ClusterEffect], of cluster: String) throws(ZeroMQError) {
        counts.note(effects)
        try publisher.publish(effects, of: cluster)
    }
}
