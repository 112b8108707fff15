/// The clusters that the batch being received has reached.
struct OpenBatch {
    private var reached: [ClusterTable.Index] = []
    /// The reached clusters that want an allocation run when the batch ends.
    private(set) var unfinished: [ClusterTable.Index] = []

    /// Records that the batch has reached a cluster.
    ///
    /// - Returns: Whether it is the first time in this batch.
    mutating func advance(to cluster: ClusterTable.Index) -> Bool {
        guard !reached.contains(cluster) else { return false }
        reached.append(cluster)
        return true
    }

    /// Records that a cluster wants an allocation run.
    mutating func carryOver(_ cluster: ClusterTable.Index) {
        guard !unfinished.contains(cluster) else { return }
        unfinished.append(cluster)
    }

    mutating func end() {
        reached.removeAll(keepingCapacity: true)
        unfinished.removeAll(keepingCapacity: true)
    }
}
