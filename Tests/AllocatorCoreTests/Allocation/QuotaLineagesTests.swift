import AllocatorCore
import AllocatorTesting
import Testing

/// Claims and rooms on nested roles (Policies, "1. Quota on nested roles").
@Suite("Quota on nested roles: claims and rooms")
struct QuotaLineagesTests {
    private var tree = RoleTree(totals: FairTotals(excluding: []), quotaScope: .nested)

    private mutating func setQuota(_ path: Name, guarantee: Int64 = 0, limit: Int64? = nil) {
        var quota = Quota()
        quota.guarantees[0] = guarantee
        quota.limits[0] = limit
        tree.setQuota(quota, of: tree.intern(path))
    }

    private func position(_ path: Name) throws -> Int {
        try #require(tree.slot(of: path).flatMap { tree.quotaPosition(of: $0) })
    }

    private static func amount(_ thousandths: Int64) -> Quantities {
        var amount = Quantities()
        amount[0] = thousandths
        return amount
    }

    @Test
    mutating func `a role may claim what it and its ancestors are guaranteed and no sibling is`() throws {
        setQuota("eng", guarantee: 12)
        setQuota("eng/a", guarantee: 8)
        let other = tree.intern("eng/b")
        let lineages = QuotaLineages(tree)
        #expect(lineages.requiredHeadroom == Self.amount(12))
        #expect(lineages.claim(at: try position("eng/a")) == Self.amount(12))
        #expect(lineages.claim(at: try position("eng")) == Self.amount(4))
        #expect(lineages.claim(at: try #require(tree.quotaPosition(of: other))) == Self.amount(4))
    }

    @Test
    mutating func `a grant serves the guarantees of the whole lineage`() throws {
        setQuota("eng", guarantee: 12)
        setQuota("eng/a", guarantee: 8)
        var lineages = QuotaLineages(tree)
        lineages.record(Self.amount(8), at: try position("eng/a"))
        #expect(lineages.requiredHeadroom == Self.amount(4))
        #expect(lineages.claim(at: try position("eng/a")) == Self.amount(4))
        lineages.record(Self.amount(4), at: try position("eng"))
        #expect(lineages.requiredHeadroom.isEmpty)
        #expect(!lineages.hasClaim(at: try position("eng/a")))
    }

    @Test
    mutating func `the lowest limit on the lineage binds`() throws {
        setQuota("eng", limit: 5)
        setQuota("eng/a", limit: 9)
        var lineages = QuotaLineages(tree)
        #expect(lineages.room(at: try position("eng/a"))[0] == 5)
        lineages.record(Self.amount(3), at: try position("eng"))
        #expect(lineages.room(at: try position("eng/a"))[0] == 2)
        #expect(lineages.room(at: try position("eng/a"))[1] == nil)
    }

    @Test
    mutating func `a common limit leaves room for what a sibling is guaranteed`() throws {
        setQuota("eng", limit: 10)
        setQuota("eng/a", guarantee: 8)
        let other = tree.intern("eng/b")
        let lineages = QuotaLineages(tree)
        #expect(lineages.room(at: try #require(tree.quotaPosition(of: other)))[0] == 2)
        #expect(lineages.room(at: try position("eng/a"))[0] == 10)
    }

    // MARK: Random grants

    /// Random valid quotas and grants, compared with the plain model after each grant.
    @Test(arguments: [UInt64](1...200))
    mutating func `random grants keep what the policy promises`(seed: UInt64) throws {
        var draw = SplitMix64(seed: seed)
        let paths: [Name] = ["a", "a/x", "a/x/p", "a/x/q", "a/y", "b", "b/z", "b/z/deep/er", "c"]
        for path in paths { _ = tree.intern(path) }
        for path in draw.some(of: paths, percent: 70) { setRandomQuota(path, &draw) }
        var model = ReferenceAccount(tree, paths)
        var lineages = QuotaLineages(tree)
        for _ in 1...40 {
            let path = draw.pick(paths)
            guard let slot = tree.slot(of: path), let position = tree.quotaPosition(of: slot) else { continue }
            let before = Figures(lineages, tree, paths)
            let room = min(lineages.room(at: position)[0] ?? 30, 30)
            let claim = lineages.claim(at: position)[0]
            let isGuaranteed = draw.chance(50)
            let bound = isGuaranteed ? min(room, claim) : room
            guard bound > 0 else { continue }
            let granted = 1 + Int64(draw.below(Int(bound)))
            lineages.record(Self.amount(granted), at: position)
            model.record(granted, of: path)
            let after = Figures(lineages, tree, paths)
            #expect(after == model.figures(paths), "seed \(seed), \(path) + \(granted)")
            if isGuaranteed { #expect(before.required - after.required == granted, "seed \(seed), \(path)") }
            #expect(after.isNowhereAbove(before), "seed \(seed), \(path) + \(granted)")
            #expect(
                zip(before.attainable, after.attainable).allSatisfy { !$0 || $1 },
                "seed \(seed), \(path) + \(granted): a guarantee under a limit is no longer attainable")
        }
    }

    /// Sets a quota unless it contradicts the others.
    private mutating func setRandomQuota(_ path: Name, _ draw: inout SplitMix64) {
        var quota = Quota()
        if draw.chance(60) { quota.guarantees[0] = Int64(draw.below(20)) }
        if draw.chance(50) { quota.limits[0] = quota.guarantees[0] + Int64(draw.below(20)) }
        let role = tree.intern(path)
        var changes = QuotaChanges(tree)
        changes.set(quota, of: role)
        if changes.conflict == nil { tree.setQuota(quota, of: role) }
    }
}

/// The quantities of one resource at each role.
private struct Figures: Equatable {
    var required: Int64
    var claims: [Int64]
    var rooms: [Int64?]
    /// Whether each role could still take what its subtree is guaranteed without reaching its own limit.
    var attainable: [Bool]

    init(required: Int64, claims: [Int64], rooms: [Int64?], attainable: [Bool]) {
        self.required = required
        self.claims = claims
        self.rooms = rooms
        self.attainable = attainable
    }

    init(_ lineages: QuotaLineages, _ tree: RoleTree, _ paths: [Name]) {
        required = lineages.requiredHeadroom[0]
        let slots = paths.map { tree.slot(of: $0) ?? tree.root }
        claims = slots.map { slot in tree.quotaPosition(of: slot).map { lineages.claim(at: $0)[0] } ?? 0 }
        rooms = slots.map { slot in tree.quotaPosition(of: slot).flatMap { lineages.room(at: $0)[0] } }
        attainable = slots.map { slot in
            guard let position = tree[slot].quotaPosition, let limit = tree[slot].quota.limits[0] else { return true }
            return limit - lineages.consumed(at: position)[0] >= lineages.unmet(at: position)[0]
        }
    }

    func isNowhereAbove(_ other: Figures) -> Bool {
        required <= other.required && zip(claims, other.claims).allSatisfy { $0 <= $1 }
            && zip(rooms, other.rooms).allSatisfy { own, other in (own ?? .max) <= (other ?? .max) }
    }
}

/// The plain model of the same quotas.
private struct ReferenceAccount {
    private static let name: Name = "n"

    private var quotas: [Name: ReferenceCluster.Quota] = [:]
    private var consumed: [Name: ReferenceQuantities] = [:]

    init(_ tree: RoleTree, _ paths: [Name]) {
        for path in paths {
            guard let slot = tree.slot(of: path), !tree[slot].quota.isDefault else { continue }
            let quota = tree[slot].quota
            let limits = quota.limits[0].map { [Self.name: Quantity(thousandths: $0)] } ?? [:]
            quotas[path] = ReferenceCluster.Quota(
                guarantees: ReferenceQuantities([Self.name: Quantity(thousandths: quota.guarantees[0])]),
                limits: ReferenceLimits(limits))
        }
    }

    mutating func record(_ granted: Int64, of path: Name) {
        for role in ReferenceRole.path(to: path) where quotas[role] != nil {
            consumed[role, default: ReferenceQuantities()].add(Quantity(thousandths: granted), of: Self.name)
        }
    }

    func figures(_ paths: [Name]) -> Figures {
        let tree = ReferenceQuotaTree(quotas, consumed: consumed)
        return Figures(
            required: tree.requiredHeadroom[Self.name].thousandths,
            claims: paths.map { tree.claim($0)[Self.name].thousandths },
            rooms: paths.map { tree.room($0).byName[Self.name]?.thousandths },
            attainable: paths.map { path in
                guard let limit = quotas[path]?.limits.byName[Self.name] else { return true }
                let used = consumed[path]?[Self.name] ?? .zero
                return limit.thousandths - used.thousandths >= tree.unmet(path)[Self.name].thousandths
            })
    }
}
