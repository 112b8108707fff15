/// The random seeds of one run.
///
/// Each run draws once from the cluster's generator. The order of roles on one agent, and of the frameworks of one role
/// on it, depends on the seed and on their names alone, so an agent that a run skips changes no order on another agent.
package struct RunSeeds: Sendable {
    /// The seed of the first stage.
    package let guarantees: UInt64
    /// The seed of the second stage.
    package let fairShare: UInt64

    package init(using generator: inout Generator) {
        var own = Generator(seed: generator.next())
        guarantees = own.next()
        fairShare = own.next()
    }

    /// The agents in a uniformly random order.
    ///
    /// - Parameter agents: each with the `StableHash` of its id. Agents of the same hash keep their order.
    package static func shuffled<Element>(_ agents: [(hash: UInt64, element: Element)], seed: UInt64) -> [Element] {
        ScatterSort.sorted(agents.map { (key: mixed($0.hash, seed), element: $0.element) }).map(\.element)
    }

    /// The generator of an agent, or of a role on the agent.
    package static func generator(_ seed: UInt64, agent: UInt64, role: UInt64 = 0) -> Generator {
        Generator(seed: mixed(agent, mixed(role, seed)))
    }

    private static func mixed(_ hash: UInt64, _ seed: UInt64) -> UInt64 {
        var generator = Generator(seed: hash ^ seed)
        return generator.next()
    }
}
