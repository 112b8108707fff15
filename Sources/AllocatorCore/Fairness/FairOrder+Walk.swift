extension FairOrder {
    /// Active clients, one after the other, in the order that they were in at the beginning of the walk.
    package struct Walk: Sendable {
        private var lists: [[Entry]]
        private var list = 0
        private var position = 0

        package init(_ lists: [[Entry]]) { self.lists = lists }

        /// Comes to no more clients.
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
