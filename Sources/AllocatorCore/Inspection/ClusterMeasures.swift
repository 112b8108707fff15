/// The figures of a whole cluster that operators watch (<doc:Allocation#7-Metrics>), read from sums that the allocation
/// keeps anyway.
package struct ClusterMeasures: Hashable, Sendable {
    package var agents = 0
    /// Those that were added and not removed.
    package var frameworks = 0
    /// Nodes of the role tree, ancestors included.
    package var roles = 0
    /// Offer and inverse-offer filters that have not ended.
    package var filters = 0
    /// Bundles (framework, role, agent) that are neither used nor declined yet.
    package var outstandingOffers = 0
    package var isPaused = false

    package init() {}
}

/// What the agents of a cluster have, and what is offered or allocated of it, in units of the resource, by `names`.
package struct ResourceMeasures: Hashable, Sendable {
    package var names: MeasuredNames
    package var total: [Double]
    package var offeredOrAllocated: [Double]
}

/// The names of resources that amounts are told apart by: the first that the cluster has heard of. All amounts that belong to
/// these are lists in the same order; one more at the end is the sum over all other names.
package struct MeasuredNames: Hashable, Sendable {
    /// How many names are told apart.
    package static let maximumCount = 16

    package fileprivate(set) var shown: [Name] = []
    /// Of each of these, whether some agent has a scalar of it.
    package fileprivate(set) var isScalar: [Bool] = []
    /// Whether there are others.
    package fileprivate(set) var hasRest = false
}

extension Allocator {
    /// Nil before `initialize`.
    ///
    /// - Complexity: O(1).
    package var measures: ClusterMeasures? { cluster?.measures }

    /// Nil before `initialize`.
    ///
    /// - Complexity: linear in the names of resources; agents are not gone through.
    package var resourceMeasures: ResourceMeasures? { cluster?.resourceMeasures }
}

extension Cluster {
    fileprivate var measures: ClusterMeasures {
        var measures = ClusterMeasures()
        measures.agents = agents.count
        measures.frameworks = knownFrameworkCount
        measures.roles = tree.aliveCount
        measures.filters = filterCount
        measures.outstandingOffers = agents.offerCount
        measures.isPaused = isPaused
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

    /// One amount for each of `measuredNames`, and the sum over all others. As numbers for people to read: sums over many
    /// names and roles may leave the range of the integers that decide.
    func amounts(_ quantities: Quantities) -> [Double] {
        var amounts = [Double](repeating: 0, count: min(kinds.names.count, MeasuredNames.maximumCount) + 1)
        let last = amounts.count - 1
        for name in quantities.indices where quantities[name] != 0 {
            amounts[min(name, last)] += Quantity(thousandths: quantities[name]).value
        }
        return amounts
    }

    /// As `amounts`, of what is limited at all.
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
