/// What a run over one agent would come to, up to one framework in one role, found out without giving anything.
struct Trial: Sendable {
    /// Who would be given something before.
    struct Rival: Sendable {
        var framework: Slot<Framework>
        var role: Slot<Role>
        /// Whether in stage 1.
        var isForGuarantee: Bool
    }

    let agent: Slot<Agent>
    let framework: Slot<Framework>
    let role: Slot<Role>
    /// Frameworks that may be asked.
    let limit: Int

    /// What is left of the agent.
    var available: Resources
    var pass: AllocationPass
    /// What the framework itself would be given in the role.
    var given = Resources()
    /// In the order in which they would be given something.
    var rivals: [Rival] = []
    /// How many frameworks were asked.
    var asked = 0
    /// What orders and sums were before stage 1 gave something, which decides whom stage 2 asks first.
    var treeBefore: RoleTree?
    /// Whether the role has a guarantee that is not met at the beginning.
    var hasGuarantee = false

    init(
        of agent: Slot<Agent>, for framework: Slot<Framework>, in role: Slot<Role>, _ available: Resources,
        _ pass: AllocationPass, limit: Int
    ) {
        self.agent = agent
        self.framework = framework
        self.role = role
        self.available = available
        self.pass = pass
        self.limit = limit
    }

    var isOver: Bool { available.isEmpty || asked >= limit }

    mutating func give(
        _ offer: Resources, to framework: Slot<Framework>, _ role: Slot<Role>, isForGuarantee: Bool
    ) {
        if framework == self.framework, role == self.role {
            given.add(offer)
        } else {
            rivals.append(Rival(framework: framework, role: role, isForGuarantee: isForGuarantee))
        }
        // What is shared stays available.
        available.subtract(offer.withoutShared)
        pass.takings.removeAll()
    }
}

/// The two stages of a run, over one agent of which nothing is given: what they ask is what the run asks.
extension Cluster {
    /// - Complexity: linear in the frameworks that are asked before the trial's.
    mutating func carryOut(_ trial: inout Trial) {
        trial.hasGuarantee = trial.pass.unmetRoles.contains(trial.role)
        tryGuarantees(&trial)
        tryRest(&trial)
        if let before = trial.treeBefore { tree = before }
    }

    // MARK: Stage 1

    private mutating func tryGuarantees(_ trial: inout Trial) {
        if trial.pass.requiredHeadroom.isEmpty { return }
        var roles = rolesInOrder(on: trial.agent, trial.pass.seeds.guarantees)
        while !trial.isOver, !trial.pass.requiredHeadroom.isEmpty, let role = roles.next(&tree) {
            guard trial.pass.unmetRoles.contains(role) else { continue }
            tryGuarantee(of: role, &trial)
        }
    }

    private mutating func tryGuarantee(of role: Slot<Role>, _ trial: inout Trial) {
        let quota = tree.roles[role].quota
        var unsatisfied = quota.guarantees.subtractingClamped(trial.pass.consumed(at: tree.roles[role].quotaPosition))
        var frameworks = frameworksInOrder(of: role, on: trial.agent, trial.pass.seeds.guarantees)
        while !trial.isOver, let place = frameworks.next() {
            trial.asked += 1
            let framework = tree.roles[role].frameworks.key(at: place)
            switch candidacy(of: framework, role, trial.agent, from: trial.available) {
            case .nothingLeft: return
            case .skipped: continue
            case .candidate(let available):
                guard
                    let found = guaranteedOffer(
                        available, quota, unsatisfied, framework, role, trial.agent, trial.pass)
                else { continue }
                trial.give(found.offer, to: framework, role, isForGuarantee: true)
                trial.pass.note(found, at: tree.roles[role].quotaPosition)
                count(found.offer, for: framework, role, &trial)
                unsatisfied.subtractClamped(found.increase)
                if unsatisfied.isEmpty {
                    trial.pass.unmetRoles.remove(role)
                    return
                }
            }
        }
    }

    /// Has the orders take account of what stage 1 gives, for as long as the trial lasts.
    private mutating func count(
        _ offer: Resources, for framework: Slot<Framework>, _ role: Slot<Role>, _ trial: inout Trial
    ) {
        if trial.treeBefore == nil { trial.treeBefore = tree }
        let change = change(of: offer, on: trial.agent, framework, role, isGiven: true)
        tree.grow(role, by: change.role, isAllocation: true)
        updateClient(framework, role) { client in
            client.allocated += change.framework
            client.count += 1
        }
    }

    // MARK: Stage 2

    private mutating func tryRest(_ trial: inout Trial) {
        trial.pass.takings.removeAll()
        var roles = rolesInOrder(on: trial.agent, trial.pass.seeds.rest)
        while !trial.isOver, let role = roles.next(&tree) {
            guard tree.roles[role].frameworks.hasActiveClients else { continue }
            if tryRest(in: role, &trial) { return }
        }
    }

    /// - Returns: whether the trial's framework was asked in its role.
    private mutating func tryRest(in role: Slot<Role>, _ trial: inout Trial) -> Bool {
        var available = part(of: trial.available, of: trial.agent, for: role)
        let isLikeOthers = isLikeOthers(role, on: trial.agent)
        if !isLikeOthers { trial.pass.takings.removeThoseOfOneRole() }
        var frameworks = frameworksInOrder(of: role, on: trial.agent, trial.pass.seeds.rest)
        while !available.isEmpty, !trial.isOver, let place = frameworks.next() {
            trial.asked += 1
            let kind = tree.roles[role].frameworks[place].standing.kind
            let framework = tree.roles[role].frameworks.key(at: place)
            let offer = offer(to: framework, kind, from: available, role, trial.agent, isLikeOthers, &trial.pass)
            if let offer, !isFiltered(offer, framework, role, trial.agent) {
                trial.give(offer, to: framework, role, isForGuarantee: false)
                trial.pass.noteRest(
                    offer.quantities { $0.isQuotaResource }, at: tree.roles[role].quotaPosition)
                available = part(of: trial.available, of: trial.agent, for: role)
            }
            if role == trial.role, framework == trial.framework { return true }
        }
        return false
    }
}
