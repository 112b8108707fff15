extension FairOrder {
    /// An iteration over a snapshot of the active clients: later changes of the order do not affect it.
    package struct Walk: Sendable {
        private var lists: [[Entry]]
        private var list = 0
        private var position = 0

        package init(_ lists: [[Entry]]) { self.lists = lists }

        /// Ends the iteration and releases the snapshot.
        package mutating func end() { lists = [] }

        package mutating func next() -> ClientSlot? {
            while list < lists.count {
                if position < lists[list].count {
                    defer { position += 1 }
                    return lists[list][position].slot
                }
                list += 1
                position = 0
            }
            return nil
        }
    }
}
