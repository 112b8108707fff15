import AllocatorCore
import AllocatorWire

/// The clusters of a worker, by name. Lives on the thread that the clusters are pinned to.
struct ClusterTable {
    private let limit: Int
    private let clock: ClusterClock
    private let thread: SocketThread
    private var clusters: [String: Cluster] = [:]

    init(limit: Int, clock: ClusterClock, on thread: SocketThread) {
        self.limit = limit
        self.clock = clock
        self.thread = thread
    }

    var count: Int { clusters.count }

    subscript(name: String) -> Cluster? { clusters[name] }

    /// Answers an event for a cluster that does not exist yet. An `initialize` that the allocator accepts makes it.
    mutating func answer(unknown delivery: Delivery) -> [ClusterEffect] {
        let name = delivery.clusterName
        let answer: Result<Reply, Refusal>
        switch delivery.call {
        case .failure(let refusal):
            answer = .failure(refusal)
        case .success(.heartbeat):
            answer = .success(.ok)
        case .success(.initialize) where clusters.count < limit:
            let cluster = Cluster(name: name, clock: clock, on: thread)
            let effects = cluster.assumeIsolated { $0.apply([delivery]) }
            if case .answered(_, .success, _) = effects.first { clusters[name] = cluster }
            return effects
        case .success(.initialize):
            answer = .failure(
                .resourceExhausted(
                    "this worker has \(limit) clusters, which is its limit: raise --max-clusters or use another worker")
            )
        case .success:
            answer = .failure(
                .failedPrecondition("cluster \(name) is not initialized: send initialize before anything else"))
        }
        return [.answered(delivery, answer, at: clock.now ?? .zero)]
    }

    /// When the next run of any cluster falls due or the next offer ends.
    var nextEffect: Instant? {
        clusters.values.compactMap { $0.assumeIsolated { $0.nextEffect } }.min()
    }

    /// The clusters in which a run or the end of an offer is due, by name.
    func due(at now: Instant) -> [Cluster] {
        clusters.values
            .filter { $0.assumeIsolated { $0.nextEffect.map { $0 <= now } ?? false } }
            .sorted { $0.name < $1.name }
    }
}
