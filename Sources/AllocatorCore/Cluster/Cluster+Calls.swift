extension Cluster {
    /// Applies a call whose form has been checked. `Allocator` handles `initialize` and the calls about the clock.
    mutating func apply(_ call: Call, by master: Framework.Master) throws(Refusal) -> Reply {
        switch call {
        case .recover(let count, let quotas):
            try recover(expectedAgentCount: count, quotas: quotas)
        case .addFramework(let description, let used, let isActive):
            try addFramework(description, used: used, isActive: isActive, by: master)
        case .removeFramework(let id):
            try removeFramework(id)
        case .activateFramework(let id):
            try activateFramework(id, by: master)
        case .deactivateFramework(let id):
            try deactivateFramework(id)
        case .updateFramework(let description):
            try updateFramework(description, by: master)
            reallocateAllAgents()
        case .requestResources(let framework, _):
            _ = try knownFramework(framework)
        case .suppressOffers(let framework, let roles):
            try suppressOffers(framework: framework, roles: roles)
        case .reviveOffers(let framework, let roles):
            try reviveOffers(framework: framework, roles: roles)
        case .updateQuota(let quota):
            try updateQuota(quota)
            reallocateAllAgents()
        case .updateWeights(let weights):
            try updateWeights(weights)
            reallocateAllAgents()
        case .pause:
            schedule.pause()
        case .resume:
            resume()
        case .updateWhitelist(let hostnames):
            agents.setWhitelist(hostnames.map(Set.init))
            reallocateAllAgents()
        case .inverseOfferStatuses:
            return inverseOfferStatuses()
        default:
            try applyToAgent(call)
        }
        return .ok
    }

    /// Applies a call about one agent.
    private mutating func applyToAgent(_ call: Call) throws(Refusal) {
        switch call {
        case .addAgent(let description, let unavailability, let total, let used):
            try addAgent(description, unavailability: unavailability, total: total, used: used)
        case .removeAgent(let id):
            try removeAgent(id)
        case .updateAgent(let description, let total, let replacesCapabilities, let replacesInfo):
            try updateAgent(
                description, total: total, replacesCapabilities: replacesCapabilities, replacesInfo: replacesInfo)
        case .addResourceProvider(let agent, let total, let used):
            try addResourceProvider(agent: agent, total: total, used: used)
        case .activateAgent(let id):
            try setActivated(true, agent: id)
        case .deactivateAgent(let id):
            try setActivated(false, agent: id)
        case .updateAllocation(let framework, let agent, let offered, let change):
            try updateAllocation(framework: framework, agent: agent, offered: offered, change: change)
            if let agent = agents.slot(of: agent) { reallocate(agent) }
        case .updateAvailable(let agent, let operations):
            try updateAvailable(agent: agent, operations: operations)
            if let agent = agents.slot(of: agent) { reallocate(agent) }
        case .updateUnavailability(let agent, let unavailability):
            try updateUnavailability(agent: agent, unavailability)
        case .updateInverseOffer(let response):
            try updateInverseOffer(response)
        case .transitionOfferedToAllocated(let agent, let resources, let framework):
            try transitionOfferedToAllocated(agent: agent, resources: resources, framework: framework)
        case .recoverResources(let framework, let agent, let resources, let filters, let isAllocated):
            try recoverResources(
                framework: framework, agent: agent, resources: resources, filters: filters, isAllocated: isAllocated)
        default:
            preconditionFailure("the call is not about an agent")
        }
    }
}
