import AllocatorCore
import Testing

@Suite("Accounting of quota and headroom")
struct QuotaAccountTests {
    private static let cpus = 0
    private static let mem = 1

    private var tree = RoleTree(totals: FairTotals(excluding: []))

    init() { tree.replaceTotals(Quantities(), with: Self.quantities(cpus: 20, mem: 50)) }

    private static func quantities(cpus: Int64 = 0, mem: Int64 = 0) -> Quantities {
        var quantities = Quantities()
        quantities[Self.cpus] = cpus
        quantities[Self.mem] = mem
        return quantities
    }

    /// A role with guaranteed cpus, of which it holds some.
    private mutating func role(_ path: Name, guaranteed: Int64, held: Int64 = 0) -> RoleSlot {
        let role = tree.addExampleClient(path)
        tree.setQuota(Quota(guarantees: Self.quantities(cpus: guaranteed)), of: role)
        tree.grow(role, by: HoldingChange(Self.quantities(cpus: held)), isAllocation: true)
        return role
    }

    private func account(revocable: Quantities = Quantities()) -> QuotaAccount {
        QuotaAccount(tree, availableRevocable: revocable, availableUnreserved: Quantities())
    }

    private static func offer(guaranteed: Quantities, increase: Quantities) -> GuaranteedOffer {
        GuaranteedOffer(offer: Resources(), guaranteed: guaranteed, increase: increase)
    }

    @Test
    mutating func `headroom is required for what unmet guarantees lack`() {
        let unmet = role("unmet", guaranteed: 8, held: 3)
        let met = role("met", guaranteed: 2, held: 4)
        let free = tree.addExampleClient("free")
        let account = account()
        #expect(account.requiredHeadroom == Self.quantities(cpus: 5))
        #expect(account.availableHeadroom == Self.quantities(cpus: 13, mem: 50))
        #expect(account.surplusHeadroom == Self.quantities(cpus: 8, mem: 50))
        #expect(account.hasClaim(at: tree.quotaPosition(of: unmet)))
        #expect(!account.hasClaim(at: tree.quotaPosition(of: met)))
        #expect(account.consumed(at: tree.quotaPosition(of: unmet)) == Self.quantities(cpus: 3))
        #expect(account.consumed(at: tree.quotaPosition(of: met)) == Self.quantities(cpus: 4))
        #expect(account.consumed(at: tree.quotaPosition(of: free)).isEmpty)
    }

    @Test
    mutating func `headroom excludes revocable resources, and never falls below zero`() {
        tree.grow(tree.addExampleClient("r"), by: HoldingChange(Self.quantities(cpus: 15)), isAllocation: true)
        let revocable = Self.quantities(cpus: 7, mem: 10)
        #expect(account(revocable: revocable).availableHeadroom == Self.quantities(mem: 40))
    }

    @Test
    mutating func `the part of an offer that a guarantee lacked lowers the required headroom`() {
        let role = role("r", guaranteed: 8)
        var account = account()
        account.record(
            Self.offer(guaranteed: Self.quantities(cpus: 6), increase: Self.quantities(cpus: 6, mem: 4)),
            at: tree.quotaPosition(of: role))
        #expect(account.requiredHeadroom == Self.quantities(cpus: 2))
        #expect(account.availableHeadroom == Self.quantities(cpus: 14, mem: 46))
        #expect(account.consumed(at: tree.quotaPosition(of: role)) == Self.quantities(cpus: 6, mem: 4))
        #expect(account.hasClaim(at: tree.quotaPosition(of: role)))
        account.record(
            Self.offer(guaranteed: Self.quantities(cpus: 2), increase: Self.quantities(cpus: 2)),
            at: tree.quotaPosition(of: role))
        #expect(!account.hasClaim(at: tree.quotaPosition(of: role)))
    }

    @Test
    mutating func `an offer of the second stage lowers the available headroom and not the required one`() {
        let role = role("r", guaranteed: 8)
        let other = tree.addExampleClient("other")
        var account = account()
        account.record(increase: Self.quantities(cpus: 3), at: tree.quotaPosition(of: role))
        account.record(increase: Self.quantities(cpus: 1), at: tree.quotaPosition(of: other))
        #expect(account.requiredHeadroom == Self.quantities(cpus: 8))
        #expect(account.availableHeadroom == Self.quantities(cpus: 16, mem: 50))
        #expect(account.surplusHeadroom == Self.quantities(cpus: 8, mem: 50))
        #expect(account.consumed(at: tree.quotaPosition(of: role)) == Self.quantities(cpus: 3))
    }

    @Test
    func `of amounts withheld from several frameworks the largest counts, up to what remains`() {
        var withheld = WithheldQuantities()
        withheld.record(Self.quantities(cpus: 2, mem: 5))
        withheld.record(Self.quantities(cpus: 4, mem: 1))
        withheld.finishAgent(remaining: Self.quantities(cpus: 3, mem: 9))
        #expect(withheld.total == Self.quantities(cpus: 3, mem: 5))
        withheld.finishAgent(remaining: Self.quantities(cpus: 3, mem: 9))
        #expect(withheld.total == Self.quantities(cpus: 3, mem: 5), "nothing was withheld of the second agent")
        withheld.record(Self.quantities(cpus: 1))
        withheld.finishAgent(remaining: Self.quantities(cpus: 3))
        #expect(withheld.total == Self.quantities(cpus: 4, mem: 5))
    }
}
