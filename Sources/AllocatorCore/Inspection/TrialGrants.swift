/// The grants of a trial: a cycle over one agent that records what each framework would be granted, and allocates
/// nothing.
///
/// The trial ends once the framework in question has been asked in the second stage.
struct TrialGrants: GrantSink {
    /// A framework that would be granted resources before the subject.
    struct Rival: Sendable {
        var framework: FrameworkSlot
        var role: RoleSlot
        var stage: AllocationStage
    }

    /// The candidate in question.
    let subject: Candidate
    /// The maximum number of frameworks that are asked.
    private let limit: Int

    /// The remaining part of the agent's available resources.
    private var available: Resources
    /// The resources that the subject would be granted.
    private(set) var given = Resources()
    /// The rivals, in the order of their grants.
    private(set) var rivals: [Rival] = []
    /// The number of frameworks that have been asked.
    private(set) var asked = 0
    /// The role tree before the first grant of the first stage. Such a grant changes the order of the second stage.
    private(set) var treeBefore: RoleTree?
    private var hasAskedSubject = false
    /// The resources that were granted in the first stage.
    private var guaranteed = Resources()

    /// - Parameter available: The available resources of the subject's agent.
    init(of subject: Candidate, available: Resources, limit: Int) {
        self.subject = subject
        self.available = available
        self.limit = limit
    }

    /// Whether the trial ended because too many frameworks were asked.
    var isLimitReached: Bool { asked >= limit }

    var isFinished: Bool { hasAskedSubject || isLimitReached }

    func remaining(of available: Resources) -> Resources { self.available }

    mutating func willAsk(_ candidate: Candidate, at stage: AllocationStage) {
        asked += 1
        if stage == .fairShare, candidate == subject { hasAskedSubject = true }
    }

    mutating func grant(
        _ offer: Resources, to candidate: Candidate, at stage: AllocationStage, _ cluster: inout Cluster
    ) {
        if candidate == subject {
            given.add(offer)
        } else {
            rivals.append(Rival(framework: candidate.framework, role: candidate.role, stage: stage))
        }
        // Shared resources stay available.
        available.subtract(offer.withoutShared)
        guard stage == .guarantees else { return }
        if treeBefore == nil { treeBefore = cluster.tree }
        cluster.countInOrder(offer, to: candidate)
        if cluster.options.chargesReservations { cluster.discharge(offer, on: candidate.agent, besides: guaranteed) }
        guaranteed.add(offer)
    }
}

extension Cluster {
    /// Performs a cycle over the subject's agent without allocating anything.
    ///
    /// - Complexity: Linear in the frameworks that are asked before the subject.
    mutating func carryOut(_ cycle: AllocationCycle, into grants: inout TrialGrants) {
        var cycle = cycle
        cycle.satisfyGuarantees(from: [grants.subject.agent], into: &grants, &self)
        cycle.allocateFairShare(of: grants.subject.agent, exhaustedAt: 0, into: &grants, &self)
        if let before = grants.treeBefore { tree = before }
    }

    /// Counts an offer in the orders of roles and frameworks, as if it were allocated.
    fileprivate mutating func countInOrder(_ offer: Resources, to candidate: Candidate) {
        let change = change(of: offer, for: candidate, isGiven: true)
        tree.grow(candidate.role, by: change.role, isAllocation: true)
        updateClient(of: candidate.framework, in: candidate.role) { client in
            client.allocated += change.framework
            client.count += 1
        }
    }

    /// Removes the reservations that an offer puts to use from those that count in the fair order without being used.
    ///
    /// - Parameter granted: The earlier offers of the trial.
    fileprivate mutating func discharge(_ offer: Resources, on agent: AgentSlot, besides granted: Resources) {
        for entry in offer.scalars {
            guard let role = kinds.reservationRole(of: entry.kind) else { continue }
            if entry.kind.traits.contains(.shared), granted.copies(of: entry) > 0 || agents[agent].isHeld(entry) {
                continue
            }
            var quantities = Quantities()
            quantities[entry.kind.name] = entry.thousandths
            tree.discharge(quantities, from: role)
        }
    }
}
