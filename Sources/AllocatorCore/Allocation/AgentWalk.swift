/// The active frameworks of a role, in the order of the framework sorter.
typealias FrameworkWalk = FairOrder<FrameworkClient>.Walk

/// An iteration over the frameworks that a stage asks about one agent. It proceeds role by role, in the order of the
/// sorters.
struct AgentWalk: Sendable {
    let agent: AgentSlot
    /// The change counter up to which every framework is known to get nothing of the agent, or 0 if nothing is known.
    let exhaustedAt: UInt64
    private let seed: UInt64
    private var roles: RoleWalk
    private var frameworks = FrameworkWalk([])

    /// - Parameter seed: The seed of the stage.
    init(over agent: AgentSlot, seed: UInt64, exhaustedAt: UInt64 = 0, _ cluster: inout Cluster) {
        self.agent = agent
        self.seed = seed
        self.exhaustedAt = exhaustedAt
        roles = cluster.rolesInOrder(on: agent, seed: seed)
    }

    mutating func nextRole(_ cluster: inout Cluster) -> RoleSlot? { roles.next(&cluster.tree) }

    /// Begins the iteration over the active frameworks of a role.
    mutating func enter(_ role: RoleSlot, _ cluster: inout Cluster) {
        frameworks = cluster.frameworksInOrder(of: role, on: agent, seed: seed)
    }

    /// Returns the place of the next framework in the order of the entered role.
    mutating func nextFramework() -> FairOrder<FrameworkClient>.ClientSlot? { frameworks.next() }

    /// Ends the iteration and releases the orders, so that they can change without being copied.
    mutating func end() {
        frameworks.end()
        roles.end()
    }
}

extension Cluster {
    /// The client roles, in the order of the role sorter.
    fileprivate mutating func rolesInOrder(on agent: AgentSlot, seed: UInt64) -> RoleWalk {
        switch options.roleSorter {
        case .drf: return RoleWalk(&tree)
        case .random:
            var generator = RunSeeds.generator(seed, agent: agents[agent].hash)
            return RoleWalk(tree.randomOrder(using: &generator))
        }
    }

    /// The active frameworks of a role, in the order of the framework sorter.
    fileprivate mutating func frameworksInOrder(
        of role: RoleSlot, on agent: AgentSlot, seed: UInt64
    ) -> FrameworkWalk {
        switch options.frameworkSorter {
        case .drf:
            tree.sortFrameworks(of: role)
            return FrameworkWalk(tree.roles[role].frameworks.activeChunks)
        case .random:
            let hash = StableHash.of(tree[role].path)
            var generator = RunSeeds.generator(seed, agent: agents[agent].hash, role: hash)
            return FrameworkWalk([tree.roles[role].frameworks.randomEntries(using: &generator)])
        }
    }
}
