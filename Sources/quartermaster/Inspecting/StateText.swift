import AllocatorClient
import AllocatorLoad
import AllocatorWire

/// The text form of the state of a cluster.
struct StateText {
    private let state: WireState
    private let width: LineWidth

    init(_ state: WireState, in width: LineWidth) {
        self.state = state
        self.width = width
    }

    func lines(_ view: WireStateQuery.View) -> [String] {
        switch view {
        case .cluster, .UNRECOGNIZED: cluster
        case .agents: agents
        case .frameworks: frameworks
        case .roles: roles
        }
    }

    // MARK: The cluster

    private var cluster: [String] {
        let cluster = state.cluster
        let rows: [(String, String)] = [
            ("agents", Self.agents(cluster)),
            ("maintenance", Self.maintenance(cluster) ?? "none"),
            ("frameworks", Columns.count(Int(cluster.frameworks))),
            ("roles", Columns.count(Int(cluster.roles))),
            ("events applied", Columns.count(Int(clamping: cluster.events))),
            ("runs", Self.runs(cluster)),
            ("offers outstanding", Columns.count(Int(cluster.outstandingOffers))),
            ("filters", Columns.count(Int(cluster.filters))),
            ("total", cluster.total.quantityWords),
            ("offered, allocated", cluster.held.quantityWords),
            ("guarantees lack", cluster.requiredHeadroom.quantityWords),
            ("free for them", cluster.availableHeadroom.quantityWords),
        ]
        return rows.map { width.fit("\(Columns.padded($0.0, 20))\(Columns.plain($0.1))") }
    }

    private static func agents(_ cluster: WireClusterView) -> String {
        var parts = [Columns.count(Int(cluster.agents))]
        if cluster.ineligibleAgents > 0 {
            parts.append("\(Columns.count(Int(cluster.ineligibleAgents))) deactivated or not whitelisted")
        }
        if cluster.agentsInMaintenance > 0 {
            parts.append("\(Columns.count(Int(cluster.agentsInMaintenance))) with maintenance")
        }
        return parts.joined(separator: ", ")
    }

    /// The maintenance windows of all agents as one.
    ///
    /// - Returns: `nil` if no agent has an unavailability.
    static func maintenance(_ cluster: WireClusterView) -> String? {
        guard cluster.hasFirstUnavailableFromNs else { return nil }
        return MaintenanceText.words(
            from: cluster.firstUnavailableFromNs,
            until: cluster.hasLastUnavailableUntilNs ? cluster.lastUnavailableUntilNs : nil)
    }

    private static func runs(_ cluster: WireClusterView) -> String {
        let runs = Columns.count(Int(clamping: cluster.runs))
        if cluster.paused {
            return cluster.expectedAgents > 0
                ? "\(runs), paused until \(cluster.expectedAgents) agents are known" : "\(runs), paused"
        }
        return "\(runs), the next in \((Double(cluster.nextRunNs - cluster.timeNs) / 1e9).words) s at the latest"
    }

    // MARK: Agents

    private var agents: [String] {
        guard !state.agents.isEmpty else { return ["no agents"] }
        return state.agents.flatMap { agent in
            let marks = [
                agent.activated ? nil : "deactivated", agent.whitelisted ? nil : "not whitelisted",
            ].compactMap(\.self)
            let head = ([agent.id] + marks).joined(separator: ", ")
            let left = agent.available.isEmpty ? "nothing left" : "\(agent.available.quantityWords) left"
            var lines = [width.fit(Columns.plain(head))]
            if let maintenance = Self.maintenance(agent) { lines.append("  \(maintenance)") }
            lines += Paragraph.lines("\(left) of \(agent.total.quantityWords)", indent: "  ", in: width)
            for holder in agent.holders {
                lines += Paragraph.lines(
                    "\(holder.frameworkID) in \(holder.role): \(Self.accounts(of: holder))", indent: "    ",
                    in: width)
            }
            let hidden = Int(agent.holderCount) - agent.holders.count
            return lines + (hidden > 0 ? ["    … and \(Columns.count(hidden)) more"] : [])
        }
    }

    private static func accounts(of holder: WireHolder) -> String {
        if holder.merged { return "\(holder.held.quantityWords) offered or allocated" }
        let parts = [
            holder.offered.isEmpty ? nil : "\(holder.offered.quantityWords) offered",
            holder.allocated.isEmpty ? nil : "\(holder.allocated.quantityWords) allocated",
        ].compactMap(\.self)
        return parts.isEmpty ? "no scalars" : parts.joined(separator: "; ")
    }

    private static func maintenance(_ agent: WireAgentView) -> String? {
        guard agent.hasUnavailableFromNs else { return nil }
        let window = MaintenanceText.words(
            from: agent.unavailableFromNs, for: agent.hasUnavailableForNs ? agent.unavailableForNs : nil)
        return "maintenance \(window)"
    }

    // MARK: Frameworks

    private var frameworks: [String] {
        guard !state.frameworks.isEmpty else { return ["no frameworks"] }
        var table = TextTable([
            ("framework", .name), ("role", .name), ("share", .right), ("of", .left), ("place", .right),
            ("agents", .right), ("", .left),
        ])
        for framework in state.frameworks {
            for (position, membership) in framework.roles.enumerated() {
                table.append([
                    position == 0 ? framework.id : "", membership.role,
                    Self.percent(membership.standing.share), membership.standing.dominantResource,
                    Self.place(membership.standing), Columns.count(Int(membership.agents)),
                    Self.mark(framework, membership),
                ])
            }
            if framework.roles.isEmpty { table.append([framework.id, "", "", "", "", "", "no role"]) }
        }
        return table.lines(in: width)
    }

    private static func mark(_ framework: WireFrameworkView, _ membership: WireFrameworkView.Membership) -> String {
        if !framework.active { return "inactive" }
        if !framework.masterListening { return "unheard" }
        if !membership.subscribed { return "left" }
        return membership.suppressed ? "suppressed" : ""
    }

    /// A percentage with two decimals, so that the points align.
    static func percent(_ share: Double) -> String { "\(Columns.fixed(share * 100, 2)) %" }

    private static func place(_ standing: WireStanding) -> String {
        standing.position > 0 ? Columns.count(Int(standing.position)) : "-"
    }

    // MARK: Roles

    private var roles: [String] {
        guard !state.roles.isEmpty else { return ["no roles"] }
        var table = TextTable([
            ("role", .name), ("share", .right), ("of", .left), ("weight", .right), ("share/weight", .right),
            ("place", .right), ("frameworks", .right),
        ])
        for role in state.roles {
            let depth = role.path.filter { $0 == "/" }.count
            let name = String(repeating: "  ", count: depth) + (role.path.split(separator: "/").last ?? "")
            let isPlaced = role.hasStanding
            table.append([
                name, isPlaced ? Self.percent(role.standing.share) : "-", role.standing.dominantResource,
                role.weight.words,
                isPlaced ? Self.percent(role.standing.weightedShare) : "-", Self.place(role.standing),
                Columns.count(Int(role.frameworks)),
            ])
        }
        let lines = table.lines(in: width)
        return [lines[0]] + zip(state.roles, lines.dropFirst()).flatMap { [$1] + quota(of: $0) }
    }

    private func quota(of role: WireRoleView) -> [String] {
        guard !role.guarantees.isEmpty || !role.limits.isEmpty else { return [] }
        var parts: [String] = []
        if !role.guarantees.isEmpty { parts.append("guaranteed \(role.guarantees.quantityWords)") }
        if !role.limits.isEmpty { parts.append("limited to \(role.limits.quantityWords)") }
        parts.append("consumed \(role.consumed.quantityWords)")
        if !role.unmetGuarantees.isEmpty { parts.append("lacks \(role.unmetGuarantees.quantityWords)") }
        if !role.limitsReached.isEmpty { parts.append("at its limit of \(role.limitsReached.joined(separator: ", "))") }
        return Paragraph.lines(parts.joined(separator: "; "), indent: "      ", in: width)
    }
}
