/// The allocation run (`allocation.md` §5). Its two stages are in `Cluster+Guarantees` and `Cluster+Rest`.
extension Cluster {
    /// Offers what the candidates have to whom it is due, and clears the candidates.
    ///
    /// - Parameter present: when the offers go out, from which their timeout counts.
    /// - Complexity: constant where nothing has happened since a run over all agents that offered nothing; else in what has
    ///   changed and what is offered. While headroom is held back for guarantees, all agents that have something left are asked.
    mutating func run(offeringAt present: Instant) -> AllocationRun {
        runs += 1
        isRunWanted = false
        let seeds = RunSeeds(using: &generator)
        if candidates.areAll, let quiet = memory.quiet { return repeated(quiet) }

        var pass = startPass(offeringAt: present, seeds)
        let (required, available) = (named(pass.requiredHeadroom), named(pass.availableHeadroom))
        let considered = consideredCount
        let visits = agentsToVisit(isEveryoneAsked: !pass.requiredHeadroom.isEmpty)
        if !pass.requiredHeadroom.isEmpty {
            for agent in ordered(visits, seeds.guarantees) {
                satisfyGuarantees(from: agent, &pass)
                if pass.requiredHeadroom.isEmpty { break }
            }
        }
        for agent in ordered(visits, seeds.rest) { allocateRest(of: agent, &pass) }

        let inverseOffers = generateInverseOffers()
        let result = AllocationRun(
            number: runs, time: now, agentsConsidered: considered, offers: offers(from: pass.grants),
            inverseOffers: inverseOffers, requiredHeadroom: required, availableHeadroom: available,
            heldBack: named(pass.heldBack))
        if candidates.areAll { remember(result) }
        candidates.removeAll()
        return result
    }

    /// The run that comes to what the last one came to, since nothing has happened.
    private mutating func repeated(_ quiet: QuietRun) -> AllocationRun {
        candidates.removeAll()
        return AllocationRun(
            number: runs, time: now, agentsConsidered: agents.count - agents.ineligibleCount,
            requiredHeadroom: quiet.requiredHeadroom, availableHeadroom: quiet.availableHeadroom,
            heldBack: quiet.heldBack)
    }

    private mutating func remember(_ run: AllocationRun) {
        unlistSettled()
        let isQuiet = run.offers.isEmpty && run.inverseOffers.isEmpty
        memory.quiet =
            isQuiet
            ? QuietRun(
                requiredHeadroom: run.requiredHeadroom, availableHeadroom: run.availableHeadroom,
                heldBack: run.heldBack) : nil
    }

    // MARK: Agents

    /// How many candidates are activated and whitelisted.
    private var consideredCount: Int {
        candidates.areAll
            ? agents.count - agents.ineligibleCount : candidates.some.slots.count { agents.isEligible($0) }
    }

    private func ordered(_ visits: [Slot<Agent>], _ seed: UInt64) -> [Slot<Agent>] {
        if visits.count < 2 { return visits }
        switch options.agentOrder {
        case .byID: return agents.sortedByID(visits)
        case .shuffled:
            let hashed = visits.map { (hash: agents[$0].hash, element: $0) }
            return RunSeeds.shuffled(hashed, seed: seed)
        }
    }

    // MARK: Headroom

    func startPass(offeringAt present: Instant, _ seeds: RunSeeds) -> AllocationPass {
        let deadline = options.offerTimeout.map { present.advanced(by: $0) }
        var pass = AllocationPass(seeds: seeds, offerDeadline: deadline)
        pass.consumed.reserveCapacity(tree.quotaRoles.count)
        for role in tree.quotaRoles {
            let consumed = tree.roles[role].consumedQuota
            pass.consumed.append(consumed)
            let missing = tree.roles[role].quota.guarantees.subtractingClamped(consumed)
            if missing.isEmpty { continue }
            pass.unmetRoles.insert(role)
            // Clamped to the most that there can be, so that all is held back either way.
            pass.requiredHeadroom.addClamped(missing)
        }
        let reserved = tree.roles[tree.root].reservations
        pass.availableHeadroom = tree.totals.quantities
        pass.availableHeadroom.subtractClamped(tree.held)
        pass.availableHeadroom.subtractClamped(reserved.subtractingClamped(tree.roles[tree.root].heldReserved))
        pass.availableHeadroom.subtractClamped(agents.availableRevocable)
        return pass
    }

    // MARK: Orders

    /// The roles that are clients, in the order of the sorter.
    ///
    /// - Parameter seed: that of the stage.
    mutating func rolesInOrder(on agent: Slot<Agent>, _ seed: UInt64) -> RoleWalk {
        switch options.roleSorter {
        case .drf: return RoleWalk(&tree)
        case .random:
            var generator = RunSeeds.generator(seed, agent: agents[agent].hash)
            return RoleWalk(tree.randomOrder(using: &generator))
        }
    }

    /// The active frameworks of a role, in the order of the sorter.
    mutating func frameworksInOrder(
        of role: Slot<Role>, on agent: Slot<Agent>, _ seed: UInt64
    ) -> FrameworkWalk {
        switch options.frameworkSorter {
        case .drf:
            tree.roles[role].frameworks.sort(tree.totals)
            return FrameworkWalk(tree.roles[role].frameworks.activeChunks)
        case .random:
            let hash = StableHash.of(tree[role].path)
            var generator = RunSeeds.generator(seed, agent: agents[agent].hash, role: hash)
            return FrameworkWalk([tree.roles[role].frameworks.randomEntries(using: &generator)])
        }
    }

    // MARK: Giving

    mutating func grant(
        _ offer: Resources, to framework: Slot<Framework>, _ role: Slot<Role>, _ agent: Slot<Agent>,
        _ pass: inout AllocationPass
    ) {
        let bundle = OfferBundle(framework: framework, role: role, agent: agent, resources: offer)
        pass.grants.append(bundle)
        give(offer, of: agent, to: framework, in: role, isAvailable: true)
        noteOffer(bundle, until: pass.offerDeadline)
        size.add(EncodedSize.grant(offer))
    }
}
