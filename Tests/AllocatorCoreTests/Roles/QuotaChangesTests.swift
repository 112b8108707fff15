import AllocatorCore
import AllocatorTesting
import Testing

/// The validity of quotas on nested roles (Policies, "Validity").
@Suite("Quota on nested roles: validity")
struct QuotaChangesTests {
    private var tree = RoleTree(totals: FairTotals(excluding: []), quotaScope: .nested)

    private static func quota(guarantee: Int64 = 0, limit: Int64? = nil) -> Quota {
        var quota = Quota()
        quota.guarantees[0] = guarantee
        quota.limits[0] = limit
        return quota
    }

    private mutating func conflict(_ path: Name, _ quota: Quota) -> QuotaChanges.Conflict? {
        let role = tree.intern(path)
        var changes = QuotaChanges(tree)
        changes.set(quota, of: role)
        return changes.conflict
    }

    private mutating func set(_ path: Name, _ quota: Quota) { tree.setQuota(quota, of: tree.intern(path)) }

    @Test
    mutating func `guarantees of children must fit into the guarantee above them`() {
        set("a", Self.quota(guarantee: 10))
        set("a/x", Self.quota(guarantee: 6))
        #expect(conflict("a/y", Self.quota(guarantee: 4)) == nil)
        let found = conflict("a/y", Self.quota(guarantee: 5))
        #expect(found?.role == tree.slot(of: "a") && found?.bound == .guarantee)
        #expect(found?.guaranteed == 11 && found?.allowed == 10)
    }

    @Test
    mutating func `roles between without a guarantee of their own pass on the guarantees below`() {
        set("a", Self.quota(guarantee: 10))
        set("a/x/p", Self.quota(guarantee: 6))
        #expect(conflict("a/x/q", Self.quota(guarantee: 5))?.role == tree.slot(of: "a"))
        set("a/x", Self.quota(guarantee: 8))
        #expect(conflict("a/y", Self.quota(guarantee: 3))?.guaranteed == 11)
    }

    @Test
    mutating func `no guarantee exceeds a limit on the lineage`() {
        set("a/x/p", Self.quota(guarantee: 6))
        #expect(conflict("a", Self.quota(limit: 5))?.bound == .limit)
        #expect(conflict("a", Self.quota(limit: 6)) == nil)
        #expect(conflict("a/x/p", Self.quota(guarantee: 6, limit: 5))?.bound == .limit)
    }

    @Test
    mutating func `a limit may exceed the limit of an ancestor`() {
        set("a", Self.quota(limit: 5))
        #expect(conflict("a/x", Self.quota(limit: 50)) == nil)
    }

    @Test
    mutating func `all guarantees together have a maximum`() {
        let most = Quantity.maximum.thousandths
        for number in 1...256 { set(Name("r\(number)"), Self.quota(guarantee: most)) }
        #expect(conflict("r257", Self.quota(guarantee: 1))?.bound == .sum)
        #expect(conflict("r256", Self.quota(guarantee: most - 1)) == nil)
    }

    /// Changes of several roles at a time, compared with a validation of all quotas by the plain model.
    @Test(arguments: [UInt64](1...200))
    mutating func `random changes are valid if and only if all quotas are`(seed: UInt64) {
        var draw = SplitMix64(seed: seed)
        let paths: [Name] = ["a", "a/x", "a/x/p", "a/y", "b", "b/z", "b/z/deep"]
        var quotas: [Name: Quota] = [:]
        for _ in 1...30 {
            var changes = QuotaChanges(tree)
            var changed = quotas
            for path in draw.some(of: paths, percent: 30) {
                let role = tree.intern(path)
                changes = QuotaChanges(tree)
                let quota = Self.quota(
                    guarantee: draw.chance(60) ? Int64(draw.below(12)) : 0,
                    limit: draw.chance(50) ? Int64(draw.below(24)) : nil)
                changed[path] = quota
                for (path, quota) in changed where tree.slot(of: path) != nil {
                    changes.set(quota, of: tree.slot(of: path) ?? role)
                }
            }
            let isValid = ReferenceQuotaTree(changed.mapValues(Self.reference)).isValid
            #expect((changes.conflict == nil) == isValid, "seed \(seed): \(changed)")
            guard isValid else { continue }
            quotas = changed
            for (path, quota) in changed { tree.setQuota(quota, of: tree.intern(path)) }
        }
        #expect(tree[tree.root].guaranteesBelow[0] == total(of: quotas), "seed \(seed)")
        #expect(Set(tree.quotaNodes.map { tree[$0].path }) == nodes(of: quotas), "seed \(seed)")
    }

    private static func reference(_ quota: Quota) -> ReferenceCluster.Quota {
        let limits = quota.limits[0].map { ["n" as Name: Quantity(thousandths: $0)] } ?? [:]
        return ReferenceCluster.Quota(
            guarantees: ReferenceQuantities(["n": Quantity(thousandths: quota.guarantees[0])]),
            limits: ReferenceLimits(limits))
    }

    /// The effective guarantees of all top-level roles.
    private func total(of quotas: [Name: Quota]) -> Int64 {
        func effective(_ role: Name) -> Int64 {
            if let own = quotas[role]?.guarantees[0], own > 0 { return own }
            let below = Set(quotas.keys.filter { ReferenceRole.isStrictly($0, below: role) })
            let depth = ReferenceRole.path(to: role).count
            let children = Set(below.map { ReferenceRole.path(to: $0)[depth] })
            return children.reduce(0) { $0 + effective($1) }
        }
        return Set(quotas.keys.map { ReferenceRole.topLevel(of: $0) }).reduce(0) { $0 + effective($1) }
    }

    private func nodes(of quotas: [Name: Quota]) -> Set<Name> {
        Set(quotas.filter { !$0.value.isDefault }.keys.flatMap { ReferenceRole.path(to: $0) })
    }
}
