/// A set of slots: a bit for each that there may be. Slots are small integers that are given out from zero, so that no hash is needed.
package struct SlotSet<Element>: Sendable {
    /// The slots of one word are 64 that follow one another.
    private var words: [UInt64] = []
    package private(set) var count = 0

    package init() {}

    package var isEmpty: Bool { count == 0 }

    package func contains(_ slot: Slot<Element>) -> Bool {
        let (word, bit) = Self.place(of: slot)
        return word < words.count && words[word] & bit != 0
    }

    /// - Returns: whether it was not there.
    @discardableResult
    package mutating func insert(_ slot: Slot<Element>) -> Bool {
        let (word, bit) = Self.place(of: slot)
        if word >= words.count { words.append(contentsOf: repeatElement(0, count: word + 1 - words.count)) }
        guard words[word] & bit == 0 else { return false }
        words[word] |= bit
        count += 1
        return true
    }

    package mutating func remove(_ slot: Slot<Element>) {
        guard contains(slot) else { return }
        let (word, bit) = Self.place(of: slot)
        words[word] &= ~bit
        count -= 1
    }

    package mutating func removeAll() {
        guard count > 0 else { return }
        for word in words.indices { words[word] = 0 }
        count = 0
    }

    /// Ascending.
    ///
    /// - Complexity: O(*n*), and a 64th of it for the slots that are not there.
    package var slots: [Slot<Element>] {
        guard count > 0 else { return [] }
        var slots: [Slot<Element>] = []
        slots.reserveCapacity(count)
        for (position, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                slots.append(Slot(position * 64 + rest.trailingZeroBitCount))
                rest &= rest - 1
            }
        }
        return slots
    }

    private static func place(of slot: Slot<Element>) -> (word: Int, bit: UInt64) {
        (slot.index / 64, 1 << UInt64(slot.index % 64))
    }
}
