/// What one allocation run keeps account of while it goes (`allocation.md` §5).
struct AllocationPass: Sendable {
    /// Consumed quota of the roles that have a quota.
    var consumed: [Slot<Role>: Quantities] = [:]
    /// What must stay unallocated so that every guarantee can still be met.
    var requiredHeadroom = Quantities()
    /// What is unallocated, unreserved and not revocable.
    var availableHeadroom = Quantities()
    var heldBack = Quantities()
    /// In the order in which they were given.
    var grants: [OfferBundle] = []
    /// What the frameworks of one role may take of one agent.
    var takings = Takings()
    /// Likewise, in all roles in which it is the same.
    var commonTakings = Takings()
    /// Whether something of the agent was kept from a framework by what is neither the agent's nor the framework's.
    var isBound = false
    let seeds: RunSeeds
    /// When what the run offers is taken back; nil: never.
    let offerDeadline: Instant?

    init(seeds: RunSeeds, offerDeadline: Instant?) {
        self.seeds = seeds
        self.offerDeadline = offerDeadline
    }

    /// What may be given beyond guarantees.
    var surplusHeadroom: Quantities { availableHeadroom.subtractingClamped(requiredHeadroom) }

    func consumed(by role: Slot<Role>) -> Quantities { consumed[role] ?? Quantities() }
}

/// What an agent has for a framework in a role, before quota.
enum Candidacy: Sendable {
    /// Nothing is left for the role: no framework of it can get anything here.
    case nothingLeft
    /// This framework cannot take it; another one may.
    case skipped
    case candidate(Resources)
}
