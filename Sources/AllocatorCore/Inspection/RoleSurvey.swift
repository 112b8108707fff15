/// A walk over the frameworks and roles of a cluster, a bounded number in each step, that finds the roles with the
/// largest dominant shares and the sums over all others.
///
/// If one step is enough, the result is consistent. Otherwise frameworks and roles are counted at different times, and
/// sums may be off by the changes in between.
package struct RoleSurvey: Sendable {
    /// The maximum number of roles that are shown by name.
    package static let maximumShownRoles = 50

    /// The counts of a role's frameworks.
    struct Subscriptions: Sendable {
        var subscribed = 0
        var suppressed = 0
        var offerFilters = 0
    }

    /// The result of a survey.
    package struct Findings: Hashable, Sendable {
        /// The roles by dominant share, the largest first; among equal shares, roles with a quota first, then by path.
        package var shown: [RoleMeasures] = []
        /// The sums over the other roles, or `nil` if all roles are shown.
        package var rest: RoleMeasures?
        package var names = MeasuredNames()
    }

    private let limit: Int
    private let unnameable: Name
    /// The number of frameworks and then of roles that were visited.
    private var framework = 0
    private var role = 0
    private var subscriptions: [RoleSlot: Subscriptions] = [:]
    private var candidates: [RoleMeasures] = []
    private var worst = 0
    private var rest: RoleMeasures?

    /// - Parameters:
    ///   - limit: of the roles that are shown, at least 1.
    ///   - unnameable: a path that is never shown, because it is what the rest is called.
    package init(limit: Int = Self.maximumShownRoles, unnameable: Name) {
        self.limit = limit
        self.unnameable = unnameable
    }

    /// Continues the survey. After the end, the next step begins a new survey.
    ///
    /// - Parameter looks: how many frameworks, subscriptions and roles are looked at, at the most.
    /// - Complexity: O(`looks`), and the roles of one framework more.
    mutating func step(through cluster: Cluster, looks: Int) -> Findings? {
        var looks = looks
        while framework < cluster.frameworks.capacity {
            guard looks > 0 else { return nil }
            looks -= 1 + count(Slot(framework), of: cluster)
            framework += 1
        }
        while role < cluster.tree.roles.capacity {
            guard looks > 0 else { return nil }
            looks -= 1
            look(at: Slot(role), of: cluster)
            role += 1
        }
        defer { self = RoleSurvey(limit: limit, unnameable: unnameable) }
        return Findings(shown: candidates.sorted(by: Self.precedes), rest: rest, names: cluster.measuredNames)
    }

    /// - Returns: of how many roles it is.
    private mutating func count(_ slot: FrameworkSlot, of cluster: Cluster) -> Int {
        guard cluster.frameworks.contains(slot), cluster.frameworks[slot].isAdded else { return 0 }
        let roles = cluster.frameworks[slot].roles
        for role in roles {
            subscriptions[role, default: Subscriptions()].subscribed += 1
            if cluster.frameworks[slot].suppressedRoles.contains(role) { subscriptions[role]?.suppressed += 1 }
            if let filters = cluster.offerBook.filters(of: slot).offers[role] {
                subscriptions[role]?.offerFilters += filters.count
            }
        }
        return roles.count
    }

    private mutating func look(at slot: RoleSlot, of cluster: Cluster) {
        guard slot != cluster.tree.root, cluster.tree.roles.contains(slot), cluster.tree[slot].isAlive else { return }
        let measures = cluster.measures(of: slot, subscriptions[slot] ?? Subscriptions())
        if measures.path == unnameable {
            addToRest(measures)
        } else if candidates.count < limit {
            candidates.append(measures)
            if candidates.count == limit { findWorst() }
        } else if Self.precedes(measures, candidates[worst]) {
            addToRest(candidates[worst])
            candidates[worst] = measures
            findWorst()
        } else {
            addToRest(measures)
        }
    }

    private mutating func findWorst() {
        worst = candidates.indices.max { Self.precedes(candidates[$0], candidates[$1]) } ?? 0
    }

    private mutating func addToRest(_ measures: RoleMeasures) {
        var sum = rest ?? RoleMeasures()
        sum.add(measures)
        rest = sum
    }

    private static func precedes(_ one: RoleMeasures, _ other: RoleMeasures) -> Bool {
        if one.dominantShare != other.dominantShare { return one.dominantShare > other.dominantShare }
        if (one.quota == nil) != (other.quota == nil) { return one.quota != nil }
        return (one.path ?? "") < (other.path ?? "")
    }
}

extension Allocator {
    /// Continues a survey of the roles.
    ///
    /// - Returns: `nil` until the survey is complete, and before `initialize`.
    ///
    /// - Parameter looks: how many frameworks, subscriptions and roles are looked at, at the most.
    package func survey(_ survey: inout RoleSurvey, looks: Int) -> RoleSurvey.Findings? {
        guard let cluster else { return nil }
        return survey.step(through: cluster, looks: looks)
    }
}
