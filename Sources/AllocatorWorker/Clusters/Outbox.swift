import AllocatorWire

/// The effects that aren't published yet, in the order in which they happened, and the clusters that have changed since
/// the last commit.
///
/// It is the one sink of all effects. `EventPipeline.flush` drains it, and states the order of commit, acknowledgement
/// and publication.
struct Outbox {
    /// Bytes of received frames and of the replies to them. When an outbox holds more, it is flushed before another
    /// frame is received.
    static let maximumBytes = 8 << 20
    /// The approximate size of a reply beside its text.
    private static let replyBytes = 512
    /// The number of effects without a waiting master that may be batched within a turn.
    static let maximumUnhurried = 64

    struct Entry {
        let cluster: String
        /// Whether the cluster exists.
        let exists: Bool
        let effect: ClusterEffect
        /// The arrival of the batch that requested a run, by the monotonic clock. `nil` if no batch did.
        let arrival: Int64?
    }

    private(set) var entries: [Entry] = []
    private(set) var changedClusters: [ClusterTable.Index] = []
    /// An upper bound of the publications that the entries make.
    private(set) var publicationCount: UInt64 = 0
    private var bytes = 0
    private(set) var hasReplies = false
    private var hasRuns = false

    var isEmpty: Bool { entries.isEmpty && changedClusters.isEmpty }
    var isFull: Bool { bytes >= Self.maximumBytes }
    /// Whether to publish before the turn ends.
    var isPressing: Bool { hasReplies || hasRuns || entries.count >= Self.maximumUnhurried }

    /// - Parameter arrival: See `Entry.arrival`.
    mutating func append(
        _ effect: ClusterEffect, of cluster: String, exists: Bool = true, arrival: Int64? = nil
    ) {
        entries.append(Entry(cluster: cluster, exists: exists, effect: effect, arrival: arrival))
        publicationCount += effect.publicationCount
        switch effect {
        case .replied(let reply, _, _):
            hasReplies = true
            // A refused event is journaled with its reply.
            bytes += reply.error.message.utf8.count + Self.replyBytes
        case .ran, .rescinded: hasRuns = true
        case .accepted, .forgot: break
        }
    }

    /// Appends the effects that another outbox has gathered.
    mutating func append(contentsOf other: Outbox, exists: Bool) {
        for entry in other.entries {
            append(entry.effect, of: entry.cluster, exists: exists, arrival: entry.arrival)
        }
    }

    /// Records that the state of a cluster may have changed, so that it is committed before the entries are published.
    mutating func recordChange(of cluster: ClusterTable.Index) {
        if !changedClusters.contains(cluster) { changedClusters.append(cluster) }
    }

    mutating func record(receivedBytes: Int) { bytes += receivedBytes }

    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
        changedClusters.removeAll(keepingCapacity: true)
        publicationCount = 0
        bytes = 0
        hasReplies = false
        hasRuns = false
    }
}
