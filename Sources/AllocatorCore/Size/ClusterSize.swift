/// An upper bound of the bytes that a cluster takes up in a snapshot.
///
/// Measuring walks the whole state, so it is done only where what has been added since the last time could have filled the
/// cluster. What calls and runs add is bounded without a walk; what they take away is noticed at the next one.
struct ClusterSize: Sendable {
    /// The part of the limit that must have been added, or the time that must have passed, before a full cluster is
    /// measured again: a flood of refused calls must not cost a walk each.
    private static let growthPerMeasurement = 16
    private static let timePerMeasurement = TimeSpan.seconds(1)

    private var measured: Int
    private var measuredAt: Instant?
    private var growth = 0

    /// - Parameter measured: what there is from the beginning.
    init(measured: Int) { self.measured = measured }

    /// The size of a cluster that has come about without being counted: it is measured before it may grow.
    static let unknown = ClusterSize(measured: Int(Int32.max) << 16)

    /// What has been measured and what has been added since.
    var bound: Int { measured + growth }

    /// Notes that something was added.
    mutating func add(_ bytes: Int) { growth += bytes }

    func canMeasure(at now: Instant, limit: Int) -> Bool {
        guard let measuredAt else { return true }
        return growth >= limit / Self.growthPerMeasurement || now >= measuredAt.advanced(by: Self.timePerMeasurement)
    }

    mutating func set(_ bytes: Int, at now: Instant) {
        (measured, measuredAt, growth) = (bytes, now, 0)
    }
}

extension Allocator {
    /// An upper bound of what the cluster takes up in a snapshot.
    ///
    /// - Complexity: linear in the state; for tests.
    package var measuredBytes: Int { cluster?.measuredBytes ?? 0 }
}

extension Cluster {
    /// Refuses a call that would make the cluster larger than its limit.
    ///
    /// - Parameter growth: the bytes that the call may add.
    /// - Complexity: O(1), but linear in the state where the cluster may have become full since it was last measured.
    mutating func checkSize(adding growth: Int) throws(Refusal) {
        let limit = limits.clusterBytes
        if growth <= limit - sizeBound { return }
        if size.canMeasure(at: now, limit: limit) {
            size.set(listedBytes, at: now)
            if growth <= limit - sizeBound { return }
        }
        throw .resourceExhausted(
            "the cluster has \(sizeBound) bytes and this call may add \(growth), beyond the \(limit) that are allowed:"
                + " remove agents, frameworks or filters, or raise --max-cluster-bytes")
    }

    /// An upper bound of what the cluster takes up, found without a walk.
    var sizeBound: Int { size.bound + vectorBytes }

    /// The quantities by name that roles, agents and frameworks keep: each has one for each name of a resource.
    private var vectorBytes: Int {
        let vectors = EncodedSize.vectorsPerRole * tree.count + agents.count + frameworks.count
        return vectors * kinds.names.count * MemoryLayout<Int64>.size
    }

    // MARK: Measuring

    /// - Complexity: linear in the state.
    var measuredBytes: Int { listedBytes + vectorBytes }

    /// What is listed one by one: all but the quantities by name.
    private var listedBytes: Int {
        var bytes = EncodedSize.cluster(options)
        for name in kinds.names.names { bytes += EncodedSize.text(name) }
        for kind in kinds.inUse { bytes += EncodedSize.kind(kinds[kind]) }
        for role in tree.roles.slots { bytes += EncodedSize.role(tree.roles[role]) }
        for hostname in agents.whitelist ?? [] { bytes += EncodedSize.text(hostname) }
        for agent in agents.sorted { bytes += EncodedSize.agent(agents[agent]) }
        var refused: Set<ObjectIdentifier> = []
        for framework in frameworks.slots {
            bytes += EncodedSize.framework(frameworks[framework]) { tree.roles[$0].path.count }
            bytes += filterBytes(of: framework, &refused)
        }
        return bytes
    }

    /// - Parameter refused: the lists that have been counted; filters share them.
    private func filterBytes(of framework: Slot<Framework>, _ refused: inout Set<ObjectIdentifier>) -> Int {
        var bytes = 0
        for filters in frameworks[framework].offerFilters.values.joined().map(\.value.filters) {
            for filter in filters {
                bytes += EncodedSize.filter
                if refused.insert(filter.identity).inserted { bytes += EncodedSize.list(filter.resources) }
            }
        }
        for filters in frameworks[framework].inverseOfferFilters.values { bytes += filters.count * EncodedSize.filter }
        return bytes
    }
}
