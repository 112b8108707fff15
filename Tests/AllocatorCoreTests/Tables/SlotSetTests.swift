import AllocatorCore
import Testing

@Suite("Sets of slots against sets")
struct SlotSetTests {
    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `slots are added and removed, and enumerated in ascending order`(seed: UInt64) {
        var random = Seeded(seed)
        var slots = SlotSet<Int>()
        var model: Set<Int> = []
        for _ in 0..<500 {
            let position = Int.random(in: 0..<200, using: &random)
            switch Int.random(in: 0..<50, using: &random) {
            case 0:
                slots.removeAll()
                model.removeAll()
            case ..<20:
                slots.remove(Slot(position))
                model.remove(position)
            default:
                #expect(slots.insert(Slot(position)) == model.insert(position).inserted)
            }
            #expect(slots.contains(Slot(position)) == model.contains(position))
            #expect(slots.count == model.count)
            #expect(slots.slots.map(\.index) == model.sorted())
        }
    }
}
