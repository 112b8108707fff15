/// The agents that the next allocation run considers.
package struct Candidates: Sendable {
    /// Whether all agents are candidates. If so, `some` is empty.
    package private(set) var areAll = false
    package private(set) var some = SlotSet<AgentTag>()

    package init() {}

    package func contains(_ agent: AgentSlot) -> Bool { areAll || some.contains(agent) }

    /// The candidates, in the order of `known`, which must hold all agents.
    package func slots(among known: [AgentSlot]) -> [AgentSlot] {
        areAll ? known : known.filter { some.contains($0) }
    }

    package mutating func insertAll() {
        areAll = true
        some.removeAll()
    }

    package mutating func insert(_ agent: AgentSlot) {
        if !areAll { some.insert(agent) }
    }

    package mutating func remove(_ agent: AgentSlot) { some.remove(agent) }

    /// Excludes a new agent, which is already in `known`.
    package mutating func exclude(_ new: AgentSlot, among known: [AgentSlot]) {
        guard areAll else { return }
        areAll = false
        for agent in known where agent != new { some.insert(agent) }
    }

    package mutating func removeAll() {
        areAll = false
        some.removeAll()
    }
}
