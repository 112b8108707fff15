/// Where an element of a `SlotTable` is: a small integer that stays the same while the element is there.
struct Slot<Element>: Hashable, Sendable {
    let position: Int32

    init(_ position: Int) { self.position = Int32(position) }

    var index: Int { Int(position) }
}

/// Elements that keep their place until they are removed; the place is then given to another.
///
/// Names become slots at the door, so that everything within is an array access. Which slot an element gets depends on
/// nothing but the history of insertions and removals.
struct SlotTable<Element: Sendable>: Sendable {
    private var elements: [Element?] = []
    private var vacant: [Int32] = []

    /// How many elements there are.
    var count: Int { elements.count - vacant.count }

    /// One past the highest slot that was ever taken.
    var capacity: Int { elements.count }

    subscript(slot: Slot<Element>) -> Element {
        // Yielded in place: an element may be large, and most readers want one field of it.
        _read {
            precondition(elements[slot.index] != nil, "vacant slot")
            yield elements[slot.index]!
        }
        _modify {
            precondition(elements[slot.index] != nil, "vacant slot")
            yield &elements[slot.index]!
        }
    }

    func contains(_ slot: Slot<Element>) -> Bool {
        slot.index < elements.count && elements[slot.index] != nil
    }

    /// The slots that are taken, ascending.
    var slots: some Sequence<Slot<Element>> {
        elements.indices.lazy.filter { elements[$0] != nil }.map { Slot($0) }
    }

    @discardableResult
    mutating func insert(_ element: Element) -> Slot<Element> {
        if let position = vacant.popLast() {
            elements[Int(position)] = element
            return Slot(Int(position))
        }
        elements.append(element)
        return Slot(elements.count - 1)
    }

    mutating func remove(_ slot: Slot<Element>) {
        precondition(elements[slot.index] != nil, "vacant slot")
        elements[slot.index] = nil
        vacant.append(slot.position)
    }
}
