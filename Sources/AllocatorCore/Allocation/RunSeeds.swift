/// The randomness of one run.
///
/// Each run draws once from the cluster's generator, and what it draws decides for each agent, and for each role on it, by itself:
/// so it makes no difference to any other which agents a run finds that it need not visit.
package struct RunSeeds: Sendable {
    /// Of the two stages.
    package let guarantees: UInt64
    package let rest: UInt64

    package init(using generator: inout Generator) {
        var own = Generator(seed: generator.next())
        guarantees = own.next()
        rest = own.next()
    }

    /// Agents in an order of which each is as likely as any other.
    ///
    /// - Parameter agents: each with what its place depends on (`StableHash` of its id); those of one hash keep their order.
    package static func shuffled<Element>(_ agents: [(hash: UInt64, element: Element)], seed: UInt64) -> [Element] {
        ScatterSort.sorted(agents.map { (key: mixed($0.hash, seed), element: $0.element) }).map(\.element)
    }

    /// A generator of its own for an agent, or for a role on it.
    package static func generator(_ seed: UInt64, agent: UInt64, role: UInt64 = 0) -> Generator {
        Generator(seed: mixed(agent, mixed(role, seed)))
    }

    private static func mixed(_ hash: UInt64, _ seed: UInt64) -> UInt64 {
        var generator = Generator(seed: hash ^ seed)
        return generator.next()
    }
}

/// A hash that is the same in every process and on every machine: FNV-1a of 64 bits (Fowler, Noll, Vo), which is no secret.
package enum StableHash {
    package static func of(_ name: Name) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name.string.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash
    }
}
