extension Cluster {
    /// A description with interned roles and compiled regular expressions.
    private struct Subscription {
        var roles: [RoleSlot]
        var suppressedRoles: Set<RoleSlot>
        var minimums: [RoleSlot: [Quantities]]
        var constraints: [RoleSlot: RoleConstraints]
        var patterns: PatternIndex.Addition
    }

    mutating func addFramework(
        _ description: FrameworkDescription, used: [Name: [Resource]], isActive: Bool, by master: Framework.Master
    ) throws(Refusal) {
        guard frameworks.addedSlot(of: description.id) == nil else {
            throw .alreadyExists("framework '\(description.id)' already exists; update or remove it")
        }
        guard frameworks.addedCount < limits.frameworks else {
            throw .resourceExhausted(
                "the maximum of \(limits.frameworks) frameworks is reached; remove one, or raise --max-frameworks")
        }
        let subscription = try subscription(of: description)
        try checkUsed(used, by: description.id)
        try checkHeld(adding: uses(of: description.id))

        let slot = frameworks.add(description.id, isActive: isActive, by: master)
        adopt(subscription, description, in: slot)
        trackExisting(slot)
        if isActive { schedule.wantRunOverAllAgents() }
    }

    /// Checks that the agents hold all resources that `used` lists for a new framework.
    ///
    /// Unknown agents are ignored. The framework also gets the holdings that `used` does not list, because the sums
    /// must stay the sums of their parts.
    private mutating func checkUsed(_ used: [Name: [Resource]], by framework: Name) throws(Refusal) {
        for id in used.keys.sorted() {
            guard let agent = agents.slot(of: id) else { continue }
            for part in try internByRole(used[id] ?? []).parts {
                let held = frameworks.slot(of: framework).flatMap { agents[agent].holding(of: $0, in: part.role) }
                guard held?.contains(part.resources) == true else {
                    throw .failedPrecondition(
                        "agent '\(id)' does not hold all resources that `used` lists for framework '\(framework)'")
                }
            }
        }
    }

    /// Returns the resources that agents already hold for a framework that is about to be added.
    private func uses(of framework: Name) -> [Use] {
        guard let slot = frameworks.slot(of: framework), frameworks[slot].holdingCount > 0 else { return [] }
        return agents.sorted.flatMap { agent in
            agents[agent].holdings.filter { $0.framework == slot }
                .map { Use(framework: framework, role: $0.role, resources: $0.resources) }
        }
    }

    mutating func removeFramework(_ id: Name) throws(Refusal) {
        let slot = try knownFramework(id)
        removeFilters(of: slot)
        if frameworks[slot].holdingCount > 0 {
            for agent in agents.sorted {
                for holding in agents[agent].holdings where holding.framework == slot {
                    takeBack(
                        holding.resources, from: Candidate(framework: slot, role: holding.role, agent: agent))
                    reallocate(agent)
                }
            }
        }
        for constraints in frameworks.removeConstraints(of: slot) { patterns.release(constraints) }
        frameworks.setRoles([], of: slot)
        for membership in frameworks[slot].memberships { removeMembershipIfIdle(of: slot, in: membership.role) }
        collection.recordUnused()
        frameworks.remove(slot)
    }

    /// Replaces a framework's constraints. The new patterns are retained first, so that unchanged ones are not matched
    /// again.
    private mutating func setConstraints(
        _ constraints: [RoleSlot: RoleConstraints], _ addition: PatternIndex.Addition, of slot: FrameworkSlot
    ) {
        var addition = addition
        let old = frameworks.removeConstraints(of: slot)
        // Patterns get their slots in this order, so it must not depend on the order of a dictionary.
        let roles = constraints.keys.sorted { tree[$0].path < tree[$1].path }
        for role in roles {
            guard let source = constraints[role] else { continue }
            frameworks.setConstraints(patterns.retain(source, &addition), in: role, of: slot)
        }
        for constraints in old { patterns.release(constraints) }
    }

    mutating func activateFramework(_ id: Name, by master: Framework.Master) throws(Refusal) {
        let slot = try knownFramework(id)
        frameworks.setActive(true, of: slot)
        frameworks.entrust(slot, to: master)
        refreshActivity(of: slot)
        schedule.wantRunOverAllAgents()
    }

    mutating func deactivateFramework(_ id: Name) throws(Refusal) {
        let slot = try knownFramework(id)
        frameworks.setActive(false, of: slot)
        refreshActivity(of: slot)
        removeFilters(of: slot)
    }

    mutating func updateFramework(_ description: FrameworkDescription, by master: Framework.Master) throws(Refusal) {
        let slot = try knownFramework(description.id)
        let subscription = try subscription(of: description)

        let oldRoles = frameworks[slot].roles
        let oldSuppressed = frameworks[slot].suppressedRoles
        let wasListening = frameworks[slot].isMasterListening
        collection.recordUnused()
        frameworks.entrust(slot, to: master)
        for role in oldRoles where !subscription.roles.contains(role) { removeOfferFilters(of: slot, in: role) }
        adopt(subscription, description, in: slot)
        for role in oldRoles where !subscription.roles.contains(role) { removeMembershipIfIdle(of: slot, in: role) }
        for role in subscription.roles
        where oldSuppressed.contains(role) && !subscription.suppressedRoles.contains(role) {
            removeOfferFilters(of: slot, in: role)
        }
        offerBook.removeInverseOfferFilters(of: slot)
        // The framework can receive offers again. Otherwise an update requests no run.
        if master.isListening, !wasListening, frameworks[slot].isActive { schedule.wantRunOverAllAgents() }
    }

    // MARK: Suppression

    mutating func suppressOffers(framework id: Name, roles names: [Name]) throws(Refusal) {
        let slot = try knownFramework(id)
        let roles = try subscribedRoles(of: slot, among: names)
        frameworks.suppress(roles, of: slot)
        refreshActivity(of: slot)
    }

    mutating func reviveOffers(framework id: Name, roles names: [Name]) throws(Refusal) {
        let slot = try knownFramework(id)
        let roles = try subscribedRoles(of: slot, among: names)
        offerBook.removeInverseOfferFilters(of: slot)
        for role in roles { removeOfferFilters(of: slot, in: role) }
        frameworks.revive(roles, of: slot)
        refreshActivity(of: slot)
        schedule.wantRunOverAllAgents()
    }

    /// Returns the named roles, or all subscribed roles if none is named.
    private func subscribedRoles(of framework: FrameworkSlot, among names: [Name]) throws(Refusal) -> [RoleSlot] {
        let subscribed = frameworks[framework].roles
        if names.isEmpty { return subscribed }
        var roles: [RoleSlot] = []
        for name in names {
            guard let role = tree.slot(of: name), subscribed.contains(role) else {
                throw .invalidArgument(
                    "framework '\(frameworks[framework].id)' is not subscribed to role '\(name)'")
            }
            roles.append(role)
        }
        return roles
    }

    // MARK: Subscriptions

    private mutating func subscription(of description: FrameworkDescription) throws(Refusal) -> Subscription {
        let patterns = try patterns.addition(
            for: description.offerConstraints, options, limits, agents)
        var result = Subscription(
            roles: [], suppressedRoles: [], minimums: [:], constraints: [:], patterns: patterns)
        for name in description.subscribedRoles { result.roles.append(try internRole(name)) }
        for name in description.suppressedRoles { result.suppressedRoles.insert(try internRole(name)) }
        for (name, minimums) in description.minimumAllocatableResources.sorted(by: { $0.key < $1.key }) {
            var quantities: [Quantities] = []
            for minimum in minimums { quantities.append(try internQuantities(minimum)) }
            result.minimums[try internRole(name)] = quantities
        }
        for (name, constraints) in description.offerConstraints.sorted(by: { $0.key < $1.key }) {
            result.constraints[try internRole(name)] = constraints
        }
        return result
    }

    private mutating func adopt(
        _ subscription: Subscription, _ description: FrameworkDescription, in slot: FrameworkSlot
    ) {
        frameworks.setCapabilities(description.capabilities, of: slot)
        frameworks.setRoles(subscription.roles, suppressed: subscription.suppressedRoles, of: slot)
        frameworks.setMinimums(subscription.minimums, of: slot)
        setConstraints(subscription.constraints, subscription.patterns, of: slot)
        for role in subscription.roles { ensureMembership(of: slot, in: role) }
        for membership in frameworks[slot].memberships { recordChange(of: slot, in: membership.role) }
        refreshActivity(of: slot)
    }
}

extension FrameworkDescription {
    /// The subscribed roles, sorted and without duplicates: `roles` with MULTI_ROLE, otherwise `role`, which defaults
    /// to `*`.
    var subscribedRoles: [Name] {
        capabilities.contains(.multiRole) ? Set(roles).sorted() : [role ?? "*"]
    }
}
