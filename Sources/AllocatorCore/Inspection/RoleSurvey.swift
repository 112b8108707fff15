/// An incremental survey of the frameworks and roles of a cluster. It finds the roles with the largest dominant shares
/// and the sums over all others.
///
/// Each step visits a bounded number of frameworks and roles. If one step is enough, the result is consistent.
/// Otherwise the sums may be off by the changes between the steps.
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
        /// The roles by descending dominant share. Among equal shares, roles with a quota come first, then the order is
        /// by path.
        package var shown: [RoleMeasures] = []
        /// The sums over the other roles, or `nil` if all roles are shown.
        package var rest: RoleMeasures?
        package var names = MeasuredNames()
    }

    private let limit: Int
    private let unnameable: Name
    /// The numbers of visited frameworks and visited roles.
    private var framework = 0
    private var role = 0
    private var subscriptions: [RoleSlot: Subscriptions] = [:]
    private var candidates: [RoleMeasures] = []
    private var worst = 0
    private var rest: RoleMeasures?

    /// - Parameters:
    ///   - limit: The maximum number of shown roles, at least 1.
    ///   - unnameable: A path that is never shown, because it is the label of the rest.
    package init(limit: Int = Self.maximumShownRoles, unnameable: Name) {
        self.limit = limit
        self.unnameable = unnameable
    }

    /// Continues the survey. After its end, the next step begins a new survey.
    ///
    /// - Parameter looks: The maximum number of visited frameworks, subscriptions and roles.
    /// - Returns: The result, or `nil` until the survey is complete.
    /// - Complexity: O(`looks`), plus the roles of one framework.
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

    /// - Returns: The number of roles of the framework.
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
    /// - Parameter looks: The maximum number of visited frameworks, subscriptions and roles.
    /// - Returns: The result, or `nil` until the survey is complete and before `initialize`.
    package func survey(_ survey: inout RoleSurvey, looks: Int) -> RoleSurvey.Findings? {
        guard let cluster else { return nil }
        return survey.step(through: cluster, looks: looks)
    }
}
