package import AllocatorCore

/// The state of a cluster after `initialize`. Derived values are not stored.
package struct ReferenceCluster: Sendable {
    package let options: AllocatorOptions
    package var now: Instant

    package var agents: [Name: ReferenceAgent] = [:]
    package var frameworks: [Name: ReferenceFramework] = [:]
    /// The offered or allocated resources that the sorters and the role tree track, by framework, role and agent.
    /// Resources of unknown frameworks are missing. Lists are never empty.
    package var tracked: [Name: [Name: [Name: ReferenceResources]]] = [:]
    package var counts = ReferenceCounts()
    /// The outstanding offers, oldest first.
    package var offers: [Offer] = []
    /// The masters that do not listen, whose frameworks get no offers.
    package var mastersNotListening: Set<String> = []

    package var quotas: [Name: Quota] = [:]
    package var weights: [Name: ReferenceWeight] = [:]
    /// The whitelisted host names, or `nil` for all.
    package var whitelist: Set<Name>?

    package var nextRun: Instant
    package var runs: UInt64 = 0
    /// The number of elapsed intervals since `initialize`.
    package var intervals = 0
    package var candidates: Set<Name> = []
    /// Whether a call requested a run since the last one.
    package var isRunDue = false
    /// The time of the run that was requested when something was freed, or `nil` if no such run is due.
    package var delayedRun: Instant?
    package var isPaused = false
    /// The number of known agents that ends the pause.
    package var expectedAgents: Int?
    /// The timers that end the waiting for recovery.
    package var recoveryTimers: [ReferenceEnd] = []

    package struct Quota: Hashable, Sendable {
        package var guarantees: ReferenceQuantities
        package var limits: ReferenceLimits

        package init(guarantees: ReferenceQuantities, limits: ReferenceLimits) {
            self.guarantees = guarantees
            self.limits = limits
        }
    }

    package init(options: AllocatorOptions, now: Instant) {
        self.options = options
        self.now = now
        nextRun = now.advanced(by: options.allocationInterval)
    }

    package mutating func apply(_ call: Call, by master: String) throws(Refusal) -> Reply {
        let reply = try carryOut(call, by: master)
        offers.removeAll { frameworks[$0.framework] == nil || agents[$0.agent] == nil }
        settleAccounts()
        return reply
    }

    private mutating func carryOut(_ call: Call, by master: String) throws(Refusal) -> Reply {
        switch call {
        case .recover(let expected, let quotas): try recover(expected: expected, quotas: quotas)
        case .addFramework(let description, let used, let isActive):
            try addFramework(description, used: used, isActive: isActive, master: master)
        case .removeFramework(let id): try removeFramework(id)
        case .activateFramework(let id): try activateFramework(id, master: master)
        case .deactivateFramework(let id): try deactivateFramework(id)
        case .updateFramework(let description): try updateFramework(description, master: master)
        case .addAgent(let description, let unavailability, let total, let used):
            try addAgent(description, unavailability: unavailability, total: total, used: used)
        case .removeAgent(let id): try removeAgent(id)
        case .updateAgent(let description, let total, let replacesCapabilities, let replacesInfo):
            try updateAgent(
                description, total: total, replacesCapabilities: replacesCapabilities, replacesInfo: replacesInfo)
        case .addResourceProvider(let agent, let total, let used):
            try addResourceProvider(agent: agent, total: total, used: used)
        case .activateAgent(let id): try setActivated(true, agent: id)
        case .deactivateAgent(let id): try setActivated(false, agent: id)
        case .updateWhitelist(let hostnames):
            whitelist = hostnames.map { Set($0) }
            requestReallocation(of: Set(agents.keys))
        case .requestResources(let id, _): _ = try framework(id)
        case .updateAllocation(let framework, let agent, let offered, let change):
            try updateAllocation(framework: framework, agent: agent, offered: offered, change: change)
        case .updateAvailable(let agent, let operations): try updateAvailable(agent: agent, operations: operations)
        case .updateUnavailability(let agent, let unavailability):
            try updateUnavailability(agent: agent, unavailability)
        case .updateInverseOffer(let response): try updateInverseOffer(response)
        case .inverseOfferStatuses: return .inverseOfferStatuses(inverseOfferStatuses)
        case .transitionOfferedToAllocated(let agent, let resources, let framework):
            try transition(agent: agent, resources: resources, framework: framework)
        case .recoverResources(let framework, let agent, let resources, let filters, let isAllocated):
            try recoverResources(
                framework: framework, agent: agent, resources: resources, filters: filters, isAllocated: isAllocated)
        case .suppressOffers(let id, let roles): try suppressOffers(framework: id, roles: roles)
        case .reviveOffers(let id, let roles): try reviveOffers(framework: id, roles: roles)
        case .updateQuota(let quota):
            set(quota)
            try checkQuotas()
            requestReallocation(of: Set(agents.keys))
        case .updateWeights(let weights):
            set(weights)
            requestReallocation(of: Set(agents.keys))
        case .pause: isPaused = true
        case .resume: resume()
        case .initialize, .advance, .heartbeat: preconditionFailure("not a call on a cluster")
        }
        return .ok
    }

    package func framework(_ id: Name) throws(Refusal) -> ReferenceFramework {
        guard let framework = frameworks[id] else { throw .notFound("no framework \(id)") }
        return framework
    }

    package func agent(_ id: Name) throws(Refusal) -> ReferenceAgent {
        guard let agent = agents[id] else { throw .notFound("no agent \(id)") }
        return agent
    }
}
