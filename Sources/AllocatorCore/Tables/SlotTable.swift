/// Where an element of a `SlotTable` is: a small integer that stays the same while the element is there.
package struct Slot<Element>: Hashable, Sendable {
    package let position: Int32

    package init(_ position: Int) { self.position = Int32(position) }

    package var index: Int { Int(position) }
}

/// Elements that keep their place until they are removed; the place is then given to another.
///
/// Names become slots at the door, so that everything within is an array access. Which slot an element gets depends on
/// nothing but the history of insertions and removals.
package struct SlotTable<Element: Sendable>: Sendable {
    /// An element that was removed stays in its place until another one gets it: it must be nothing large by then. Optionals
    /// would be copied, with everything in them, whenever a field of one is read.
    private var elements: [Element] = []
    private var isTaken: [Bool] = []
    private var vacant: [Int32] = []

    package init() {}

    /// How many elements there are.
    package var count: Int { elements.count - vacant.count }

    /// One past the highest slot that was ever taken.
    package var capacity: Int { elements.count }

    package subscript(slot: Slot<Element>) -> Element {
        // Yielded in place: an element may be large, and most readers want one field of it.
        _read {
            precondition(isTaken[slot.index], "vacant slot")
            yield elements[slot.index]
        }
        _modify {
            precondition(isTaken[slot.index], "vacant slot")
            yield &elements[slot.index]
        }
    }

    package func contains(_ slot: Slot<Element>) -> Bool { slot.index < isTaken.count && isTaken[slot.index] }

    /// The slots that are taken, ascending.
    package var slots: some Sequence<Slot<Element>> {
        isTaken.indices.lazy.filter { isTaken[$0] }.map { Slot($0) }
    }

    /// The slot that the next inserted element gets.
    package var nextSlot: Slot<Element> { vacant.last.map { Slot(Int($0)) } ?? Slot(elements.count) }

    @discardableResult
    package mutating func insert(_ element: consuming Element) -> Slot<Element> {
        if let position = vacant.popLast() {
            elements[Int(position)] = element
            isTaken[Int(position)] = true
            return Slot(Int(position))
        }
        elements.append(element)
        isTaken.append(true)
        return Slot(elements.count - 1)
    }

    package mutating func remove(_ slot: Slot<Element>) {
        precondition(isTaken[slot.index], "vacant slot")
        isTaken[slot.index] = false
        vacant.append(slot.position)
    }
}
