/// The allocation run (`allocation.md` §5).
extension Cluster {
    /// Offers what the candidates have to whom it is due, and clears the candidates.
    ///
    /// - Parameter present: when the offers go out, from which their timeout counts.
    mutating func run(offeringAt present: Instant) -> AllocationRun {
        runs += 1
        isRunWanted = false
        let order = consideredAgents()
        var pass = startPass(offeringAt: present)
        let (required, available) = (pass.requiredHeadroom, pass.availableHeadroom)

        if tree.quotaRoles.contains(where: { !tree[$0].quota.guarantees.isEmpty }) {
            for agent in ordered(order) { satisfyGuarantees(from: agent, &pass) }
        }
        for agent in ordered(order) { allocateRest(of: agent, &pass) }

        let inverseOffers = generateInverseOffers()
        candidates.removeAll(keepingCapacity: true)
        return AllocationRun(
            number: runs, time: now, agentsConsidered: order.count, offers: offers(from: pass.grants),
            inverseOffers: inverseOffers, requiredHeadroom: named(required), availableHeadroom: named(available),
            heldBack: named(pass.heldBack))
    }

    // MARK: Agents

    /// The candidates that are activated and whitelisted, by id.
    private func consideredAgents() -> [Slot<Agent>] {
        let sorted: [Slot<Agent>] =
            candidates.count == agentOrder.count
            ? agentOrder : candidates.sorted { agents[$0].id < agents[$1].id }
        return sorted.filter { agents[$0].isActivated && isWhitelisted($0) }
    }

    func isWhitelisted(_ agent: Slot<Agent>) -> Bool {
        whitelist?.contains(agents[agent].description.hostname) ?? true
    }

    private mutating func ordered(_ byID: [Slot<Agent>]) -> [Slot<Agent>] {
        switch options.agentOrder {
        case .byID: return byID
        case .shuffled:
            var shuffled = byID
            generator.shuffle(&shuffled)
            return shuffled
        }
    }

    // MARK: Headroom

    private func startPass(offeringAt present: Instant) -> AllocationPass {
        var pass = AllocationPass(offerDeadline: options.offerTimeout.map { present.advanced(by: $0) })
        for role in tree.quotaRoles {
            let consumed = tree[role].consumedQuota
            pass.consumed[role] = consumed
            // Clamped to the most that there can be, so that all is held back either way.
            pass.requiredHeadroom.addClamped(tree[role].quota.guarantees.subtractingClamped(consumed))
        }
        let root = tree[tree.root]
        pass.availableHeadroom = tree.totals.quantities
        pass.availableHeadroom.subtractClamped(tree.held)
        pass.availableHeadroom.subtractClamped(root.reservations.subtractingClamped(root.heldReserved))
        pass.availableHeadroom.subtractClamped(availableRevocable)
        return pass
    }

    // MARK: Orders

    private mutating func rolesInOrder() -> [Slot<Role>] {
        switch options.roleSorter {
        case .drf: tree.fairOrder()
        case .random: tree.randomOrder(using: &generator)
        }
    }

    private mutating func frameworksInOrder(of role: Slot<Role>) -> [Slot<Framework>] {
        switch options.frameworkSorter {
        case .drf:
            tree.roles[role].frameworks.sort(tree.totals)
            let order = tree.roles[role].frameworks
            return order.activeClients.map { order.key(at: $0) }
        case .random:
            return tree.roles[role].frameworks.randomOrder(using: &generator)
        }
    }

    // MARK: Stage 1

    /// Gives an agent to roles whose guarantees are not met yet.
    private mutating func satisfyGuarantees(from agent: Slot<Agent>, _ pass: inout AllocationPass) {
        for role in rolesInOrder() {
            let quota = tree[role].quota
            if quota.guarantees.isEmpty { continue }
            if agents[agent].available.isEmpty { return }
            var unsatisfied = quota.guarantees.subtractingClamped(pass.consumed(by: role))
            if unsatisfied.isEmpty { continue }
            frameworks: for framework in frameworksInOrder(of: role) {
                switch candidacy(of: framework, role, agent) {
                case .nothingLeft: break frameworks
                case .skipped: continue
                case .candidate(let available):
                    let increase = guaranteedGrant(available, quota, unsatisfied, framework, role, agent, &pass)
                    unsatisfied.subtractClamped(increase)
                    if unsatisfied.isEmpty { break frameworks }
                }
            }
        }
    }

    /// Gives what the guarantee still lacks and, within limits and headroom, all that comes with it.
    ///
    /// - Returns: by how much the role's consumed quota grew.
    private mutating func guaranteedGrant(
        _ available: Resources, _ quota: Quota, _ unsatisfied: Quantities, _ framework: Slot<Framework>,
        _ role: Slot<Role>, _ agent: Slot<Agent>, _ pass: inout AllocationPass
    ) -> Quantities {
        let quotaResources = available.filter { kinds.traits(of: $0).isQuotaResource }
        let guaranteed = quotaResources.shrunk(to: unsatisfied, kinds)
        if guaranteed.isEmpty { return Quantities() }
        let guaranteedQuantities = guaranteed.quantities(kinds)

        var rest = quotaResources
        rest.subtract(guaranteed, kinds)
        if !quota.limits.isEmpty {
            let room = quota.limits.subtractingClamped(pass.consumed(by: role)).subtractingClamped(guaranteedQuantities)
            rest = rest.shrunk(to: room, kinds)
        }
        if !pass.requiredHeadroom.isEmpty, !rest.isEmpty { rest = rest.shrunk(to: pass.surplusHeadroom, kinds) }

        var offer = guaranteed
        offer.add(
            available.filter { kind in
                let facts = kinds.facts(of: kind)
                return facts.reservationRole == role || !facts.traits.contains(.scalar)
                    || facts.traits.contains(.revocable)
            }, kinds)
        offer.add(rest, kinds)
        guard canBeOffered(offer, to: framework, role, agent) else { return Quantities() }

        let increase = guaranteedQuantities + rest.quantities(kinds)
        grant(offer, to: framework, role, agent, &pass)
        pass.consumed[role, default: Quantities()] += increase
        pass.requiredHeadroom.subtractClamped(guaranteedQuantities)
        pass.availableHeadroom.subtractClamped(increase)
        return increase
    }

    // MARK: Stage 2

    /// Gives what is left of an agent, in the fair order.
    private mutating func allocateRest(of agent: Slot<Agent>, _ pass: inout AllocationPass) {
        if agents[agent].available.isEmpty { return }
        for role in rolesInOrder() {
            if agents[agent].available.isEmpty { return }
            frameworks: for framework in frameworksInOrder(of: role) {
                switch candidacy(of: framework, role, agent) {
                case .nothingLeft: break frameworks
                case .skipped: continue
                case .candidate(let available): restGrant(available, framework, role, agent, &pass)
                }
            }
        }
    }

    private mutating func restGrant(
        _ available: Resources, _ framework: Slot<Framework>, _ role: Slot<Role>, _ agent: Slot<Agent>,
        _ pass: inout AllocationPass
    ) {
        var rest = available.filter { kinds.traits(of: $0).isQuotaResource }
        let quota = tree[role].quota
        if !quota.limits.isEmpty {
            rest = rest.shrunk(to: quota.limits.subtractingClamped(pass.consumed(by: role)), kinds)
        }
        if !pass.requiredHeadroom.isEmpty, !rest.isEmpty {
            let shrunk = rest.shrunk(to: pass.surplusHeadroom, kinds)
            let heldBack = rest.quantities(kinds).subtractingClamped(shrunk.quantities(kinds))
            // It counts for each framework that did not get it, so that the sum alone has no bound.
            pass.heldBack.addClamped(heldBack)
            rest = shrunk
        }
        var offer = available.filter { !kinds.traits(of: $0).isQuotaResource }
        offer.add(rest, kinds)
        guard canBeOffered(offer, to: framework, role, agent) else { return }

        let increase = rest.quantities(kinds)
        grant(offer, to: framework, role, agent, &pass)
        if !quota.isDefault { pass.consumed[role, default: Quantities()] += increase }
        pass.availableHeadroom.subtractClamped(increase)
    }

    private mutating func grant(
        _ offer: Resources, to framework: Slot<Framework>, _ role: Slot<Role>, _ agent: Slot<Agent>,
        _ pass: inout AllocationPass
    ) {
        let bundle = OfferBundle(framework: framework, role: role, agent: agent, resources: offer)
        pass.grants.append(bundle)
        give(offer, of: agent, to: framework, in: role)
        noteOffer(bundle, until: pass.offerDeadline)
    }
}
