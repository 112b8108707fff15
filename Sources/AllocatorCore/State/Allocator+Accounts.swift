/// The resources of an agent that a framework holds in a role, separated by account.
package struct HeldAccounts: Sendable {
    package var agent: Name
    package var framework: Name
    package var role: Name
    /// The offered resources. A shared volume appears once for each copy.
    package var offered: [Resource]
    package var allocated: [Resource]
    /// Whether the two accounts count as one.
    package var isMerged: Bool

    package init(
        agent: Name, framework: Name, role: Name, offered: [Resource], allocated: [Resource], isMerged: Bool
    ) {
        self.agent = agent
        self.framework = framework
        self.role = role
        self.offered = offered
        self.allocated = allocated
        self.isMerged = isMerged
    }
}

extension Allocator {
    /// All holdings, sorted by agent id. The order of the frameworks and roles of an agent is unspecified.
    ///
    /// - Complexity: Linear in the holdings, times the offers of their agent. Intended for tests.
    package var accounts: [HeldAccounts] { cluster?.accounts ?? [] }
}

extension Cluster {
    fileprivate var accounts: [HeldAccounts] {
        agents.sorted.flatMap { slot in
            let agent = agents[slot]
            return agent.holdings.map { holding in
                func list(_ account: Agent.Account) -> [Resource] {
                    let part = agent.part(of: holding, in: account)
                    let copies = part.scalars.map { Int($0.copies) } + part.collections.map { _ in 1 }
                    return zip(resolve(part, allocatedTo: tree[holding.role].path), copies)
                        .flatMap { Array(repeating: $0, count: $1) }
                }
                return HeldAccounts(
                    agent: agent.id, framework: frameworks[holding.framework].id, role: tree[holding.role].path,
                    offered: list(.offered), allocated: list(.allocated), isMerged: agent.isMerged(holding.framework))
            }
        }
    }
}
