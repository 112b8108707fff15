import AllocatorWire

/// What was received of a batch and waits to be handed over to a cluster, and the clusters that the batch has reached.
///
/// Deliveries to one cluster that follow each other are handed over together. A large batch is handed over in parts, so
/// that it is never held decoded as a whole; its allocation still runs once, after its last frame.
struct OpenBatch {
    /// Deliveries of one part.
    static let maximumDeliveries = 256
    /// Bytes of the frames of one part, above which it is handed over.
    static let maximumBytes = 1 << 20

    private(set) var deliveries: [Delivery] = []
    private(set) var bytes = 0
    /// In the order in which the batch reached them.
    private(set) var reached: [Cluster] = []

    /// Whether this one must wait until the others were handed over.
    func mustWait(_ delivery: Delivery) -> Bool {
        guard let first = deliveries.first else { return false }
        return deliveries.count >= Self.maximumDeliveries || bytes >= Self.maximumBytes
            || first.clusterName != delivery.clusterName
    }

    mutating func append(_ delivery: Delivery, bytes size: Int) {
        deliveries.append(delivery)
        bytes += size
    }

    /// The deliveries, all to one cluster.
    mutating func takeDeliveries() -> [Delivery] {
        let taken = deliveries
        deliveries = []
        bytes = 0
        return taken
    }

    /// Notes that the batch has reached a cluster; whether for the first time.
    mutating func reach(_ cluster: Cluster) -> Bool {
        guard !reached.contains(where: { $0 === cluster }) else { return false }
        reached.append(cluster)
        return true
    }

    mutating func takeReached() -> [Cluster] {
        let taken = reached
        reached.removeAll(keepingCapacity: true)
        return taken
    }
}
