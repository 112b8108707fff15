import AllocatorWire

/// What is to be published once what caused it is kept: effects in the order in which they happened, and the clusters that
/// something has happened to since the last commit.
struct Outbox {
    /// Bytes of the frames that were taken and of the replies to them, above which what they caused is committed and published before more is taken.
    static let maximumBytes = 8 << 20
    /// What a reply takes beside its text, about.
    private static let replyBytes = 512
    /// Effects that nobody waits for, which may gather within a turn.
    static let maximumUnhurried = 64

    struct Entry {
        let cluster: String
        /// Whether there is a cluster of that name.
        let exists: Bool
        let effect: ClusterEffect
        /// When the batch that asked for a run had begun to arrive, by the monotonic clock; nil: time asked for it.
        var arrival: Int64?
    }

    private(set) var entries: [Entry] = []
    private(set) var clusters: [Cluster] = []
    /// Publications that the entries make at the most.
    private(set) var publicationCount: UInt64 = 0
    private var bytes = 0
    /// Whether somebody is answered.
    private(set) var hasReplies = false
    /// Whether there are offers, or some are taken back.
    private var hasRuns = false

    var isEmpty: Bool { entries.isEmpty && clusters.isEmpty }
    var isFull: Bool { bytes >= Self.maximumBytes }
    /// Whether to publish before the turn ends.
    var isPressing: Bool { hasReplies || hasRuns || entries.count >= Self.maximumUnhurried }

    /// Something has happened to a cluster.
    ///
    /// - Parameter arrival: see `Entry.arrival`.
    mutating func append(_ effects: ClusterEffects, of cluster: Cluster, arrival: Int64? = nil) {
        if !clusters.contains(where: { $0 === cluster }) { clusters.append(cluster) }
        append(effects, cluster.name, exists: true, arrival: arrival)
    }

    /// Something was answered in the name of a cluster that does not exist.
    mutating func append(_ effects: ClusterEffects, inNameOf cluster: String) {
        append(effects, cluster, exists: false, arrival: nil)
    }

    private mutating func append(_ effects: ClusterEffects, _ cluster: String, exists: Bool, arrival: Int64?) {
        for effect in effects {
            entries.append(Entry(cluster: cluster, exists: exists, effect: effect, arrival: arrival))
            publicationCount += effect.publicationCount
            switch effect {
            case .replied(let reply, _, _):
                hasReplies = true
                // What is refused is kept with why.
                bytes += reply.error.message.utf8.count + Self.replyBytes
            case .ran, .rescinded: hasRuns = true
            case .accepted, .forgot: break
            }
        }
    }

    mutating func note(bytes: Int) { self.bytes += bytes }

    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
        clusters.removeAll(keepingCapacity: true)
        publicationCount = 0
        bytes = 0
        hasReplies = false
        hasRuns = false
    }
}
