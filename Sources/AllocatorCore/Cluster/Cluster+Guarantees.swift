/// Stage 1 of the allocation run: what guarantees still lack.
extension Cluster {
    /// Gives an agent to roles whose guarantees are not met yet.
    mutating func satisfyGuarantees(from agent: Slot<Agent>, _ pass: inout AllocationPass) {
        if agents[agent].available.isEmpty { return }
        var roles = rolesInOrder(on: agent, pass.seeds.guarantees)
        while let role = roles.next(&tree) {
            guard pass.unmetRoles.contains(role) else { continue }
            if agents[agent].available.isEmpty || pass.requiredHeadroom.isEmpty { return }
            satisfyGuarantee(of: role, from: agent, &pass)
        }
    }

    private mutating func satisfyGuarantee(
        of role: Slot<Role>, from agent: Slot<Agent>, _ pass: inout AllocationPass
    ) {
        let quota = tree[role].quota
        var unsatisfied = quota.guarantees.subtractingClamped(pass.consumed(by: tree[role]))
        var frameworks = frameworksInOrder(of: role, on: agent, pass.seeds.guarantees)
        while let place = frameworks.next() {
            let framework = tree.roles[role].frameworks.key(at: place)
            switch candidacy(of: framework, role, agent) {
            case .nothingLeft: return
            case .skipped: continue
            case .candidate(let available):
                let increase = guaranteedGrant(available, quota, unsatisfied, framework, role, agent, &pass)
                unsatisfied.subtractClamped(increase)
                if unsatisfied.isEmpty {
                    pass.unmetRoles.remove(role)
                    return
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
            let room = quota.limits.subtractingClamped(pass.consumed(by: tree[role])).subtractingClamped(
                guaranteedQuantities)
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
        pass.consume(increase, tree[role])
        pass.requiredHeadroom.subtractClamped(guaranteedQuantities)
        pass.availableHeadroom.subtractClamped(increase)
        return increase
    }
}
