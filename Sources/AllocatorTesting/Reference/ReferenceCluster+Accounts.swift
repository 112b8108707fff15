package import AllocatorCore

/// The two accounts of the resources that frameworks hold on an agent: offered, the sum of the offers, and allocated,
/// recorded separately. Resources carry their allocation role, so one list covers all roles.
extension ReferenceCluster {
    package enum Account {
        case offered
        case allocated
    }

    package func offered(to framework: Name, agent: Name) -> ReferenceResources {
        offers.filter { $0.framework == framework && $0.agent == agent }
            .reduce(into: ReferenceResources()) { $0 += $1.resources }
    }

    /// The resources that a call may take from an account: everything held if the accounts are merged.
    package func content(of account: Account, _ framework: Name, agent: Name) -> ReferenceResources {
        guard let holder = agents[agent] else { return ReferenceResources() }
        if holder.merged.contains(framework) { return holder.held[framework] ?? ReferenceResources() }
        switch account {
        case .offered: return offered(to: framework, agent: agent)
        case .allocated: return holder.allocated[framework] ?? ReferenceResources()
        }
    }

    package func check(
        _ resources: ReferenceResources, in account: Account, of framework: Name, agent: Name
    ) throws(Refusal) {
        guard content(of: account, framework, agent: agent).canSubtract(resources) else {
            throw .failedPrecondition("the account does not contain that")
        }
    }

    // MARK: Taking and moving

    /// Takes resources from an account. If the accounts are merged, takes the rest from the other one.
    package mutating func take(
        _ resources: ReferenceResources, from account: Account, of framework: Name, agent: Name
    ) {
        switch account {
        case .offered:
            let rest = resources - takeOff(resources, framework: framework, agent: agent)
            setAllocated(allocated(to: framework, agent: agent) - rest, framework, agent: agent)
        case .allocated:
            let before = allocated(to: framework, agent: agent)
            let after = before - resources
            setAllocated(after, framework, agent: agent)
            _ = takeOff(resources - (before - after), framework: framework, agent: agent)
        }
    }

    package mutating func transition(agent id: Name, resources: [Resource], framework: Name?) throws(Refusal) {
        _ = try agent(id)
        if let framework { _ = try self.framework(framework) }
        let used = ReferenceResources(resources)
        if used.isEmpty { return }
        if let framework {
            try check(used, in: .offered, of: framework, agent: id)
            moveToAllocated(used, of: framework, agent: id)
            return
        }
        let owners = try owners(of: used, agent: id)
        for owner in owners { moveToAllocated(used, of: owner, agent: id) }
        if owners.count > 1 { agents[id]?.merged.formUnion(owners) }
    }

    private mutating func moveToAllocated(_ resources: ReferenceResources, of framework: Name, agent: Name) {
        let taken = takeOff(resources, framework: framework, agent: agent)
        setAllocated(allocated(to: framework, agent: agent) + taken, framework, agent: agent)
    }

    /// The candidate frameworks of a transition that names none.
    private func owners(of used: ReferenceResources, agent: Name) throws(Refusal) -> [Name] {
        let all = frameworks.keys.sorted()
        let containing = all.filter { content(of: .offered, $0, agent: agent).canSubtract(used) }
        if !containing.isEmpty { return containing }
        let sum = all.reduce(into: ReferenceResources()) { $0 += content(of: .offered, $1, agent: agent) }
        guard sum.canSubtract(used) else { throw .failedPrecondition("that is not offered") }
        return all.filter { owner in
            let rest = used - content(of: .offered, owner, agent: agent)
            return !(rest.canSubtract(used) && used.canSubtract(rest))
        }
    }

    /// Converts offered resources. They stay offered and expire with the newest offer.
    package mutating func convert(
        _ before: ReferenceResources, to after: ReferenceResources, of framework: Name, role: Name, agent: Name
    ) {
        if agents[agent]?.merged.contains(framework) == true {
            take(before, from: .offered, of: framework, agent: agent)
            setAllocated(allocated(to: framework, agent: agent) + after, framework, agent: agent)
            return
        }
        let newest = offers.last { $0.framework == framework && $0.role == role && $0.agent == agent }
        _ = takeOff(before, framework: framework, agent: agent)
        let items = allocated(to: framework, agent: agent).filter { $0.metadata.type != .scalar }
        guard var offer = newest, !(after - items).isEmpty else { return }
        offer.resources = after - items
        offers.append(offer)
    }

    /// Records resources that an agent or resource provider reports as used. Removes items of ranges and sets from
    /// offers.
    package mutating func noteUsed(_ used: ReferenceResources, by framework: Name, agent: Name) {
        _ = takeOff(used.filter { $0.metadata.type != .scalar }, framework: framework, agent: agent)
        setAllocated(allocated(to: framework, agent: agent) + used, framework, agent: agent)
    }

    // MARK: The allocated account

    package func allocated(to framework: Name, agent: Name) -> ReferenceResources {
        agents[agent]?.allocated[framework] ?? ReferenceResources()
    }

    private mutating func setAllocated(_ resources: ReferenceResources, _ framework: Name, agent: Name) {
        agents[agent]?.allocated[framework] = resources.isEmpty ? nil : resources
    }

    /// Ends the merging of a framework's accounts on an agent once it holds nothing there.
    package mutating func settleAccounts() {
        for (id, agent) in agents {
            agents[id]?.merged = agent.merged.filter { agent.held[$0] != nil }
        }
    }

    package var accounts: [HeldAccounts] {
        agents.flatMap { id, agent in
            agent.held.flatMap { framework, held -> [HeldAccounts] in
                let (offered, allocated) = (offered(to: framework, agent: id), allocated(to: framework, agent: id))
                return Set(held.resources.compactMap(\.allocationRole)).map { role in
                    HeldAccounts(
                        agent: id, framework: framework, role: role,
                        offered: offered.filter { $0.allocationRole == role }.everyCopy,
                        allocated: allocated.filter { $0.allocationRole == role }.everyCopy,
                        isMerged: agent.merged.contains(framework))
                }
            }
        }
    }

    /// The inconsistent accounts: together, both must equal the held resources.
    package var brokenAccounts: [String] {
        agents.keys.sorted().flatMap { id -> [String] in
            guard let agent = agents[id] else { return [] }
            let offering = offers.filter { $0.agent == id }.map(\.framework)
            let holders = Set(agent.held.keys).union(agent.allocated.keys).union(offering)
            return holders.sorted().compactMap { framework in
                let sum = offered(to: framework, agent: id) + allocated(to: framework, agent: id)
                let held = agent.held[framework] ?? ReferenceResources()
                if sum.canSubtract(held), held.canSubtract(sum) { return nil }
                return "what \(framework) is offered and uses of \(id) is what it holds"
            }
        }
    }
}
