package import AllocatorCore

extension ReferenceCluster {
    package mutating func addAgent(
        _ description: AgentDescription, unavailability: Unavailability?, total: [Resource], used: [Name: [Resource]]
    ) throws(Refusal) {
        let id = description.id
        guard agents[id] == nil else { throw .alreadyExists("agent \(id)") }
        var agent = ReferenceAgent(description: description, total: ReferenceResources(total))
        agent.maintenance = unavailability.map { ReferenceAgent.Maintenance(unavailability: $0) }
        for (framework, resources) in used { agent.hold(ReferenceResources(resources), for: framework) }
        agents[id] = agent
        for (framework, resources) in used { noteUsed(ReferenceResources(resources), by: framework, agent: id) }
        for (framework, resources) in used where frameworks[framework] != nil {
            track(ReferenceResources(resources), of: framework, agent: id)
        }
        if isPaused, let expected = expectedAgents, agents.count >= expected {
            expectedAgents = nil
            resume()
        }
        requestRun(of: [id])
    }

    package mutating func removeAgent(_ id: Name) throws(Refusal) {
        _ = try agent(id)
        agents[id] = nil
        candidates.remove(id)
        for framework in frameworks.keys {
            frameworks[framework]?.dropFilters(of: id)
            for role in (tracked[framework] ?? [:]).keys {
                setTracked(ReferenceResources(), of: framework, role: role, agent: id)
            }
        }
        settleClients()
    }

    package mutating func updateAgent(
        _ description: AgentDescription, total: [Resource]?, replacesCapabilities: Bool, replacesInfo: Bool
    ) throws(Refusal) {
        var agent = try agent(description.id)
        let old = agent.description
        var new = replacesInfo ? description : old
        new.capabilities = replacesCapabilities ? description.capabilities : old.capabilities

        let hasSameAttributes = ReferenceAgent.sameAttributes(new.attributes, old.attributes)
        let hasSameInfo =
            hasSameAttributes && new.hostname == old.hostname && new.domain == old.domain && new.port == old.port
            && ReferenceResources(new.resources).equals(ReferenceResources(old.resources))
        var isChanged = !hasSameInfo || new.capabilities != old.capabilities
        if hasSameInfo { new.attributes = old.attributes }
        agent.description = new

        if let total, !ReferenceResources(total).equals(agent.total) {
            agent.total = ReferenceResources(total)
            isChanged = true
        }
        agents[description.id] = agent
        if !hasSameAttributes {
            for framework in frameworks.keys { frameworks[framework]?.dropFilters(of: description.id) }
        }
        if isChanged { requestRun(of: [description.id]) }
    }

    package mutating func addResourceProvider(
        agent id: Name, total: [Resource], used: [Name: [Resource]]
    ) throws(Refusal) {
        var agent = try agent(id)
        agent.total += ReferenceResources(total)
        for (framework, resources) in used where frameworks[framework] != nil {
            agent.hold(ReferenceResources(resources), for: framework)
        }
        agents[id] = agent
        for (framework, resources) in used where frameworks[framework] != nil {
            noteUsed(ReferenceResources(resources), by: framework, agent: id)
            track(ReferenceResources(resources), of: framework, agent: id)
        }
        requestReallocation(of: [id])
    }

    package mutating func setActivated(_ isActivated: Bool, agent id: Name) throws(Refusal) {
        _ = try agent(id)
        agents[id]?.isActivated = isActivated
        if isActivated { requestReallocation(of: [id]) }
    }
}
