/// Stage 2 of the allocation run: the rest.
extension Cluster {
    /// Gives what is left of an agent, in the fair order, to the frameworks that were not known to have no use for it.
    mutating func allocateRest(of agent: Slot<Agent>, _ pass: inout AllocationPass) {
        if agents[agent].available.isEmpty { return }
        // What headroom holds back counts, also where every framework is known to get nothing.
        let settledAt = pass.requiredHeadroom.isEmpty ? agents[agent].settledAt : 0
        let grants = pass.grants.count
        pass.isBound = !pass.requiredHeadroom.isEmpty
        pass.takings.removeAll()
        var roles = rolesInOrder(on: agent, pass.seeds.rest)
        while !agents[agent].available.isEmpty, let role = roles.next(&tree) {
            guard tree.roles[role].openedAt > settledAt, tree.roles[role].frameworks.hasActiveClients else { continue }
            var frameworks = frameworksInOrder(of: role, on: agent, pass.seeds.rest)
            allocateRest(of: agent, in: role, &frameworks, &roles, settledAt, &pass)
        }
        pass.noteKept(within: agents[agent].available.quantities { $0.isQuotaResource })
        guard pass.grants.count == grants else { return }
        if pass.isBound { list(agent) } else { agents.setSettled(at: memory.openings, of: agent) }
    }

    /// - Parameters:
    ///   - frameworks: those of the role that have not been asked yet.
    ///   - roles: those that have not been come to yet.
    private mutating func allocateRest(
        of agent: Slot<Agent>, in role: Slot<Role>, _ frameworks: inout FrameworkWalk, _ roles: inout RoleWalk,
        _ settledAt: UInt64, _ pass: inout AllocationPass
    ) {
        var available = available(of: agent, for: role)
        if available.isEmpty { return }
        let isLikeOthers = isLikeOthers(role, on: agent)
        if !isLikeOthers { pass.takings.removeThoseOfOneRole() }
        while let place = frameworks.next() {
            let standing = tree.roles[role].frameworks[place].standing
            if standing.openedAt <= settledAt { continue }
            let framework = tree.roles[role].frameworks.key(at: place)
            let offer = offer(to: framework, standing.kind, from: available, role, agent, isLikeOthers, &pass)
            guard let offer, !isFiltered(offer, framework, role, agent) else { continue }
            if agents[agent].isUsedUp(by: offer) {
                // Nobody is asked after this one: the orders need not be kept as they were read.
                frameworks.end()
                roles.end()
            }
            pass.takings.removeAll()
            grantRest(offer, to: framework, role, agent, &pass)
            available = self.available(of: agent, for: role)
            if available.isEmpty { return }
        }
    }

    private mutating func grantRest(
        _ offer: Resources, to framework: Slot<Framework>, _ role: Slot<Role>, _ agent: Slot<Agent>,
        _ pass: inout AllocationPass
    ) {
        grant(offer, to: framework, role, agent, &pass)
        guard !tree.roles[role].quota.isDefault || !pass.requiredHeadroom.isEmpty else { return }
        pass.noteRest(offer.quantities { $0.isQuotaResource }, at: tree.roles[role].quotaPosition)
    }

    // MARK: What may be taken

    /// Whether frameworks may take the same of an agent in all roles like this one: nothing is reserved, nothing limited.
    @inline(__always)
    func isLikeOthers(_ role: Slot<Role>, on agent: Slot<Agent>) -> Bool {
        tree.roles[role].parent == tree.root && tree.roles[role].quota.limits.isEmpty
            && !agents[agent].hasReservations
    }

    /// What a framework may take, its filters apart, found out once for all of its kind; nil: nothing. What is kept from it counts.
    ///
    /// - Parameter isLikeOthers: whether it is the same in all roles like this one.
    @inline(__always)
    func offer(
        to framework: Slot<Framework>, _ kind: UInt8, from available: Resources, _ role: Slot<Role>,
        _ agent: Slot<Agent>, _ isLikeOthers: Bool, _ pass: inout AllocationPass
    ) -> Resources? {
        if kind == TakerKind.own {
            let constraints = frameworks[framework].constraints[role]
            if constraints?.exclude(agent, agents[agent].description, patterns) == true { return nil }
            let taking = taking(of: framework, from: available, role, agent, pass)
            pass.note(heldBack: taking.heldBack, isBound: taking.isBound)
            return taking.offer
        }
        var known = pass.takings.position(of: kind, isCommon: isLikeOthers)
        if known == nil {
            let taking = taking(of: framework, from: available, role, agent, pass)
            known = pass.takings.append(taking, of: kind, isCommon: isLikeOthers)
        }
        guard let known else { return nil }
        pass.note(heldBack: pass.takings[known].heldBack, isBound: pass.takings[known].isBound)
        return pass.takings[known].offer
    }

    @inline(__always)
    private func taking(
        of framework: Slot<Framework>, from available: Resources, _ role: Slot<Role>, _ agent: Slot<Agent>,
        _ pass: AllocationPass
    ) -> Taking {
        guard isAllocatable(available, to: framework, role), canReceive(agent, framework) else { return .nothing }
        var offer = stripped(available, for: frameworks[framework].capabilities)
        var heldBack = Quantities()
        var isBound = false
        let limits = tree.roles[role].quota.limits
        if !limits.isEmpty || !pass.requiredHeadroom.isEmpty {
            var rest = offer.filter { $0.traits.isQuotaResource }
            if !limits.isEmpty {
                let shrunk = withinLimits(rest, of: role, pass)
                isBound = !shrunk.hasSameEntries(as: rest)
                rest = shrunk
            }
            if !pass.requiredHeadroom.isEmpty, !rest.isEmpty {
                let shrunk = withinHeadroom(rest, pass)
                heldBack = rest.quantities.subtractingClamped(shrunk.quantities)
                rest = shrunk
            }
            offer = offer.filter { !$0.traits.isQuotaResource }
            offer.add(rest)
        }
        // What is whole has been found allocatable.
        let isWhole = offer.entryCount == available.entryCount && limits.isEmpty && pass.requiredHeadroom.isEmpty
        guard isWhole || isAllocatable(offer, to: framework, role), canBeUsed(agent, by: framework, in: role) else {
            return Taking(offer: nil, heldBack: heldBack, isBound: isBound)
        }
        guard canCount(offer) else { return Taking(offer: nil, heldBack: heldBack, isBound: true) }
        return Taking(offer: offer, heldBack: heldBack, isBound: isBound)
    }
}
