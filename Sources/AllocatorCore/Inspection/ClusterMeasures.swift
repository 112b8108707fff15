/// Measures of a whole cluster for operators (<doc:Allocation#7-Metrics>), read from sums that the cluster maintains.
package struct ClusterMeasures: Hashable, Sendable {
    package var agents = 0
    /// Frameworks that have been added and not removed.
    package var frameworks = 0
    /// Nodes of the role tree, including ancestors.
    package var roles = 0
    /// Offer and inverse-offer filters that have not expired.
    package var filters = 0
    /// Outstanding offers, counted for each framework, role and agent.
    package var outstandingOffers = 0
    package var isPaused = false

    package init() {}
}

/// The total amounts of a cluster, and the offered or allocated part, in units of the resource, in the order of
/// `names`.
package struct ResourceMeasures: Hashable, Sendable {
    package var names: MeasuredNames
    package var total: [Double]
    package var offeredOrAllocated: [Double]
}

/// The names of resources that are measured separately: the first names that the cluster has used.
///
/// Lists of amounts have the same order. Their last element is the sum over all other names.
package struct MeasuredNames: Hashable, Sendable {
    /// The maximum number of names that are measured separately.
    package static let maximumCount = 16

    package fileprivate(set) var shown: [Name] = []
    /// Whether any agent has a scalar of the name, for each of `shown`.
    package fileprivate(set) var isScalar: [Bool] = []
    /// Whether there are further names.
    package fileprivate(set) var hasRest = false
}

extension Allocator {
    /// The measures of the cluster, or `nil` before `initialize`.
    ///
    /// - Complexity: O(1).
    package var measures: ClusterMeasures? { cluster?.measures }

    /// The amounts of the cluster, or `nil` before `initialize`.
    ///
    /// - Complexity: Linear in the names of resources. No agent is visited.
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

    /// Returns an amount for each of `measuredNames`, and the sum over all other names.
    ///
    /// The amounts are for display only, because these sums may exceed the range of the integers used for decisions.
    func amounts(_ quantities: Quantities) -> [Double] {
        var amounts = [Double](repeating: 0, count: min(kinds.names.count, MeasuredNames.maximumCount) + 1)
        let last = amounts.count - 1
        for name in quantities.indices where quantities[name] != 0 {
            amounts[min(name, last)] += Quantity(thousandths: quantities[name]).value
        }
        return amounts
    }

    /// Returns the same as `amounts` for limits, with `nil` for resources without a limit.
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
