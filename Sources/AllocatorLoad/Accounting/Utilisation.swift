/// The resource usage of a cluster over time.
package struct Utilisation: Sendable {
    package let total: Amounts
    package private(set) var used = Amounts.zero
    package private(set) var peak = Amounts.zero
    private var now = Duration.zero
    /// The resources of the cluster.
    package let resources: [ScalarResource]
    /// The integrals of usage over time in thousandths × seconds, in the order of `resources`.
    private var integrals: [Double]

    init(total: Amounts) {
        self.total = total
        resources = total.resources
        integrals = [Double](repeating: 0, count: resources.count)
    }

    mutating func advance(to now: Duration) {
        let seconds = (now - self.now) / .seconds(1)
        guard seconds > 0 else { return }
        for (place, resource) in resources.enumerated() {
            integrals[place] += Double(used[resource]) * seconds
        }
        self.now = now
    }

    mutating func add(_ amounts: Amounts) {
        used += amounts
        for resource in resources {
            peak[resource] = max(peak[resource], used[resource])
        }
    }

    mutating func remove(_ amounts: Amounts) {
        used -= amounts
    }

    /// Returns the mean usage in thousandths from the start until the last `advance`, or zero before any time has
    /// passed.
    package func mean(_ resource: ScalarResource) -> Double {
        let seconds = now / .seconds(1)
        guard seconds > 0, let place = resources.firstIndex(of: resource) else { return 0 }
        return integrals[place] / seconds
    }

    /// The usage of each resource until the last `advance`.
    package var usage: [ResourceUsage] {
        resources.map { resource in
            ResourceUsage(
                resource: resource, total: Double(total[resource]) / 1000, peak: Double(peak[resource]) / 1000,
                mean: mean(resource) / 1000)
        }
    }
}

/// The usage of one resource of a cluster, in units of the resource.
package struct ResourceUsage: Hashable, Sendable, Encodable {
    package let resource: ScalarResource
    package let total: Double
    package let peak: Double
    package let mean: Double

    /// The keys of the JSON object. The name of the resource is the key of the object itself.
    private enum CodingKeys: CodingKey {
        case total
        case peak
        case mean
    }
}
