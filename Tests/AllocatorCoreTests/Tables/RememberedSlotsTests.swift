import AllocatorCore
import Testing

/// The cache of recent lookups returns what a lookup without it returns.
@Suite("Remembered kinds and roles")
struct RememberedSlotsTests {
    private static func plain(_ name: Name) -> ResourceMetadata { ResourceMetadata(name: name, type: .scalar) }

    @Test
    func `a kind is found by identical and by equal metadata, and beyond the cache`() {
        var table = ResourceKindTable()
        let metadata = (0..<20).map { Self.plain(Name("resource-\($0)")) }
        let slots = metadata.map { table.intern($0, reservationRole: nil) }
        for _ in 0..<2 {
            for (one, slot) in zip(metadata, slots) {
                #expect(table.kind(remembering: one) == slot)
                #expect(table.kind(remembering: one) == slot)
                #expect(table.kind(remembering: Self.plain(one.name)) == slot)
            }
        }
    }

    @Test
    func `a dropped kind is no longer found, and another takes its slot`() {
        var table = ResourceKindTable()
        let (kept, dropped) = (Self.plain("cpus"), Self.plain("mem"))
        let keptSlot = table.intern(kept, reservationRole: nil)
        let droppedSlot = table.intern(dropped, reservationRole: nil)
        #expect(table.kind(remembering: dropped) == droppedSlot)
        table.keep(only: [keptSlot])
        #expect(table.kind(remembering: dropped) == nil)
        #expect(table.kind(remembering: kept) == keptSlot)
        let other = Self.plain("disk")
        #expect(table.intern(other, reservationRole: nil) == droppedSlot)
        #expect(table.kind(remembering: other) == droppedSlot)
        #expect(table.kind(remembering: dropped) == nil)
    }

    @Test
    func `a role is found after any other lookup, and not after it was dropped`() {
        var tree = RoleTree(totals: FairTotals(excluding: []))
        let (a, b) = (tree.intern("a"), tree.intern("b"))
        for (name, slot) in [("a", a), ("a", a), ("b", b), ("a", a)] as [(Name, RoleSlot)] {
            #expect(tree.slot(remembering: name) == slot)
        }
        #expect(tree.slot(remembering: "c") == nil)
        #expect(tree.slot(remembering: "b") == b)
        tree.keep(only: [a])
        #expect(tree.slot(remembering: "b") == nil)
        #expect(tree.slot(remembering: "a") == a)
        let c = tree.intern("c")
        #expect(c == b, "it has the place that was left")
        #expect(tree.slot(remembering: "b") == nil)
        #expect(tree.slot(remembering: "c") == c)
    }
}
