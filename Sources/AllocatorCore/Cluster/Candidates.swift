/// The agents that the next run is over.
struct Candidates: Sendable {
    /// Whether they are all agents that are known, whatever `some` says.
    private(set) var areAll = false
    private(set) var some = SlotSet<Agent>()

    func contains(_ agent: Slot<Agent>) -> Bool { areAll || some.contains(agent) }

    /// - Parameter known: all agents that are known.
    func slots(among known: [Slot<Agent>]) -> [Slot<Agent>] { areAll ? known : known.filter { some.contains($0) } }

    mutating func insertAll() {
        areAll = true
        some.removeAll()
    }

    /// - Returns: whether it was none before.
    @discardableResult
    mutating func insert(_ agent: Slot<Agent>) -> Bool { areAll ? false : some.insert(agent) }

    mutating func remove(_ agent: Slot<Agent>) { some.remove(agent) }

    /// Leaves out an agent that has just become known.
    mutating func exclude(_ new: Slot<Agent>, among known: [Slot<Agent>]) {
        guard areAll else { return }
        areAll = false
        for agent in known where agent != new { some.insert(agent) }
    }

    mutating func removeAll() {
        areAll = false
        some.removeAll()
    }
}
