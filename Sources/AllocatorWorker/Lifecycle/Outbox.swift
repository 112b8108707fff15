/// What is to be published once what caused it is kept: effects in the order in which they happened, and the clusters that
/// something has happened to since the last commit.
struct Outbox {
    /// Bytes of the frames that were taken, above which what they caused is committed and published before more is taken.
    static let maximumBytes = 8 << 20

    private(set) var effects: [(cluster: String, effects: [ClusterEffect])] = []
    private(set) var clusters: [Cluster] = []
    private var bytes = 0
    /// Whether somebody is answered.
    private(set) var hasReplies = false

    var isEmpty: Bool { effects.isEmpty && clusters.isEmpty }
    var isFull: Bool { bytes >= Self.maximumBytes }

    /// Something has happened to a cluster.
    mutating func append(_ effects: [ClusterEffect], of cluster: Cluster) {
        if !clusters.contains(where: { $0 === cluster }) { clusters.append(cluster) }
        append(effects, of: cluster.name)
    }

    /// Something was answered for a cluster that there is not.
    mutating func append(_ effects: [ClusterEffect], of cluster: String) {
        guard !effects.isEmpty else { return }
        self.effects.append((cluster: cluster, effects: effects))
        hasReplies = hasReplies || effects.contains { if case .replied = $0 { true } else { false } }
    }

    mutating func note(bytes: Int) { self.bytes += bytes }

    mutating func removeAll() {
        effects.removeAll(keepingCapacity: true)
        clusters.removeAll(keepingCapacity: true)
        bytes = 0
        hasReplies = false
    }
}
