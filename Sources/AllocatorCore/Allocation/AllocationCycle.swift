/// What one allocation run keeps account of while it goes (`allocation.md` §5).
struct AllocationPass: Sendable {
    /// Consumed quota of the roles that have a quota, in the order of `RoleTree.quotaRoles`.
    var consumed: [Quantities] = []
    /// The roles whose guarantees are not met yet.
    var unmetRoles = SlotSet<Role>()
    /// What must stay unallocated so that every guarantee can still be met.
    var requiredHeadroom = Quantities()
    /// What is unallocated, unreserved and not revocable.
    var availableHeadroom = Quantities()
    /// What headroom kept from being offered, over all agents that the run has visited.
    var heldBack = Quantities()
    /// Of the agent at hand, the most that headroom kept from any framework that was asked, resource by resource.
    private var keptOfAgent = Quantities()
    /// In the order in which they were given.
    var grants: [OfferBundle] = []
    /// What frameworks may take of the agent at hand.
    var takings = Takings()
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

    /// - Parameter position: the role's among those that have a quota; nil: it has none. Not the role itself, which would be
    ///   copied to be handed over.
    func consumed(at position: Int?) -> Quantities { position.map { consumed[$0] } ?? Quantities() }

    /// Counts what a role was given of its quota, if it has one.
    private mutating func consume(_ quantities: Quantities, at position: Int?) {
        if let position { consumed[position] += quantities }
    }

    /// Counts what is kept from one more framework. The same resources, kept from several frameworks, count once.
    mutating func note(heldBack: Quantities, isBound: Bool) {
        if isBound { self.isBound = true }
        if !heldBack.isEmpty { keptOfAgent.formMaximum(heldBack) }
    }

    /// Counts what was kept of the agent at hand, when all frameworks have been asked.
    ///
    /// - Parameter left: what is left of the agent, of the resources that headroom is about.
    mutating func noteKept(within left: @autoclosure () -> Quantities) {
        if keptOfAgent.isEmpty { return }
        heldBack.addClamped(keptOfAgent.clamped(to: left()))
        keptOfAgent = Quantities()
    }

    /// Counts what stage 1 gives to a role.
    mutating func note(_ offer: GuaranteedOffer, at position: Int?) {
        consume(offer.increase, at: position)
        requiredHeadroom.subtractClamped(offer.guaranteed)
        availableHeadroom.subtractClamped(offer.increase)
    }

    /// Counts what stage 2 gives to a role: the scalars that are neither reserved nor revocable.
    mutating func noteRest(_ increase: Quantities, at position: Int?) {
        consume(increase, at: position)
        availableHeadroom.subtractClamped(increase)
    }
}

/// What stage 1 gives to a framework.
struct GuaranteedOffer: Sendable {
    var offer: Resources
    /// The part that the guarantee was short of.
    var guaranteed: Quantities
    /// By how much the role's consumed quota grows.
    var increase: Quantities
}

/// What an agent has for a framework in a role, before quota.
enum Candidacy: Sendable {
    /// Nothing is left for the role: no framework of it can get anything here.
    case nothingLeft
    /// This framework cannot take it; another one may.
    case skipped
    case candidate(Resources)
}
