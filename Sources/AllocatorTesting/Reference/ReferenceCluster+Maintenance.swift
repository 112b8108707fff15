package import AllocatorCore

extension ReferenceCluster {
    package mutating func updateUnavailability(agent id: Name, _ unavailability: Unavailability?) throws(Refusal) {
        var agent = try agent(id)
        agent.maintenance = unavailability.map { ReferenceAgent.Maintenance(unavailability: $0) }
        agents[id] = agent
        for framework in frameworks.keys {
            frameworks[framework]?.inverseOfferFilters.removeAll { $0.agent == id }
        }
        requestRun(of: [id])
    }

    package mutating func updateInverseOffer(_ response: InverseOfferResponse) throws(Refusal) {
        let id = response.framework
        var framework = try framework(id)
        var agent = try agent(response.agent)
        guard var maintenance = agent.maintenance else {
            throw .failedPrecondition("no maintenance of agent \(response.agent) is planned")
        }
        if maintenance.outstanding.remove(id) != nil, var status = response.status {
            status.framework = id
            maintenance.statuses[id] = status
        }
        agent.maintenance = maintenance
        agents[response.agent] = agent
        if let filters = response.filters, let span = Self.span(of: filters) {
            framework.inverseOfferFilters.append(
                ReferenceFramework.InverseOfferFilter(agent: response.agent, end: end(at: now.advanced(by: span))))
            frameworks[id] = framework
        }
    }

    package var inverseOfferStatuses: [Reply.AgentStatuses] {
        agents.keys.sorted().compactMap { id in
            guard let maintenance = agents[id]?.maintenance else { return nil }
            let statuses = maintenance.statuses.sorted { $0.key < $1.key }.map(\.value)
            return Reply.AgentStatuses(agent: id, frameworks: statuses)
        }
    }

    /// Makes an inverse offer to each active framework that holds resources on a candidate, unless an answer is
    /// outstanding or a filter applies.
    package mutating func makeInverseOffers() -> [FrameworkInverseOffers] {
        var offers: [Name: [FrameworkInverseOffers.AgentInverseOffer]] = [:]
        for id in candidates.sorted() {
            guard let agent = agents[id], let maintenance = agent.maintenance else { continue }
            for frameworkID in agent.held.keys.sorted() where !maintenance.outstanding.contains(frameworkID) {
                guard let framework = frameworks[frameworkID], framework.isActive, isListening(framework.master),
                    !framework.inverseOfferFilters.contains(where: { $0.agent == id })
                else { continue }
                agents[id]?.maintenance?.outstanding.insert(frameworkID)
                offers[frameworkID, default: []].append(
                    FrameworkInverseOffers.AgentInverseOffer(agent: id, unavailability: maintenance.unavailability))
            }
        }
        return offers.keys.sorted().map { id in
            FrameworkInverseOffers(
                framework: id, master: frameworks[id]?.master ?? "", agents: offers[id] ?? [])
        }
    }
}
