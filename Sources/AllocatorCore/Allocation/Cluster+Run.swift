/// The allocation run (<doc:Allocation#5-One-run>), with the stages of `AllocationCycle`.
extension Cluster {
    /// Offers the available resources of the candidates in fair order, and clears the candidates.
    ///
    /// - Parameter present: The time at which the offers are sent, from which their timeout counts.
    /// - Complexity: O(1) if nothing has changed since a run over all agents that offered nothing. Otherwise linear in
    ///   the changes and the offers. While guarantees require headroom, every agent with available resources is
    ///   visited.
    mutating func run(offeringAt present: Instant) -> AllocationRun {
        schedule.beginRun()
        let seeds = RunSeeds(using: &generator)
        if schedule.candidates.areAll, let quiet = memory.quiet { return repeated(quiet) }

        var cycle = allocationCycle(seeds)
        var grants = RunGrants(deadline: options.offerTimeout.map { present.advanced(by: $0) })
        let (required, available) = (named(cycle.quota.requiredHeadroom), named(cycle.quota.availableHeadroom))
        let considered = consideredCount
        let visits = agentsToVisit(isEveryoneAsked: cycle.quota.keepsHeadroom)
        if !cycle.quota.requiredHeadroom.isEmpty {
            let agents = ordered(visits, seeds.guarantees)
            cycle.satisfyGuarantees(from: agents, into: &grants, &self)
        }
        for agent in ordered(visits, seeds.fairShare) { cycle.allocate(agent, into: &grants, &self) }

        let inverseOffers = generateInverseOffers()
        let result = AllocationRun(
            number: schedule.runs, time: schedule.now, agentsConsidered: considered,
            offers: offers(from: grants.bundles), inverseOffers: inverseOffers, requiredHeadroom: required,
            availableHeadroom: available, heldBack: named(cycle.withheld.total))
        if schedule.candidates.areAll { remember(result) }
        schedule.endRun()
        return result
    }

    /// The result of a run that repeats the previous one, because nothing has changed.
    private mutating func repeated(_ quiet: QuietRun) -> AllocationRun {
        schedule.endRun()
        return AllocationRun(
            number: schedule.runs, time: schedule.now, agentsConsidered: agents.count - agents.ineligibleCount,
            requiredHeadroom: quiet.requiredHeadroom, availableHeadroom: quiet.availableHeadroom,
            heldBack: quiet.heldBack)
    }

    private mutating func remember(_ run: AllocationRun) {
        dequeueExhausted()
        let isQuiet = run.offers.isEmpty && run.inverseOffers.isEmpty
        memory.quiet =
            isQuiet
            ? QuietRun(
                requiredHeadroom: run.requiredHeadroom, availableHeadroom: run.availableHeadroom,
                heldBack: run.heldBack) : nil
    }

    // MARK: Agents

    /// The number of candidates that are activated and whitelisted.
    private var consideredCount: Int {
        schedule.candidates.areAll
            ? agents.count - agents.ineligibleCount : schedule.candidates.some.slots.count { agents.isEligible($0) }
    }

    private func ordered(_ visits: [AgentSlot], _ seed: UInt64) -> [AgentSlot] {
        if visits.count < 2 { return visits }
        switch options.agentOrder {
        case .byID: return agents.sortedByID(visits)
        case .shuffled:
            let hashed = visits.map { (hash: agents[$0].hash, element: $0) }
            return RunSeeds.shuffled(hashed, seed: seed)
        }
    }
}

extension AllocationCycle {
    /// Visits an agent in the second stage of a run, and records whether it is exhausted.
    fileprivate mutating func allocate(_ agent: AgentSlot, into grants: inout RunGrants, _ cluster: inout Cluster) {
        if cluster.agents[agent].available.isEmpty { return }
        let keepsHeadroom = quota.keepsHeadroom
        // Withheld quantities count even if every framework is known to get nothing.
        let exhaustedAt = keepsHeadroom ? 0 : cluster.agents[agent].exhaustedAt
        let count = grants.bundles.count
        isRefusalTransient = keepsHeadroom
        allocateFairShare(of: agent, exhaustedAt: exhaustedAt, into: &grants, &cluster)
        withheld.finishAgent(remaining: cluster.agents[agent].available.quantities { $0.isQuotaResource })
        guard grants.bundles.count == count else { return }
        if isRefusalTransient {
            cluster.enqueue(agent)
        } else {
            cluster.agents.setExhausted(at: cluster.memory.changeCounter, of: agent)
        }
    }
}
