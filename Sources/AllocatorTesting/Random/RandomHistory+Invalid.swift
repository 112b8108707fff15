import AllocatorCore

/// Random calls that must be refused and change nothing.
extension RandomHistory {
    mutating func invalidCall(_ cluster: ReferenceCluster) -> Call? {
        draw.chance(50) ? invalidWhateverTheState() : invalidInThisState(cluster)
    }

    private mutating func invalidWhateverTheState() -> Call {
        let conflicting = Resource(
            metadata: ResourceMetadata(name: "ports", type: .ranges), amount: .ranges([1...5, 3...9]))
        var suppressing = FrameworkDescription(id: "f0", roles: ["a"], capabilities: [.multiRole])
        suppressing.suppressedRoles = ["b"]
        var unconstrained = FrameworkDescription(id: "f0", roles: ["a"], capabilities: [.multiRole])
        unconstrained.offerConstraints["a"] = RoleConstraints(groups: [])
        var overdue = AllocatorOptions()
        overdue.offerTimeout = draw.pick([.zero, TimeSpan(nanoseconds: -1)])
        let twoRoles = [allocated(to: "a"), allocated(to: "b")]
        return draw.pick([
            .updateQuota(RoleQuota(role: "a/x")), .updateQuota(RoleQuota(role: "a//x")),
            .updateQuota(
                RoleQuota(role: "a", guarantees: ["cpus": Self.one], limits: ["cpus": .zero])),
            .updateWeights([RoleWeight(role: "a", weight: 0)]), .updateWeights([RoleWeight(role: "a", weight: 2e9)]),
            .updateWeights([RoleWeight(role: "a", weight: 1e-12)]),
            .updateWeights([RoleWeight(role: "-a", weight: 1)]), .advance(TimeSpan(nanoseconds: -1)),
            .initialize(overdue, reset: true), .updateFramework(suppressing), .updateFramework(unconstrained),
            .updateFramework(FrameworkDescription(id: "f0", roles: ["a"])),
            .updateFramework(FrameworkDescription(id: "f0", role: "a", roles: ["a"], capabilities: .multiRole)),
            .updateFramework(FrameworkDescription(id: "f0", roles: ["a", "a"], capabilities: .multiRole)),
            .recover(expectedAgentCount: -1, quotas: []),
            .updateAgent(AgentDescription(id: "a0"), total: [conflicting], replacesCapabilities: false),
            .updateAgent(AgentDescription(id: "a0"), total: [allocated(to: "a")], replacesCapabilities: false),
            .addAgent(AgentDescription(id: ""), unavailability: nil, total: [], used: [:]),
            .recoverResources(framework: "f0", agent: "a0", resources: twoRoles, filters: nil, isAllocated: false),
            .transitionOfferedToAllocated(agent: "a0", resources: [scalar("cpus", 1000)]),
            .transitionOfferedToAllocated(agent: "a0", resources: [], framework: ""),
        ])
    }

    private mutating func invalidInThisState(_ cluster: ReferenceCluster) -> Call? {
        let agent = draw.pick(known(cluster.agents))
        let framework = draw.pick(known(cluster.frameworks))
        var other = cluster.options
        other.seed += 1
        let tooMuch = scalar("cpus", 1 << 40)
        let reservation = Reservation(kind: .dynamic, role: "a")
        let calls: [Call] = [
            .removeAgent("unknown"), .deactivateAgent("unknown"), .removeFramework("unknown"),
            .reviveOffers(framework: "unknown", roles: []), .updateUnavailability(agent: "unknown", nil),
            .addAgent(AgentDescription(id: agent), unavailability: nil, total: [], used: [:]),
            .initialize(other, reset: false),
            .updateAvailable(
                agent: agent, operations: [.reserve(resources: [tooMuch.reserved(by: reservation)], source: [])]),
            .updateAvailable(agent: agent, operations: [.unsupported("LAUNCH")]),
            .recoverResources(
                framework: framework, agent: agent, resources: [tooMuch.allocated(to: "a")], filters: nil,
                isAllocated: false),
            .updateAllocation(
                framework: framework, agent: agent, offered: [tooMuch.allocated(to: "a")], change: .operations([])),
            .updateInverseOffer(InverseOfferResponse(agent: agent, framework: "unknown")),
            .transitionOfferedToAllocated(agent: agent, resources: [], framework: "unknown"),
        ]
        return draw.pick(calls)
    }

    private static let one = Quantity(thousandths: 1000)

    private func allocated(to role: Name) -> Resource { scalar("cpus", 1000).allocated(to: role) }
}

extension Resource {
    fileprivate func allocated(to role: Name) -> Resource {
        var result = self
        result.allocationRole = role
        return result
    }

    fileprivate func reserved(by reservation: Reservation) -> Resource {
        var result = self
        result.metadata = metadata.withReservations([reservation])
        return result
    }
}
