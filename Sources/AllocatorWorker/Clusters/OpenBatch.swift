/// The clusters that the batch which is being received has reached: each is finished once, after the last frame.
struct OpenBatch {
    /// In the order in which the batch reached them.
    private(set) var reached: [Cluster] = []
    /// Of those, the ones in which a run was asked for since: for the others there is nothing to finish.
    private(set) var unfinished: [Cluster] = []

    /// Notes that the batch has reached a cluster; whether for the first time.
    mutating func reach(_ cluster: Cluster) -> Bool {
        guard !reached.contains(where: { $0 === cluster }) else { return false }
        reached.append(cluster)
        return true
    }

    /// Notes that a cluster which was reached wants a run.
    mutating func leaveUnfinished(_ cluster: Cluster) {
        guard !unfinished.contains(where: { $0 === cluster }) else { return }
        unfinished.append(cluster)
    }

    mutating func end() {
        reached.removeAll(keepingCapacity: true)
        unfinished.removeAll(keepingCapacity: true)
    }
}
