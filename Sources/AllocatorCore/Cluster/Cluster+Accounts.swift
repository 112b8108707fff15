/// Checks of the two accounts of a holding, and transitions from one to the other.
extension Cluster {
    /// Checks that an account of a framework contains resources.
    ///
    /// - Throws: `failedPrecondition` with the contents of both accounts.
    func check(_ resources: Resources, in account: Agent.Account, of candidate: Candidate) throws(Refusal) {
        guard
            agents[candidate.agent].contains(
                resources, in: account, of: candidate.framework, as: candidate.role)
        else { throw missing(in: account, of: candidate) }
    }

    // MARK: Offered to allocated

    mutating func transitionOfferedToAllocated(
        agent id: Name, resources: [Resource], framework frameworkID: Name?
    ) throws(Refusal) {
        let agent = try knownAgent(id)
        var named: FrameworkSlot?
        if let frameworkID { named = try knownFramework(frameworkID) }
        let parts = try internByRole(resources).parts
        if parts.isEmpty { return }
        guard let framework = named else { return try transition(parts, of: agent) }
        for part in parts {
            try check(
                part.resources, in: .offered, of: Candidate(framework: framework, role: part.role, agent: agent))
        }
        for part in parts {
            removeOffered(part.resources, of: Candidate(framework: framework, role: part.role, agent: agent))
        }
    }

    /// Moves resources to the allocated account for a call that does not name the framework.
    ///
    /// If several frameworks qualify, the two accounts of each of them count as one from then on. None of them is
    /// offered the resources any longer, so resources that may be in use are never rescinded.
    private mutating func transition(
        _ parts: [(role: RoleSlot, resources: Resources)], of agent: AgentSlot
    ) throws(Refusal) {
        let owners = try owners(of: parts, on: agent)
        changeAgent(agent, isAvailabilityChanged: false) { agent in
            for part in parts { agent.offers.takeOff(part.resources, ofEach: owners, in: part.role) }
            if owners.count > 1 { agent.mergedFrameworks.formUnion(owners) }
        }
    }

    /// Returns the frameworks that a transition without a framework may mean.
    ///
    /// These are the frameworks whose offered parts contain the resources. If there is none, but the sum of all offered
    /// parts contains them, these are the frameworks that are offered some of them.
    private func owners(
        of parts: [(role: RoleSlot, resources: Resources)], on agent: AgentSlot
    ) throws(Refusal) -> Set<FrameworkSlot> {
        let candidates = agents[agent].offeredParts()
        let nothing = Resources()
        let containing = candidates.filter { candidate in
            parts.allSatisfy { (candidate.parts[$0.role] ?? nothing).canSubtract($0.resources) }
        }
        if !containing.isEmpty { return Set(containing.map(\.framework)) }
        for part in parts {
            var sum = Resources()
            for candidate in candidates { sum.add(candidate.parts[part.role] ?? nothing) }
            guard sum.canSubtract(part.resources) else {
                throw missing(offered: sum, of: agent, in: part.role)
            }
        }
        let contributing = candidates.filter { candidate in
            parts.contains { (candidate.parts[$0.role] ?? nothing).hasSome(of: $0.resources) }
        }
        return Set(contributing.map(\.framework))
    }

    // MARK: Refusals

    private func missing(in account: Agent.Account, of candidate: Candidate) -> Refusal {
        let (agent, framework, role) = (candidate.agent, candidate.framework, candidate.role)
        let held = agents[agent].holding(of: framework, in: role) ?? Resources()
        let holding = Agent.Holding(framework: framework, role: role, resources: held)
        let offered = agents[agent].part(of: holding, in: .offered)
        let allocated = agents[agent].part(of: holding, in: .allocated)
        let accounts =
            agents[agent].isMerged(framework)
            ? "\(summary(of: held)) offered or allocated (transitions without a framework left this open)"
            : "\(summary(of: offered)) offered and \(summary(of: allocated)) allocated"
        let advice =
            switch account {
            case .offered:
                "offers that were rescinded, declined or used no longer exist: launch nothing on them, and query"
                    + " `outstanding` for the current ones; set is_allocated to recover resources in use"
            case .allocated:
                "recovered resources are not allocated: recover them only once, and decline offers without is_allocated"
            }
        return .failedPrecondition(
            "framework '\(frameworks[framework].id)' has \(accounts) of agent '\(agents[agent].id)' in role"
                + " '\(tree[role].path)', which does not contain the resources that the call takes as"
                + " \(account == .offered ? "offered" : "allocated"): \(advice)")
    }

    private func missing(offered: Resources, of agent: AgentSlot, in role: RoleSlot) -> Refusal {
        .failedPrecondition(
            "all frameworks together are offered \(summary(of: offered)) of agent '\(agents[agent].id)' in role"
                + " '\(tree[role].path)', which does not contain the resources of the call: offers that were rescinded,"
                + " declined or used no longer exist; launch nothing on them, query `outstanding` for the current ones,"
                + " and name the framework")
    }

    /// The maximum number of names of resources that a refusal lists.
    private static let summarizedNames = 8

    private static func text(_ quantity: Quantity) -> String {
        quantity.thousandths % 1000 == 0 ? "\(quantity.thousandths / 1000)" : "\(quantity.value)"
    }

    /// Returns the amount of each resource as text for a refusal.
    private func summary(of resources: Resources) -> String {
        var quantities = resources.quantities
        for entry in resources.collections {
            var items = Quantities()
            items[entry.kind.name] = entry.items.thousandths
            quantities.addClamped(items)
        }
        let named = named(quantities)
        if named.isEmpty { return "nothing" }
        let parts = named.prefix(Self.summarizedNames).map { "\($0.name) \(Self.text($0.quantity))" }
        let rest = named.count - parts.count
        return parts.joined(separator: ", ") + (rest > 0 ? " and \(rest) more resources" : "")
    }
}
