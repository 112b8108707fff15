import AllocatorCore
import Testing

/// What is found sooner because it was asked for before is found as it would be otherwise.
@Suite("Remembered kinds and roles")
struct RememberedSlotsTests {
    private static func plain(_ name: Name) -> ResourceMetadata { ResourceMetadata(name: name, type: .scalar) }

    @Test("a kind is found by the very metadata, by its like, and by more of them than are remembered")
    func kinds() {
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

    @Test("a kind that was dropped is not found any more, and its place goes to another")
    func droppedKinds() {
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

    @Test("a role is found whichever was asked for before, and not once it was dropped")
    func roles() {
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
