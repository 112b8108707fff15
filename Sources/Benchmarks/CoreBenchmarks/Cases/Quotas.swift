import AllocatorCore

/// Many roles with a small guarantee and some with a large one, on agents that have enough for all.
///
/// The size's agents stand for the roles with a small guarantee, its frameworks for those with a large one.
enum LargeAndSmallQuota: BenchmarkCase {
    static let name = "LargeAndSmallQuota"

    static func sizes(_ selection: SizeSelection) -> [Size] {
        let small = [Size(agents: 25, frameworks: 5), Size(agents: 250, frameworks: 50)]
        return selection.own(small: small, full: small + [Size(agents: 2_500, frameworks: 500)])
    }

    static func measure(_ size: Size) -> [Measurement] {
        let (small, large) = (size.agents, size.frameworks)
        var (cluster, frameworks) = cluster(small: small, large: large)
        return QuotaShape.measure(
            &cluster, adding: frameworks, label: "\(name) (\(small), \(large))",
            ReferenceFigures.largeAndSmallQuota[size])
    }

    /// Returns a cluster with quotas and agents, and the calls that add the frameworks.
    static func cluster(small: Int, large: Int) -> (cluster: PlayedCluster, frameworks: [Call]) {
        var cluster = PlayedCluster()
        cluster.applyBatch(
            (0..<small + large).map { number in
                let isSmall = number < small
                return .updateQuota(
                    QuotaShape.quota(
                        of: QuotaShape.role(number), cpus: isSmall ? 1 : 4, mem: isSmall ? 1_024 : 4_096,
                        disk: isSmall ? 1_024 : 4_096))
            })
        cluster.prepare(QuotaShape.agents(small / 5 + 5 * large))
        return (cluster, (0..<small + large).map { Shape.framework($0, role: QuotaShape.role($0)) })
    }
}

/// Roles with two frameworks and two agents each; the size's agents stand for the roles.
enum NonQuotaVsQuota {
    static func sizes(_ selection: SizeSelection) -> [Size] {
        let small = [10, 100, 1_000].map { Size(agents: $0, frameworks: 2 * $0) }
        return selection.own(small: small, full: small)
    }

    static func measure(_ size: Size, hasQuota: Bool) -> [Measurement] {
        var (cluster, frameworks) = cluster(roles: size.agents, hasQuota: hasQuota)
        return QuotaShape.measure(
            &cluster, adding: frameworks, label: "\(hasQuota ? "Quota" : "NonQuota") R=\(size.agents)",
            (hasQuota ? ReferenceFigures.quota : ReferenceFigures.nonQuota)[size.agents])
    }

    /// Returns a cluster with quotas and agents, and the calls that add the frameworks.
    ///
    /// - Parameter role: The path of each role.
    static func cluster(
        roles: Int, hasQuota: Bool, quotaScope: QuotaScope = .topLevel,
        role: (Int) -> Name = QuotaShape.role
    ) -> (cluster: PlayedCluster, frameworks: [Call]) {
        var cluster = PlayedCluster(quotaScope: quotaScope)
        if hasQuota {
            cluster.applyBatch(
                (0..<roles).map { .updateQuota(QuotaShape.quota(of: role($0), cpus: 4, mem: 4_096, disk: 4_096)) })
        }
        cluster.prepare(QuotaShape.agents(2 * roles))
        return (cluster, (0..<2 * roles).map { Shape.framework($0, role: role($0 / 2)) })
    }
}

/// The roles of `Quotas` as the leaves of a tree five levels deep, compared with as many top-level roles.
enum NestedQuotas: BenchmarkCase {
    static let name = "NestedQuota"

    static func sizes(_ selection: SizeSelection) -> [Size] {
        let small = [1_000, 3_000].map { Size(agents: $0, frameworks: 2 * $0) }
        return selection.own(small: small, full: small)
    }

    static func measure(_ size: Size) -> [Measurement] {
        [QuotaScope.topLevel, .nested].flatMap { scope in
            let role = scope == .topLevel ? QuotaShape.role : leaf
            var (cluster, frameworks) = NonQuotaVsQuota.cluster(
                roles: size.agents, hasQuota: true, quotaScope: scope, role: role)
            let label = scope == .topLevel ? "TOP_LEVEL" : "NESTED"
            return QuotaShape.measure(
                &cluster, adding: frameworks, label: "\(name) \(label) R=\(size.agents)", nil)
        }
    }

    /// The path of a leaf. Four leaves have the same parent, and so on for each level above.
    static func leaf(_ number: Int) -> Name {
        Name("org-\(number / 256)/unit-\(number / 64)/group-\(number / 16)/team-\(number / 4)/role-\(number)")
    }
}

enum NonQuota: BenchmarkCase {
    static let name = "NonQuota"

    static func sizes(_ selection: SizeSelection) -> [Size] { NonQuotaVsQuota.sizes(selection) }

    static func measure(_ size: Size) -> [Measurement] { NonQuotaVsQuota.measure(size, hasQuota: false) }
}

enum Quotas: BenchmarkCase {
    static let name = "Quota"

    static func sizes(_ selection: SizeSelection) -> [Size] { NonQuotaVsQuota.sizes(selection) }

    static func measure(_ size: Size) -> [Measurement] { NonQuotaVsQuota.measure(size, hasQuota: true) }
}

/// The parts that the cases with quotas share.
enum QuotaShape {
    static func role(_ number: Int) -> Name { Name("role-\(number)") }

    static func quota(of role: Name, cpus: Int64, mem: Int64, disk: Int64) -> RoleQuota {
        let guarantees: [Name: Quantity] = [
            "cpus": Quantity(thousandths: cpus * 1000), "mem": Quantity(thousandths: mem * 1000),
            "disk": Quantity(thousandths: disk * 1000),
        ]
        return RoleQuota(role: role, guarantees: guarantees)
    }

    static func agents(_ count: Int) -> [Call] {
        (0..<count).map { Shape.agent($0, total: Shape.scalars(cpus: 2, mem: 2_048, disk: 2_048)) }
    }

    /// Adds the frameworks in one batch with the run that they request. Then recovers everything for one run that
    /// offers it all, and five runs that have nothing to do.
    static func measure(
        _ cluster: inout PlayedCluster, adding frameworks: [Call], label: String, _ figures: ReferenceFigures.Runs?
    ) -> [Measurement] {
        let adding = Stopwatch.seconds { cluster.applyBatch(frameworks) }
        for run in cluster.takeRuns() { cluster.giveBack(run, refusingForDays: nil) }
        let offering = Stopwatch.seconds { cluster.runOnInterval() }
        let offers = cluster.takeRun().bundleCount
        let idle = (0..<5).map { _ in Stopwatch.seconds { cluster.runOnInterval() } }
        return [
            Measurement(name: "\(label) adding frameworks", seconds: [adding], reference: figures?.adding),
            Measurement(name: "\(label) run", seconds: [offering], offers: offers, reference: figures?.run),
            Measurement(name: "\(label) idle run", seconds: idle, offers: 0, reference: figures?.idle),
        ]
    }
}
