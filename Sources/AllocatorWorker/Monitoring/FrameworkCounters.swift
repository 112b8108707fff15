package import AllocatorCore

/// Counts the offers of a cluster, and what came of them, by framework: of those with the most offers each has series of its
/// own, all others are counted as one.
///
/// A framework that has got more than twice the offers of one that has series takes its place. What was counted under a name
/// that goes, by that or because the framework was removed, goes on as part of the rest, so that the sum over all series is
/// always the number of all offers, and no series ever goes back.
package struct FrameworkCounters {
    /// Frameworks with series of their own.
    package static let maximumShown = 50
    /// Frameworks whose offers are remembered, as many as a cluster may have.
    package static let maximumRemembered = AllocatorLimits().frameworks

    private struct Standing {
        var offers = 0
        var series: OfferSeries?
    }

    private let cluster: String
    private let registry: MetricsRegistry
    private let limit: Int
    private let rest: OfferSeries
    private var standings: [Name: Standing] = [:]
    private var shown: Set<Name> = []
    /// No framework that has series has had fewer offers.
    private var fewestShown = 0

    /// - Parameters:
    ///   - cluster: its label.
    ///   - limit: see `maximumShown`; 0: none has series of its own.
    package init(cluster: String, limit: Int = Self.maximumShown, in registry: MetricsRegistry) {
        self.cluster = cluster
        self.registry = registry
        self.limit = limit
        rest = OfferSeries(cluster: cluster, framework: LabelTable.rest, in: registry)
    }

    // MARK: What happens

    /// - Complexity: O(1), and O(`maximumShown`) where it may take the place of another: not more often than its offers double.
    package mutating func note(offers count: Int, to framework: Name) {
        guard limit > 0, framework.string != LabelTable.rest,
            standings[framework] != nil || standings.count < Self.maximumRemembered
        else { return rest.note(.offered, count) }
        var standing = standings[framework] ?? Standing()
        standing.offers += count
        if standing.series == nil, hasPlace(for: standing.offers) {
            standing.series = OfferSeries(cluster: cluster, framework: framework.string, in: registry)
            shown.insert(framework)
            fewestShown = min(fewestShown, standing.offers)
        }
        standings[framework] = standing
        (standing.series ?? rest).note(.offered, count)
    }

    package mutating func note(_ event: OfferSeries.Event, _ count: Int = 1, of framework: Name) {
        (standings[framework]?.series ?? rest).note(event, count)
    }

    /// An accepted call says what a framework does with its offers, or that it or its cluster is gone.
    package mutating func note(_ call: Call) {
        switch call {
        case .recoverResources(let framework, _, _, _, isAllocated: false): note(.declined, of: framework)
        case .updateAllocation(let framework, _, _, _): note(.accepted, of: framework)
        case .transitionOfferedToAllocated(_, _, let framework?): note(.accepted, of: framework)
        case .removeFramework(let framework): remove(framework)
        case .initialize(_, reset: true):
            for framework in shown.sorted() { remove(framework) }
            standings = [:]
        default: break
        }
    }

    private mutating func remove(_ framework: Name) {
        standings.removeValue(forKey: framework)?.series?.merge(into: rest)
        shown.remove(framework)
    }

    // MARK: Who is shown

    /// Whether a framework with so many offers is to have series; makes room for it.
    private mutating func hasPlace(for offers: Int) -> Bool {
        if shown.count < limit { return true }
        guard offers > 2 * fewestShown, let least = leastShown else { return false }
        fewestShown = standings[least]?.offers ?? 0
        guard offers > 2 * fewestShown else { return false }
        standings[least]?.series?.merge(into: rest)
        standings[least]?.series = nil
        shown.remove(least)
        return true
    }

    private var leastShown: Name? {
        shown.min { ((standings[$0]?.offers ?? 0), $0) < ((standings[$1]?.offers ?? 0), $1) }
    }
}
