/// The active frameworks of a role, one after the other, in the order that they were in at the beginning of the walk.
struct FrameworkWalk: Sendable {
    private var lists: [[FairOrder<Slot<Framework>>.ClientSlot]]
    private var list = 0
    private var position = 0

    init(_ lists: [[FairOrder<Slot<Framework>>.ClientSlot]]) { self.lists = lists }

    /// Comes to no more frameworks.
    mutating func end() { lists = [] }

    mutating func next() -> FairOrder<Slot<Framework>>.ClientSlot? {
        while list < lists.count {
            if position < lists[list].count {
                defer { position += 1 }
                return lists[list][position]
            }
            list += 1
            position = 0
        }
        return nil
    }
}
