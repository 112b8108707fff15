/// The conditions under which a framework may be offered resources of an agent.
extension Cluster {
    /// Checks constraints, reservations, minimums and capabilities, which both stages require.
    ///
    /// - Parameter remaining: The remaining resources of the agent.
    func candidacy(of candidate: Candidate, from remaining: Resources) -> Candidacy {
        if isExcludedByConstraints(candidate) { return .skipped }
        let (framework, role) = (candidate.framework, candidate.role)
        let available = part(of: remaining, of: candidate.agent, for: role)
        if available.isEmpty { return .nothingLeft }
        guard isAllocatable(available, to: framework, in: role), canOffer(candidate.agent, to: framework) else {
            return .skipped
        }
        return .eligible(stripped(available, for: frameworks[framework].capabilities))
    }

    // The checks below are always inlined, because a run makes them for each candidate. Otherwise Swift 6.3 copies the
    // whole cluster to call a nonmutating function.

    /// Whether the framework's offer constraints in the role exclude the agent.
    @inline(__always)
    func isExcludedByConstraints(_ candidate: Candidate) -> Bool {
        guard let constraints = frameworks[candidate.framework].constraints[candidate.role] else { return false }
        return constraints.exclude(candidate.agent, agents[candidate.agent].description, patterns)
    }

    /// The part of an agent's available resources that a role may take.
    @inline(__always)
    func available(of agent: AgentSlot, for role: RoleSlot) -> Resources {
        part(of: agents[agent].available, of: agent, for: role)
    }

    /// The part of an agent's resources that a role may take: the unreserved ones, and those reserved to the role or to
    /// an ancestor.
    @inline(__always)
    func part(of available: Resources, of agent: AgentSlot, for role: RoleSlot) -> Resources {
        if !agents[agent].hasReservations { return available }
        return available.filter { kind in
            guard let reserved = kinds.reservationRole(of: kind) else { return true }
            return reserved == role || tree.roles[role].lineage.contains(reserved)
        }
    }

    /// Whether resources contain at least one of the minimum quantities of the framework in the role.
    @inline(__always)
    func isAllocatable(_ resources: Resources, to framework: FrameworkSlot, in role: RoleSlot) -> Bool {
        if resources.isEmpty { return false }
        let minimums = frameworks[framework].minimums[role] ?? minimums
        return minimums.isEmpty || minimums.contains { resources.contains($0) }
    }

    /// Whether a framework has the capabilities that offers of the agent require.
    @inline(__always)
    func canOffer(_ agent: AgentSlot, to framework: FrameworkSlot) -> Bool {
        let capabilities = frameworks[framework].capabilities
        if isForGPUsOnly(agent), !capabilities.contains(.gpuResources) { return false }
        return capabilities.contains(.regionAware) || !isRemote(agent)
    }

    /// The capabilities that a framework lacks for offers of the agent.
    func missingCapabilities(of framework: FrameworkSlot, for agent: AgentSlot) -> FrameworkCapabilities {
        var needed: FrameworkCapabilities = []
        if isForGPUsOnly(agent) { needed.insert(.gpuResources) }
        if isRemote(agent) { needed.insert(.regionAware) }
        return needed.subtracting(frameworks[framework].capabilities)
    }

    private func isForGPUsOnly(_ agent: AgentSlot) -> Bool { options.filterGPUResources && agents[agent].hasGPU }

    private func isRemote(_ agent: AgentSlot) -> Bool {
        guard let home = options.domain, let domain = agents[agent].description.domain else { return false }
        return home.region != domain.region
    }

    /// Returns the resources without those that require a capability that the framework lacks.
    @inline(__always)
    func stripped(_ resources: Resources, for capabilities: FrameworkCapabilities) -> Resources {
        var unwanted: ResourceKind.Traits = []
        if !capabilities.contains(.sharedResources) { unwanted.insert(.shared) }
        if !capabilities.contains(.revocableResources) { unwanted.insert(.revocable) }
        if !capabilities.contains(.reservationRefinement) { unwanted.insert(.refined) }
        return resources.filter { $0.traits.isDisjoint(with: unwanted) }
    }

    /// The capabilities that a framework needs so that none of the resources are stripped.
    func missingCapabilities(for resources: Resources) -> FrameworkCapabilities {
        let traits = resources.traits
        var needed: FrameworkCapabilities = []
        if traits.contains(.shared) { needed.insert(.sharedResources) }
        if traits.contains(.revocable) { needed.insert(.revocableResources) }
        if traits.contains(.refined) { needed.insert(.reservationRefinement) }
        return needed
    }

    // MARK: Quota

    /// The part of some quota resources that may be allocated beyond guarantees.
    ///
    /// - Parameter excess: The quantities that the same offer already takes beyond guarantees.
    func withinHeadroom(_ rest: Resources, _ quota: QuotaAccount, excess: Quantities? = nil) -> Resources {
        if !quota.keepsHeadroom || rest.isEmpty { return rest }
        guard let excess else { return rest.shrunk(to: quota.surplusHeadroom, in: kinds) }
        return rest.shrunk(to: quota.surplusHeadroom.subtractingClamped(excess), in: kinds)
    }

    // MARK: Offers

    /// Whether an offer meets the minimums, the agent's capabilities and the framework's filters.
    func canBeOffered(_ offer: Resources, to candidate: Candidate) -> Bool {
        isAllocatable(offer, to: candidate.framework, in: candidate.role) && canBeUsed(by: candidate)
            && !isFiltered(offer, for: candidate) && canCount(offer)
    }

    /// Whether the sum of all holdings stays within its range if the offer is added.
    ///
    /// Holdings may exceed the cluster's total, because an agent's total may shrink below its holdings, and a shared
    /// volume may be held many times.
    @inline(__always)
    func canCount(_ offer: Resources) -> Bool {
        offer.scalars.allSatisfy { entry in
            tree.held[entry.kind.name] <= Quantity.maximumSum.thousandths - entry.thousandths
        }
    }

    /// Whether the agent has the capabilities that the framework and the role require.
    @inline(__always)
    func canBeUsed(by candidate: Candidate) -> Bool {
        let capabilities = agents[candidate.agent].description.capabilities
        if frameworks[candidate.framework].capabilities.contains(.multiRole), !capabilities.contains(.multiRole) {
            return false
        }
        return tree.roles[candidate.role].parent == tree.root || capabilities.contains(.hierarchicalRole)
    }

    /// The capabilities that the agent lacks for the framework and the role.
    func missingAgentCapabilities(_ candidate: Candidate) -> AgentCapabilities {
        var needed: AgentCapabilities = []
        if frameworks[candidate.framework].capabilities.contains(.multiRole) { needed.insert(.multiRole) }
        if tree.roles[candidate.role].parent != tree.root { needed.insert(.hierarchicalRole) }
        return needed.subtracting(agents[candidate.agent].description.capabilities)
    }

    /// Whether a filter of the framework refuses the offer.
    @inline(__always)
    func isFiltered(_ offer: Resources, for candidate: Candidate) -> Bool {
        offerBook.refuse(offer, for: candidate)
    }
}

/// The result of the checks that come before quota.
enum Candidacy: Sendable {
    /// Nothing remains for the role, so no framework of the role can be offered anything.
    case nothingLeft
    /// The framework cannot be offered anything, but another one of the role may be.
    case skipped
    case eligible(Resources)
}
