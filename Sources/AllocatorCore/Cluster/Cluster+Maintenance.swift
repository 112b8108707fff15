extension Cluster {
    mutating func updateUnavailability(agent id: Name, _ unavailability: Unavailability?) throws(Refusal) {
        let agent = try knownAgent(id)
        offerBook.removeInverseOfferFilters(on: agent)
        agents.setMaintenance(unavailability.map(Maintenance.init), of: agent)
        schedule.wantRun(over: agent)
    }

    mutating func updateInverseOffer(_ response: InverseOfferResponse) throws(Refusal) {
        let framework = try knownFramework(response.framework)
        let agent = try knownAgent(response.agent)
        guard agents[agent].maintenance != nil else {
            throw .failedPrecondition(
                "agent '\(response.agent)' has no unavailability, so there is no inverse offer to answer")
        }
        let span = response.filters.flatMap(Self.span(of:))
        if span != nil { try checkRoomForFilter() }

        agents.recordAnswer(response.status, of: response.framework, about: agent)
        if let span { addInverseOfferFilter(of: framework, on: agent, until: schedule.now.advanced(by: span)) }
    }

    /// Returns the statuses of every agent with an unavailability, including agents without any status yet.
    func inverseOfferStatuses() -> Reply {
        .inverseOfferStatuses(
            agents.sorted.compactMap { slot in
                guard let maintenance = agents[slot].maintenance else { return nil }
                let statuses = maintenance.statuses.values.sorted { $0.framework < $1.framework }
                return Reply.AgentStatuses(agent: agents[slot].id, frameworks: statuses)
            })
    }

    /// Returns inverse offers about the candidates with an unavailability (<doc:Allocation#Offers-and-inverse-offers>).
    ///
    /// They go to the active frameworks that hold resources of the agent, have not been asked yet and have no filter.
    mutating func generateInverseOffers() -> [FrameworkInverseOffers] {
        var offers: [FrameworkSlot: [FrameworkInverseOffers.AgentInverseOffer]] = [:]
        guard !agents.inMaintenance.isEmpty else { return [] }
        let leaving = agents.inMaintenance.slots.filter { schedule.candidates.contains($0) }
        for agent in agents.sortedByID(leaving) {
            for holding in agents[agent].holdings {
                guard let unavailability = ask(holding.framework, about: agent) else { continue }
                offers[holding.framework, default: []].append(
                    FrameworkInverseOffers.AgentInverseOffer(agent: agents[agent].id, unavailability: unavailability))
            }
        }
        return offers.map { framework, agents in
            FrameworkInverseOffers(
                framework: frameworks[framework].id, master: frameworks[framework].master, agents: agents)
        }.sorted { $0.framework < $1.framework }
    }

    private mutating func ask(_ slot: FrameworkSlot, about agent: AgentSlot) -> Unavailability? {
        let framework = frameworks[slot]
        guard framework.isAdded, framework.isActive, framework.isMasterListening,
            !offerBook.hasInverseOfferFilter(of: slot, on: agent), let maintenance = agents[agent].maintenance,
            !maintenance.outstanding.contains(framework.id)
        else { return nil }
        agents.recordInverseOffer(to: framework.id, about: agent)
        size.add(EncodedSize.text(framework.id))
        return maintenance.unavailability
    }
}
