package import AllocatorCore

/// Counts the offers of a cluster and their outcomes by framework. The frameworks with the most offers have series of
/// their own, and all others share one.
///
/// A framework with more than twice the offers of a shown one takes its place. The counts of a framework that is
/// replaced or removed move to the common series. The sum over all series is therefore always the number of all offers,
/// and the common series never decreases.
package struct FrameworkCounters {
    /// The limit on frameworks with series of their own.
    package static let maximumShown = 50
    /// The limit on frameworks whose offers are counted individually. It equals the limit on frameworks of a cluster.
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
    /// A lower bound of the offers of every shown framework.
    private var fewestShown = 0

    /// - Parameters:
    ///   - cluster: The label of the cluster.
    ///   - limit: The limit on frameworks with series of their own. With 0, all frameworks share one.
    package init(cluster: String, limit: Int = Self.maximumShown, in registry: MetricsRegistry) {
        self.cluster = cluster
        self.registry = registry
        self.limit = limit
        rest = OfferSeries(cluster: cluster, framework: LabelTable.rest, in: registry)
    }

    // MARK: - Recording

    /// - Complexity: O(1), or O(`maximumShown`) if the framework may replace a shown one, at most once per doubling of
    ///   its offers.
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

    /// Records the outcome of offers that an accepted call reports, or the removal of a framework or of the whole
    /// cluster.
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

    // MARK: - Selection

    /// Whether a framework with this many offers gets series of its own. Removes those of another framework if
    /// necessary.
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
