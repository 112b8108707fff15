/// The clusters that the batch which is being received has reached: each is finished once, after the last frame.
struct OpenBatch {
    /// In the order in which the batch reached them.
    private(set) var reached: [Cluster] = []

    /// Notes that the batch has reached a cluster; whether for the first time.
    mutating func reach(_ cluster: Cluster) -> Bool {
        guard !reached.contains(where: { $0 === cluster }) else { return false }
        reached.append(cluster)
        return true
    }

    mutating func end() {
        reached.removeAll(keepingCapacity: true)
    }
}
