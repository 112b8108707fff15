/// The agents of a cluster, by slot and by id, with the sets and sums that derive from them.
///
/// An agent can only be changed through this table, which keeps these invariants:
/// - `sorted` holds every agent once, in ascending order of the ids;
/// - an agent is eligible while it is activated and its hostname is on the whitelist;
/// - `inMaintenance` holds the agents that have an unavailability;
/// - `availableRevocable` and `offerCount` are the sums over all agents.
package struct AgentTable: Sendable {
    private var agents = SlotTable<Agent, AgentTag>()
    private var slotsByID: [Name: AgentSlot] = [:]
    /// All agents in ascending order of their ids, compared as bytes.
    package private(set) var sorted: [AgentSlot] = []

    /// The trusted hostnames, or `nil` if every hostname is trusted.
    package private(set) var whitelist: Set<Name>?
    private var ineligible = SlotSet<AgentTag>()
    package private(set) var inMaintenance = SlotSet<AgentTag>()

    /// The available revocable scalars of all agents.
    package private(set) var availableRevocable = Quantities()
    /// The number of outstanding offers of all agents.
    package private(set) var offerCount = 0

    package var count: Int { sorted.count }

    /// One past the highest slot that was ever in use.
    package var capacity: Int { agents.capacity }

    package subscript(slot: AgentSlot) -> Agent {
        _read { yield agents[slot] }
    }

    /// The slots of all agents, ascending.
    package var slots: some Sequence<AgentSlot> { agents.slots }

    package func contains(_ slot: AgentSlot) -> Bool { agents.contains(slot) }

    package func slot(of id: Name) -> AgentSlot? { slotsByID[id] }

    /// The position in `sorted` of the first agent whose id is not less than `id`.
    ///
    /// - Complexity: O(log *n*)
    package func position(notBefore id: Name) -> Int { sorted.partitionPoint { agents[$0].id >= id } }

    /// The position in `sorted` of the first agent whose id is greater than `id`.
    ///
    /// - Complexity: O(log *n*)
    package func position(after id: Name) -> Int { sorted.partitionPoint { agents[$0].id > id } }

    /// Returns agents sorted by id, compared as bytes.
    package func sortedByID(_ slots: [AgentSlot]) -> [AgentSlot] {
        // The ids are looked up once for each agent, not once for each comparison.
        slots.map { (id: agents[$0].id, slot: $0) }.sorted { $0.id < $1.id }.map(\.slot)
    }

    package init() {}

    // MARK: Insertion and removal

    /// Adds an agent without resources.
    ///
    /// - Precondition: No agent has its id.
    package mutating func insert(_ description: AgentDescription, maintenance: Maintenance? = nil) -> AgentSlot {
        let slot = agents.insert(Agent(description))
        let previous = slotsByID.updateValue(slot, forKey: description.id)
        precondition(previous == nil, "two agents with one id")
        sorted.insert(slot, at: position(notBefore: description.id))
        if let maintenance { setMaintenance(maintenance, of: slot) }
        refreshEligibility(of: slot)
        return slot
    }

    /// Removes an agent that has neither resources nor offers.
    package mutating func remove(_ slot: AgentSlot) {
        precondition(agents[slot].total.isEmpty && agents[slot].offers.count == 0, "an agent is emptied first")
        ineligible.remove(slot)
        inMaintenance.remove(slot)
        sorted.remove(at: position(notBefore: agents[slot].id))
        slotsByID[agents[slot].id] = nil
        agents.remove(slot)
    }

    // MARK: Eligibility

    /// The number of agents that no allocation run considers.
    package var ineligibleCount: Int { ineligible.count }

    /// Whether allocation runs consider an agent.
    package func isEligible(_ slot: AgentSlot) -> Bool { !ineligible.contains(slot) }

    package func isWhitelisted(_ slot: AgentSlot) -> Bool {
        whitelist?.contains(agents[slot].description.hostname) ?? true
    }

    package mutating func setWhitelist(_ hostnames: Set<Name>?) {
        whitelist = hostnames
        for slot in sorted { refreshEligibility(of: slot) }
    }

    package mutating func setActivated(_ isActivated: Bool, of slot: AgentSlot) {
        agents[slot].isActivated = isActivated
        refreshEligibility(of: slot)
    }

    /// Replaces the description of an agent, whose id stays the same.
    package mutating func setDescription(_ description: AgentDescription, of slot: AgentSlot) {
        precondition(description.id == agents[slot].id, "an agent keeps its id")
        agents[slot].description = description
        refreshEligibility(of: slot)
    }

    private mutating func refreshEligibility(of slot: AgentSlot) {
        if agents[slot].isActivated && isWhitelisted(slot) {
            ineligible.remove(slot)
        } else {
            ineligible.insert(slot)
        }
    }

    // MARK: Maintenance

    package mutating func setMaintenance(_ maintenance: Maintenance?, of slot: AgentSlot) {
        agents[slot].maintenance = maintenance
        if maintenance == nil { inMaintenance.remove(slot) } else { inMaintenance.insert(slot) }
    }

    /// Records that a framework is asked about an agent's unavailability.
    package mutating func recordInverseOffer(to framework: Name, about slot: AgentSlot) {
        agents[slot].maintenance?.outstanding.insert(framework)
    }

    /// Records the answer of a framework. It is ignored if the framework was not asked.
    package mutating func recordAnswer(_ status: InverseOfferStatus?, of framework: Name, about slot: AgentSlot) {
        guard agents[slot].maintenance?.outstanding.remove(framework) != nil, var status else { return }
        status.framework = framework
        agents[slot].maintenance?.statuses[framework] = status
    }

    // MARK: Resources

    /// Changes the resources or offers of an agent, and with them the sums over all agents.
    ///
    /// - Parameter change: Must leave the id, the hostname, the activation and the unavailability as they are.
    package mutating func change<Result>(
        _ slot: AgentSlot, _ change: (inout Agent) -> Result
    ) -> Result {
        let before = agents[slot].availableRevocable
        offerCount -= agents[slot].offers.count
        let result = change(&agents[slot])
        offerCount += agents[slot].offers.count
        let after = agents[slot].availableRevocable
        if before != after {
            availableRevocable -= before
            availableRevocable += after
        }
        return result
    }

    /// Changes the outstanding offers of an agent and nothing else.
    package mutating func changeOffers<Result>(
        of slot: AgentSlot, _ change: (inout OutstandingOffers) -> Result
    ) -> Result {
        offerCount -= agents[slot].offers.count
        let result = change(&agents[slot].offers)
        offerCount += agents[slot].offers.count
        return result
    }

    /// The resources of a filter, shared with the agent's previous filter if they are equal.
    package mutating func refused(_ resources: Resources, of slot: AgentSlot) -> RefusedResources {
        agents[slot].refused(resources)
    }

    // MARK: Allocation runs

    /// Records that a run found nothing for any framework that has not changed since `change`. 0 resets this.
    package mutating func setExhausted(at change: UInt64, of slot: AgentSlot) { agents[slot].exhaustedAt = change }

    package mutating func setEnqueued(_ isEnqueued: Bool, of slot: AgentSlot) {
        agents[slot].isEnqueued = isEnqueued
    }

    // MARK: Invariants

    /// The invariants that do not hold. Empty unless there is a programming error.
    ///
    /// - Complexity: O(*n* log *n*). Intended for tests.
    package func brokenInvariants() -> [String] {
        var broken: [String] = []
        func expect(_ condition: Bool, _ invariant: String) {
            if !condition { broken.append(invariant) }
        }
        let ids = sorted.map { agents[$0].id }
        expect(ids == ids.sorted(), "agents are sorted by id")
        expect(sorted.count == agents.count && Set(sorted) == Set(agents.slots), "every agent is sorted once")
        expect(
            slotsByID.count == count && sorted.allSatisfy { slotsByID[agents[$0].id] == $0 }, "agents are found by id")
        let excluded = sorted.filter { !agents[$0].isActivated || !isWhitelisted($0) }
        expect(Set(ineligible.slots) == Set(excluded), "the ineligible agents are correct")
        let leaving = sorted.filter { agents[$0].maintenance != nil }
        expect(Set(inMaintenance.slots) == Set(leaving), "the agents in maintenance are those with an unavailability")
        var revocable = Quantities()
        for slot in sorted { revocable += agents[slot].availableRevocable }
        expect(revocable == availableRevocable, "the available revocable resources are the sum over the agents")
        expect(sorted.reduce(0) { $0 + agents[$1].offers.count } == offerCount, "outstanding offers are counted")
        return broken
    }
}
