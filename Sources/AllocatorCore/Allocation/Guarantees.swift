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
        let quota = tree.roles[role].quota
        let position = tree.roles[role].quotaPosition
        var unsatisfied = quota.guarantees.subtractingClamped(pass.consumed(at: position))
        var frameworks = frameworksInOrder(of: role, on: agent, pass.seeds.guarantees)
        while let place = frameworks.next() {
            let framework = tree.roles[role].frameworks.key(at: place)
            switch candidacy(of: framework, role, agent) {
            case .nothingLeft: return
            case .skipped: continue
            case .candidate(let available):
                guard
                    let found = guaranteedOffer(available, quota, unsatisfied, framework, role, agent, pass)
                else { continue }
                grant(found.offer, to: framework, role, agent, &pass)
                pass.note(found, at: position)
                unsatisfied.subtractClamped(found.increase)
                if unsatisfied.isEmpty {
                    pass.unmetRoles.remove(role)
                    return
                }
            }
        }
    }

    /// What the guarantee still lacks and, within limits and headroom, all that comes with it; nil where it cannot be given.
    func guaranteedOffer(
        _ available: Resources, _ quota: Quota, _ unsatisfied: Quantities, _ framework: Slot<Framework>,
        _ role: Slot<Role>, _ agent: Slot<Agent>, _ pass: AllocationPass
    ) -> GuaranteedOffer? {
        let quotaResources = available.filter { $0.traits.isQuotaResource }
        let guaranteed = quotaResources.shrunk(to: unsatisfied, in: kinds)
        if guaranteed.isEmpty { return nil }
        let guaranteedQuantities = guaranteed.quantities

        var rest = quotaResources
        rest.subtract(guaranteed)
        if !quota.limits.isEmpty {
            let consumed = pass.consumed(at: tree.roles[role].quotaPosition)
            let room = quota.limits.subtractingClamped(consumed).subtractingClamped(guaranteedQuantities)
            rest = rest.shrunk(to: room, in: kinds)
        }
        rest = withinHeadroom(rest, pass)

        var offer = guaranteed
        offer.add(
            available.filter { kind in
                kinds.reservationRole(of: kind) == role || !kind.traits.contains(.scalar)
                    || kind.traits.contains(.revocable)
            })
        offer.add(rest)
        guard canBeOffered(offer, to: framework, role, agent) else { return nil }

        return GuaranteedOffer(
            offer: offer, guaranteed: guaranteedQuantities, increase: guaranteedQuantities + rest.quantities)
    }
}
