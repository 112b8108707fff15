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
    /// When what the run offers is taken back; nil: never.
    let offerDeadline: Instant?

    init(offerDeadline: Instant?) { self.offerDeadline = offerDeadline }

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
