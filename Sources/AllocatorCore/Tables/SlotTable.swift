/// Elements that keep their slots until they are removed. A vacant slot is reused for a later element.
///
/// The allocator looks up the name in a call once and then accesses arrays by slot. The slot of an element depends only
/// on the history of insertions and removals.
package struct SlotTable<Element: Sendable, Tag>: Sendable {
    /// A removed element stays in the array until its slot is reused, so its owner should empty it first. With optional
    /// elements, reading one field would copy the whole element.
    private var elements: [Element] = []
    private var isTaken: [Bool] = []
    private var vacant: [Int32] = []

    package init() {}

    /// The number of elements.
    package var count: Int { elements.count - vacant.count }

    /// One past the highest slot that was ever in use.
    package var capacity: Int { elements.count }

    package subscript(slot: Slot<Tag>) -> Element {
        // Yielded in place, because an element may be large and most readers need only one of its fields.
        _read {
            precondition(isTaken[slot.index], "vacant slot")
            yield elements[slot.index]
        }
        _modify {
            precondition(isTaken[slot.index], "vacant slot")
            yield &elements[slot.index]
        }
    }

    package func contains(_ slot: Slot<Tag>) -> Bool { slot.index < isTaken.count && isTaken[slot.index] }

    /// The slots in use, ascending.
    package var slots: some Sequence<Slot<Tag>> {
        isTaken.indices.lazy.filter { isTaken[$0] }.map { Slot($0) }
    }

    /// The slot that the next inserted element gets.
    package var nextSlot: Slot<Tag> { vacant.last.map { Slot(Int($0)) } ?? Slot(elements.count) }

    @discardableResult
    package mutating func insert(_ element: consuming Element) -> Slot<Tag> {
        if let position = vacant.popLast() {
            elements[Int(position)] = element
            isTaken[Int(position)] = true
            return Slot(Int(position))
        }
        elements.append(element)
        isTaken.append(true)
        return Slot(elements.count - 1)
    }

    package mutating func remove(_ slot: Slot<Tag>) {
        precondition(isTaken[slot.index], "vacant slot")
        isTaken[slot.index] = false
        vacant.append(slot.position)
    }
}
