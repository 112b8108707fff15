/// A set of slots, stored as a bit set. Slots are small integers from zero, so no hash is needed.
package struct SlotSet<Tag>: Sendable {
    /// Each word holds the bits of 64 consecutive slots.
    private var words: [UInt64] = []
    package private(set) var count = 0

    package init() {}

    package var isEmpty: Bool { count == 0 }

    package func contains(_ slot: Slot<Tag>) -> Bool {
        let (word, bit) = Self.place(of: slot)
        return word < words.count && words[word] & bit != 0
    }

    /// - Returns: Whether the set did not contain the slot before.
    @discardableResult
    package mutating func insert(_ slot: Slot<Tag>) -> Bool {
        let (word, bit) = Self.place(of: slot)
        if word >= words.count { words.append(contentsOf: repeatElement(0, count: word + 1 - words.count)) }
        guard words[word] & bit == 0 else { return false }
        words[word] |= bit
        count += 1
        return true
    }

    package mutating func remove(_ slot: Slot<Tag>) {
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

    /// The slots of the set, ascending.
    ///
    /// - Complexity: O(*n* + *c* / 64), for *n* slots in the set and the highest slot *c*.
    package var slots: [Slot<Tag>] {
        guard count > 0 else { return [] }
        var slots: [Slot<Tag>] = []
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

    private static func place(of slot: Slot<Tag>) -> (word: Int, bit: UInt64) {
        (slot.index / 64, 1 << UInt64(slot.index % 64))
    }
}
