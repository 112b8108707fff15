package import AllocatorCore

extension ReferenceCluster {
    package mutating func addFramework(
        _ description: FrameworkDescription, used: [Name: [Resource]], isActive: Bool, master: String
    ) throws(Refusal) {
        guard frameworks[description.id] == nil else { throw .alreadyExists("framework \(description.id)") }
        for (agent, resources) in used {
            guard let agent = agents[agent] else { continue }
            guard agent.holds(ReferenceResources(resources), for: description.id) else {
                throw .failedPrecondition("the agent does not hold that for the framework")
            }
        }
        frameworks[description.id] = ReferenceFramework(
            description: description, isActive: isActive, master: master)
        settleClients()
        for (agent, resources) in used where agents[agent] != nil {
            track(ReferenceResources(resources), of: description.id, agent: agent)
        }
        if isActive { requestRun(of: Set(agents.keys)) }
    }

    package mutating func removeFramework(_ id: Name) throws(Refusal) {
        _ = try framework(id)
        let holding = Set(agents.filter { $0.value.held[id] != nil }.keys)
        for agent in agents.keys {
            agents[agent]?.held[id] = nil
            agents[agent]?.allocated[id] = nil
        }
        tracked[id] = nil
        frameworks[id] = nil
        settleClients()
        if !holding.isEmpty { requestReallocation(of: holding) }
    }

    package mutating func activateFramework(_ id: Name, master: String) throws(Refusal) {
        var framework = try framework(id)
        framework.isActive = true
        framework.master = master
        frameworks[id] = framework
        requestRun(of: Set(agents.keys))
    }

    package mutating func deactivateFramework(_ id: Name) throws(Refusal) {
        var framework = try framework(id)
        framework.isActive = false
        framework.offerFilters = []
        framework.inverseOfferFilters = []
        frameworks[id] = framework
    }

    package mutating func updateFramework(_ description: FrameworkDescription, master: String) throws(Refusal) {
        var framework = try framework(description.id)
        let (oldRoles, newRoles) = (framework.roles, ReferenceFramework.roles(of: description))
        let (oldSuppressed, newSuppressed) = (framework.suppressedRoles, Set(description.suppressedRoles))
        let wasListening = isListening(framework.master)
        framework.description = description
        framework.master = master
        framework.roles = newRoles
        framework.offerFilters.removeAll { oldRoles.subtracting(newRoles).contains($0.role) }
        framework.revive(oldSuppressed.subtracting(newSuppressed).intersection(newRoles))
        framework.suppressedRoles = newSuppressed
        frameworks[description.id] = framework
        settleClients()
        if framework.isActive, !wasListening, isListening(master) { requestRun(of: Set(agents.keys)) }
        requestReallocation(of: Set(agents.keys))
    }

    package func isListening(_ master: String) -> Bool { !mastersNotListening.contains(master) }

    package mutating func suppressOffers(framework id: Name, roles: [Name]) throws(Refusal) {
        var framework = try framework(id)
        let chosen = try chosen(roles, of: framework)
        framework.suppressedRoles.formUnion(chosen)
        frameworks[id] = framework
    }

    package mutating func reviveOffers(framework id: Name, roles: [Name]) throws(Refusal) {
        var framework = try framework(id)
        let chosen = try chosen(roles, of: framework)
        framework.revive(chosen)
        frameworks[id] = framework
        requestRun(of: Set(agents.keys))
    }

    private func chosen(_ roles: [Name], of framework: ReferenceFramework) throws(Refusal) -> Set<Name> {
        guard framework.roles.isSuperset(of: roles) else {
            throw .invalidArgument("roles that the framework is not subscribed to")
        }
        return roles.isEmpty ? framework.roles : Set(roles)
    }
}
