/// What is offered and neither used nor declined yet.
extension Cluster {
    /// Notes what a run has given, so that it can be taken back while it is merely offered.
    mutating func noteOffer(_ bundle: OfferBundle, until deadline: Instant?) {
        let number = nextNumber
        let offer = OutstandingOffers.Offer(
            number: number, framework: bundle.framework, role: bundle.role, resources: bundle.resources,
            deadline: deadline)
        offerCount -= agents[bundle.agent].offers.count
        let isNew = agents[bundle.agent].offers.add(offer, limit: limits.offersPerHolding, kinds)
        offerCount += agents[bundle.agent].offers.count
        guard isNew else { return }
        nextNumber += 1
        if let deadline { setTimer(.offer(number: number, agent: bundle.agent), at: deadline) }
    }

    /// Notes that a framework has used or declined what is offered to it.
    mutating func noteTakenUp(
        _ resources: Resources, of agent: Slot<Agent>, by framework: Slot<Framework>, in role: Slot<Role>
    ) {
        changeAgent(agent, isAvailabilityChanged: false) { agent, kinds in
            agent.offers.takeOff(resources, of: framework, in: role, kinds)
        }
    }

    // MARK: Taking back

    /// Takes back an offer that is still there. No filter comes of it, so that it is there for the next run.
    mutating func rescind(_ number: UInt64, on agent: Slot<Agent>) -> OfferBundle? {
        var removed: OutstandingOffers.Offer?
        changeAgent(agent, isAvailabilityChanged: false) { agent, _ in removed = agent.offers.remove(number: number) }
        guard let offer = removed else { return nil }
        takeBack(offer.resources, of: agent, from: offer.framework, in: offer.role)
        frameworks[offer.framework].rescinded += 1
        return OfferBundle(
            framework: offer.framework, role: offer.role, agent: agent, resources: offer.resources)
    }

    /// What is to be told of offers that were taken back just now.
    func rescission(of expired: [OfferBundle]) -> Rescission {
        Rescission(
            time: now,
            frameworks: offers(from: expired).map { offers in
                let rescinded = frameworkSlots[offers.framework].map { frameworks[$0].rescinded } ?? 0
                return FrameworkRescission(offers: offers, rescindedInAll: rescinded)
            })
    }

    // MARK: Questions

    func outstandingOffers(of master: String) -> [FrameworkOffers] {
        let asking = frameworksOf(master)
        let bundles = agentOrder.flatMap { agent in
            agents[agent].offers.offers.filter { asking.contains($0.framework) }.map {
                OfferBundle(framework: $0.framework, role: $0.role, agent: agent, resources: $0.resources)
            }
        }
        return offers(from: bundles)
    }

    func outstandingInverseOffers(of master: String) -> [FrameworkInverseOffers] {
        var offers: [Name: [FrameworkInverseOffers.AgentInverseOffer]] = [:]
        let asking = Set(frameworksOf(master).map { frameworks[$0].id })
        for agent in agentOrder {
            guard let maintenance = agents[agent].maintenance else { continue }
            for framework in maintenance.outstanding where asking.contains(framework) {
                offers[framework, default: []].append(
                    FrameworkInverseOffers.AgentInverseOffer(
                        agent: agents[agent].id, unavailability: maintenance.unavailability))
            }
        }
        return offers.sorted { $0.key < $1.key }.map { framework, agents in
            FrameworkInverseOffers(framework: framework, master: master, agents: agents)
        }
    }

    func frameworksOf(_ master: String) -> Set<Slot<Framework>> {
        Set(frameworks.slots.filter { frameworks[$0].isKnown && frameworks[$0].master == master })
    }
}
