/// Measures of a whole cluster for operators (<doc:Allocation#7-Metrics>), read from sums that the allocation
/// maintains.
package struct ClusterMeasures: Hashable, Sendable {
    package var agents = 0
    /// Frameworks that were added and not removed.
    package var frameworks = 0
    /// Nodes of the role tree, ancestors included.
    package var roles = 0
    /// Offer and inverse-offer filters that have not ended.
    package var filters = 0
    /// Offers (framework, role, agent) that are neither used nor declined yet.
    package var outstandingOffers = 0
    package var isPaused = false

    package init() {}
}

/// The amounts that the agents of a cluster have, and the offered or allocated part, in units of the resource, by
/// `names`.
package struct ResourceMeasures: Hashable, Sendable {
    package var names: MeasuredNames
    package var total: [Double]
    package var offeredOrAllocated: [Double]
}

/// The names of resources that have an amount of their own: the first names that the cluster has seen.
///
/// Lists of amounts are in the same order. Their last element is the sum over all other names.
package struct MeasuredNames: Hashable, Sendable {
    /// The maximum number of names with an amount of their own.
    package static let maximumCount = 16

    package fileprivate(set) var shown: [Name] = []
    /// Whether some agent has a scalar of the name, for each of `shown`.
    package fileprivate(set) var isScalar: [Bool] = []
    /// Whether there are other names.
    package fileprivate(set) var hasRest = false
}

extension Allocator {
    /// The measures of the cluster, or `nil` before `initialize`.
    ///
    /// - Complexity: O(1).
    package var measures: ClusterMeasures? { cluster?.measures }

    /// The amounts of the cluster, or `nil` before `initialize`.
    ///
    /// - Complexity: linear in the names of resources; no agent is visited.
    package var resourceMeasures: ResourceMeasures? { cluster?.resourceMeasures }
}

extension Cluster {
    fileprivate var measures: ClusterMeasures {
        var measures = ClusterMeasures()
        measures.agents = agents.count
        measures.frameworks = frameworks.addedCount
        measures.roles = tree.aliveCount
        measures.filters = offerBook.filterCount
        measures.outstandingOffers = agents.offerCount
        measures.isPaused = schedule.isPaused
        return measures
    }

    fileprivate var resourceMeasures: ResourceMeasures {
        ResourceMeasures(
            names: measuredNames, total: amounts(tree.totals.quantities), offeredOrAllocated: amounts(tree.held))
    }

    var measuredNames: MeasuredNames {
        let shown = Array(kinds.names.names.prefix(MeasuredNames.maximumCount))
        return MeasuredNames(
            shown: shown, isScalar: shown.indices.map { tree.totals.quantities[$0] > 0 },
            hasRest: kinds.names.count > shown.count)
    }

    /// One amount for each of `measuredNames`, and the sum over all other names.
    ///
    /// The amounts are for display only, since such sums may exceed the range of the integers that decide.
    func amounts(_ quantities: Quantities) -> [Double] {
        var amounts = [Double](repeating: 0, count: min(kinds.names.count, MeasuredNames.maximumCount) + 1)
        let last = amounts.count - 1
        for name in quantities.indices where quantities[name] != 0 {
            amounts[min(name, last)] += Quantity(thousandths: quantities[name]).value
        }
        return amounts
    }

    /// The same as `amounts` for limits, with `nil` for resources without a limit.
    func amounts(_ limits: QuantityLimits) -> [Double?] {
        var amounts = [Double?](repeating: nil, count: min(kinds.names.count, MeasuredNames.maximumCount) + 1)
        let last = amounts.count - 1
        for name in limits.indices {
            guard let limit = limits[name] else { continue }
            amounts[min(name, last)] = (amounts[min(name, last)] ?? 0) + Quantity(thousandths: limit).value
        }
        return amounts
    }
}
