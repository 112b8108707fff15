/// The upper bound of a cluster's size.
extension Cluster {
    /// Checks that a call would not make the cluster larger than its limit.
    ///
    /// - Parameter growth: The bytes that the call may add.
    /// - Throws: `resourceExhausted`
    /// - Complexity: O(1), or linear in the state if the cluster may have become full since the last measurement.
    mutating func checkSize(adding growth: Int) throws(Refusal) {
        let limit = limits.clusterBytes
        if growth <= limit - sizeBound { return }
        if size.canMeasure(at: schedule.now, limit: limit) {
            size.set(listedBytes, at: schedule.now)
            if growth <= limit - sizeBound { return }
        }
        throw .resourceExhausted(
            "the cluster has \(sizeBound) bytes and this call may add \(growth), but at most \(limit) are allowed:"
                + " remove agents, frameworks or filters, or raise --max-cluster-bytes")
    }

    /// An upper bound of the size, obtained without visiting the state.
    var sizeBound: Int { size.bound + vectorBytes }

    /// The size of the quantities that roles, agents and frameworks keep for each name of a resource.
    private var vectorBytes: Int {
        let vectors = EncodedSize.vectorsPerRole * tree.count + agents.count + frameworks.count
        return vectors * kinds.names.count * MemoryLayout<Int64>.size
    }

    // MARK: Measurement

    /// The measured size.
    ///
    /// - Complexity: Linear in the size of the state.
    var measuredBytes: Int { listedBytes + vectorBytes }

    /// The size of everything except the quantities by name.
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

    /// - Parameter refused: The lists that have already been counted, because filters share them.
    private func filterBytes(of framework: FrameworkSlot, _ refused: inout Set<ObjectIdentifier>) -> Int {
        var bytes = 0
        for filters in offerBook.filters(of: framework).offers.values.joined().map(\.value.filters) {
            for filter in filters {
                bytes += EncodedSize.filter
                if refused.insert(filter.identity).inserted { bytes += EncodedSize.list(filter.resources) }
            }
        }
        for filters in offerBook.filters(of: framework).inverseOffers.values {
            bytes += filters.count * EncodedSize.filter
        }
        return bytes
    }
}
