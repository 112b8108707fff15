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

    @Test
    mutating func `the count of a role starts at 0 and increases with its ancestors`() {
        let role = client("a/b")
        #expect(count("a") == 0 && count("a/b") == 0)
        give(role, times: 3)
        #expect(count("a") == 3 && count("a/b") == 3)
        #expect(ownCount("a") == nil)
    }

    @Test
    mutating func `'.' takes over the count of the role when its first child appears, which starts at 0`() {
        let role = client("a")
        give(role, times: 4)
        let child = client("a/b")
        #expect(ownCount("a") == 4 && count("a") == 4 && count("a/b") == 0)
        give(child)
        #expect(ownCount("a") == 4 && count("a") == 5 && count("a/b") == 1)
        give(role)
        #expect(ownCount("a") == 5 && count("a") == 6 && count("a/b") == 1)
    }

    @Test
    mutating func `a second child takes over no count`() {
        give(client("a"), times: 2)
        give(client("a/b"), times: 3)
        _ = client("a/c")
        #expect(count("a/c") == 0 && ownCount("a") == 2 && count("a") == 5)
    }

    @Test
    mutating func `a role keeps the count of its subtree when the last child leaves`() {
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

    @Test
    mutating func `a role that becomes a client above its children starts as a '.' of 0`() {
        give(client("a/b"), times: 3)
        let role = client("a")
        #expect(ownCount("a") == 0 && count("a") == 3)
        give(role)
        #expect(ownCount("a") == 1 && count("a") == 4)
        tree.removeExampleClient("a")
        #expect(ownCount("a") == nil && count("a") == 4 && count("a/b") == 3)
    }

    @Test
    mutating func `a client that returns starts at 0`() {
        let role = client("a/b")
        give(role, times: 3)
        tree.removeExampleClient("a/b")
        #expect(count("a") == nil, "its parent had no other client and went with it")
        _ = client("a/b")
        #expect(count("a") == 0 && count("a/b") == 0)
    }

    @Test
    mutating func `deep in the tree '.' appears where the leaf was`() {
        give(client("a/b"), times: 2)
        _ = client("a/b/c/d")
        #expect(ownCount("a/b") == 2 && count("a/b") == 2 && count("a/b/c") == 0 && ownCount("a") == nil)
    }

    @Test
    mutating func `rescinded and converted resources do not count as allocations`() {
        let role = client("a")
        give(role)
        tree.shrink(role, by: HoldingChange(Quantities()))
        tree.grow(role, by: HoldingChange(Quantities()), isAllocation: false)
        #expect(count("a") == 1)
    }
}
