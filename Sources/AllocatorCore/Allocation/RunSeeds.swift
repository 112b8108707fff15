/// The random seeds of one run.
///
/// Each run draws once from the cluster's generator. The random orders of roles and frameworks on an agent depend only
/// on the seed and on names. So the order on one agent does not depend on which other agents a run skips.
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

    /// Returns the agents in a uniformly random order.
    ///
    /// - Parameter agents: The agents, each with the `StableHash` of its id. Agents with equal hashes keep their order.
    package static func shuffled<Element>(_ agents: [(hash: UInt64, element: Element)], seed: UInt64) -> [Element] {
        ScatterSort.sorted(agents.map { (key: mixed($0.hash, seed), element: $0.element) }).map(\.element)
    }

    /// Returns the generator for an agent, or for a role on an agent.
    package static func generator(_ seed: UInt64, agent: UInt64, role: UInt64 = 0) -> Generator {
        Generator(seed: mixed(agent, mixed(role, seed)))
    }

    private static func mixed(_ hash: UInt64, _ seed: UInt64) -> UInt64 {
        var generator = Generator(seed: hash ^ seed)
        return generator.next()
    }
}
