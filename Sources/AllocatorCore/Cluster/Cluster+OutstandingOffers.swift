/// Outstanding offers, which can be rescinded until they are used or declined.
extension Cluster {
    /// Records resources that a run has offered, so that they can be rescinded.
    mutating func recordOffer(_ bundle: OfferBundle, until deadline: Instant?) {
        let offer = OutstandingOffers.Offer(
            number: offerBook.nextNumber, framework: bundle.candidate.framework, role: bundle.candidate.role,
            resources: bundle.resources, deadline: deadline)
        let limit = limits.offersPerHolding
        let agent = bundle.candidate.agent
        let isNew = agents.changeOffers(of: agent) { $0.add(offer, limit: limit) }
        if isNew { offerBook.recordOffer(on: agent, until: deadline, agents: agents) }
    }

    /// Records that a framework has used or declined offered resources.
    mutating func removeOffered(_ resources: Resources, of candidate: Candidate) {
        agents.changeOffers(of: candidate.agent) {
            $0.takeOff(resources, of: candidate.framework, in: candidate.role)
        }
    }

    // MARK: Rescission

    /// Rescinds an offer that still exists. No filter is set, so that the next run can offer the resources again.
    mutating func rescind(_ number: UInt64, on agent: AgentSlot) -> OfferBundle? {
        guard let offer = agents.changeOffers(of: agent, { $0.remove(number: number) }) else { return nil }
        let candidate = Candidate(framework: offer.framework, role: offer.role, agent: agent)
        takeBack(offer.resources, from: candidate)
        frameworks.recordRescission(of: offer.framework)
        return OfferBundle(candidate: candidate, resources: offer.resources)
    }

    /// Returns the publication about offers that have just been rescinded.
    func rescission(of expired: [OfferBundle]) -> Rescission {
        Rescission(
            time: schedule.now,
            frameworks: offers(from: expired).map { offers in
                let rescinded = frameworks.slot(of: offers.framework).map { frameworks[$0].rescinded } ?? 0
                return FrameworkRescission(offers: offers, rescindedInAll: rescinded)
            })
    }

    // MARK: Queries

    /// Returns a page of the offers and inverse offers of the agents after `last`. The page ends when the steps are
    /// used up.
    func outstanding(of master: String, after last: Name?, steps limit: Int) -> OutstandingPage {
        let asking = Set(frameworks.slots(ofMaster: master))
        let names = Set(asking.map { frameworks[$0].id })
        var bundles: [OfferBundle] = []
        var inverse: [Name: [FrameworkInverseOffers.AgentInverseOffer]] = [:]
        var steps = 0
        var position = last.map { last in agents.position(after: last) } ?? agents.sorted.startIndex
        while position < agents.sorted.endIndex, steps < limit {
            let agent = agents.sorted[position]
            position += 1
            steps += 1 + agents[agent].offers.count
            for offer in agents[agent].offers.offers where asking.contains(offer.framework) {
                let candidate = Candidate(framework: offer.framework, role: offer.role, agent: agent)
                bundles.append(OfferBundle(candidate: candidate, resources: offer.resources))
                steps += OutstandingPage.stepsPerResource * offer.resources.entryCount
            }
            guard let maintenance = agents[agent].maintenance else { continue }
            steps += maintenance.outstanding.count
            for framework in maintenance.outstanding where names.contains(framework) {
                inverse[framework, default: []].append(
                    FrameworkInverseOffers.AgentInverseOffer(
                        agent: agents[agent].id, unavailability: maintenance.unavailability))
                steps += OutstandingPage.stepsPerResource
            }
        }
        return OutstandingPage(
            offers: offers(from: bundles),
            inverseOffers: inverse.sorted { $0.key < $1.key }.map { framework, agents in
                FrameworkInverseOffers(framework: framework, master: master, agents: agents)
            },
            last: position < agents.sorted.endIndex ? agents[agents.sorted[position - 1]].id : nil)
    }
}
