import AllocatorCore
import Testing

@Suite("Slot tables")
struct SlotTableTests {
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `elements keep their slots while others are added and removed`(seed: UInt64) {
        var random = Seeded(seed)
        var table = SlotTable<Int, Int>()
        var model: [Slot<Int>: Int] = [:]
        for step in 0..<300 {
            if let slot = model.keys.sorted(by: { $0.index < $1.index }).randomElement(using: &random),
                Bool.random(using: &random)
            {
                table.remove(slot)
                model[slot] = nil
                #expect(!table.contains(slot))
            } else {
                let slot = table.insert(step)
                #expect(model[slot] == nil, "a slot that is taken is not given again")
                model[slot] = step
            }
            #expect(table.count == model.count)
            #expect(Array(table.slots) == model.keys.sorted { $0.index < $1.index })
            for (slot, element) in model { #expect(table[slot] == element && table.contains(slot)) }
        }
        #expect(table.capacity <= 300)
    }

    @Test
    func `a vacant slot is reused, so that a table never outgrows its largest contents`() {
        var table = SlotTable<String, String>()
        let first = table.insert("a")
        table.insert("b")
        for _ in 0..<100 {
            table.remove(first)
            #expect(table.insert("c") == first)
        }
        #expect(table.capacity == 2)
        #expect(!table.contains(Slot(2)))
    }
}
