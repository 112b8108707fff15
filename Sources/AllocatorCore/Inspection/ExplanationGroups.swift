/// The reasons of an explanation, grouped by subject.
struct ExplanationGroups: Sendable {
    private struct Key: Hashable {
        var role: RoleSlot
        var subject: Reason
    }

    private struct Entry {
        var role: RoleSlot
        var reason: Reason
        var agents = 0
        var examples: [AgentSlot] = []
        var holdings = HoldingSums()
    }

    private let framework: FrameworkSlot
    private var entries: [Entry] = []
    private var positions: [Key: Int] = [:]

    init(framework: FrameworkSlot) { self.framework = framework }

    // MARK: Insertion

    /// Records a reason that is the same for several agents.
    mutating func record(_ reason: Reason, role: RoleSlot, agents: ArraySlice<AgentSlot>) {
        let position = position(of: reason, role: role)
        entries[position].agents += agents.count
        entries[position].examples = Array(agents.prefix(Explanation.maximumExamples))
    }

    mutating func record(_ reason: Reason, role: RoleSlot, agent: AgentSlot, _ cluster: borrowing Cluster) {
        let position = position(of: reason, role: role)
        entries[position].agents += 1
        if entries[position].examples.count < Explanation.maximumExamples {
            entries[position].examples.append(agent)
        }
        switch (entries[position].reason, reason) {
        case (.refused(let known, let declined), .refused(let new, _)):
            let until = min(known.lowerBound, new.lowerBound)...max(known.upperBound, new.upperBound)
            entries[position].reason = .refused(until: until, declined: declined)
        case (.nothingAvailable, _):
            entries[position].holdings.add(cluster.agents[agent])
        default: break
        }
    }

    private mutating func position(of reason: Reason, role: RoleSlot) -> Int {
        let key = Key(role: role, subject: reason.subject)
        if let position = positions[key] { return position }
        entries.append(Entry(role: role, reason: reason))
        positions[key] = entries.count - 1
        return entries.count - 1
    }

    // MARK: Result

    /// Returns the groups, sorted by role, then by descending number of agents, then by reason and first agent.
    func groups(_ cluster: borrowing Cluster) -> [Explanation.Group] {
        var groups: [Explanation.Group] = []
        for entry in entries {
            var reason = entry.reason
            if case .nothingAvailable = reason {
                reason = .nothingAvailable(entry.holdings.largest(Explanation.maximumHolders, cluster))
            }
            groups.append(
                Explanation.Group(
                    role: cluster.tree[entry.role].path, reason: reason, agents: entry.agents,
                    examples: entry.examples.map { cluster.agents[$0].id }))
        }
        return groups.sorted(by: Self.precedes)
    }

    private static func precedes(_ left: Explanation.Group, _ right: Explanation.Group) -> Bool {
        if left.role != right.role { return left.role < right.role }
        if left.agents != right.agents { return left.agents > right.agents }
        if left.reason.kind != right.reason.kind { return left.reason.kind < right.reason.kind }
        return (left.examples.first ?? "") < (right.examples.first ?? "")
    }
}
