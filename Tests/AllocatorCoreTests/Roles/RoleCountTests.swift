import AllocatorCore
import Testing

/// The number of allocations of a client of the role order, as clients are added and removed (Allocation, "3. The fair
/// order").
@Suite("Counts of roles")
struct RoleCountTests {
    private var tree = RoleTree(totals: FairTotals(excluding: []))

    private mutating func client(_ path: Name) -> RoleSlot { tree.addExampleClient(path) }

    private mutating func give(_ role: RoleSlot, times: Int = 1) {
        for _ in 0..<times { tree.grow(role, by: HoldingChange(Quantities()), isAllocation: true) }
    }

    /// The count of a node among its siblings.
    private func count(_ path: Name) -> UInt64? {
        guard let slot = tree.slot(of: path), let place = tree[slot].place, let parent = tree[slot].parent else {
            return nil
        }
        return tree[parent].order[place].count
    }

    /// The count of the child `.`.
    private func ownCount(_ path: Name) -> UInt64? {
        guard let slot = tree.slot(of: path), let own = tree[slot].ownPlace else { return nil }
        return tree[slot].order[own].count
    }

    @Test("starts at 0 and goes up for the whole lineage")
    mutating func lineage() {
        let role = client("a/b")
        #expect(count("a") == 0 && count("a/b") == 0)
        give(role, times: 3)
        #expect(count("a") == 3 && count("a/b") == 3)
        #expect(ownCount("a") == nil)
    }

    @Test("`.` takes over the role's count when the first child comes, which starts at 0")
    mutating func firstChild() {
        let role = client("a")
        give(role, times: 4)
        let child = client("a/b")
        #expect(ownCount("a") == 4 && count("a") == 4 && count("a/b") == 0)
        give(child)
        #expect(ownCount("a") == 4 && count("a") == 5 && count("a/b") == 1)
        give(role)
        #expect(ownCount("a") == 5 && count("a") == 6 && count("a/b") == 1)
    }

    @Test("a second child takes nothing over")
    mutating func secondChild() {
        give(client("a"), times: 2)
        give(client("a/b"), times: 3)
        _ = client("a/c")
        #expect(count("a/c") == 0 && ownCount("a") == 2 && count("a") == 5)
    }

    @Test("the role keeps the count of its whole subtree when the last child leaves")
    mutating func lastChild() {
        let role = client("a")
        give(role, times: 2)
        let child = client("a/b")
        give(child, times: 3)
        tree.removeExampleClient("a/b")
        #expect(ownCount("a") == nil && count("a") == 5 && count("a/b") == nil)
        // And hands it on to the next `.`.
        _ = client("a/c")
        #expect(ownCount("a") == 5 && count("a") == 5)
    }

    @Test("a role that becomes a client above its children starts as a `.` of 0")
    mutating func parentLater() {
        give(client("a/b"), times: 3)
        let role = client("a")
        #expect(ownCount("a") == 0 && count("a") == 3)
        give(role)
        #expect(ownCount("a") == 1 && count("a") == 4)
        tree.removeExampleClient("a")
        #expect(ownCount("a") == nil && count("a") == 4 && count("a/b") == 3)
    }

    @Test("a client that comes again starts at 0")
    mutating func again() {
        let role = client("a/b")
        give(role, times: 3)
        tree.removeExampleClient("a/b")
        #expect(count("a") == nil, "its parent had no other client and went with it")
        _ = client("a/b")
        #expect(count("a") == 0 && count("a/b") == 0)
    }

    @Test("deep down, `.` appears where the leaf was")
    mutating func deep() {
        give(client("a/b"), times: 2)
        _ = client("a/b/c/d")
        #expect(ownCount("a/b") == 2 && count("a/b") == 2 && count("a/b/c") == 0 && ownCount("a") == nil)
    }

    @Test("what is taken back, and what is exchanged, counts as nothing given")
    mutating func neitherRecoveryNorConversion() {
        let role = client("a")
        give(role)
        tree.shrink(role, by: HoldingChange(Quantities()))
        tree.grow(role, by: HoldingChange(Quantities()), isAllocation: false)
        #expect(count("a") == 1)
    }
}
