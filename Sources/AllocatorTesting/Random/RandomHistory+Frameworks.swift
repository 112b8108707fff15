import AllocatorCore

extension RandomHistory {
    mutating func frameworkCall(_ cluster: ReferenceCluster) -> Call? {
        let unknown = Self.frameworkIDs.filter { cluster.frameworks[$0] == nil }
        if !unknown.isEmpty, cluster.frameworks.isEmpty || draw.chance(40) {
            return addFramework(draw.pick(unknown), cluster)
        }
        let id = draw.pick(known(cluster.frameworks))
        guard let framework = cluster.frameworks[id] else { return nil }
        if !framework.isActive || draw.chance(15) { return .activateFramework(id) }
        return draw.chance(30) ? .deactivateFramework(id) : .updateFramework(description(of: id))
    }

    /// Draws an `add_framework`, which lists all resources that agents hold for the framework.
    private mutating func addFramework(_ id: Name, _ cluster: ReferenceCluster) -> Call {
        let used = cluster.agents.compactMapValues { $0.held[id]?.resources }
        return .addFramework(description(of: id), used: used, isActive: draw.chance(90))
    }

    private mutating func description(of id: Name) -> FrameworkDescription {
        var description = FrameworkDescription(id: id, name: Name("name-\(id)"))
        description.capabilities = capabilities()
        if description.capabilities.contains(.multiRole) {
            description.roles = draw.some(of: roles, percent: 40)
        } else {
            description.role = draw.chance(80) ? draw.pick(roles) : nil
        }
        let subscribed = ReferenceFramework.roles(of: description).sorted()
        description.suppressedRoles = draw.some(of: subscribed, percent: 10)
        for role in subscribed {
            if has(.minimum), draw.chance(25) { description.minimumAllocatableResources[role] = minimum() }
            if has(.constraints), draw.chance(35) { description.offerConstraints[role] = constraints() }
        }
        return description
    }

    private mutating func capabilities() -> FrameworkCapabilities {
        var capabilities: FrameworkCapabilities = []
        let all: [FrameworkCapabilities] = [
            .multiRole, .revocableResources, .gpuResources, .sharedResources, .reservationRefinement, .regionAware,
        ]
        for capability in all where draw.chance(80) { capabilities.insert(capability) }
        return capabilities
    }

    private mutating func constraints() -> RoleConstraints {
        var groups: [[AttributeConstraint]] = []
        for _ in 0...draw.below(2) {
            var group: [AttributeConstraint] = []
            for _ in 0...draw.below(2) {
                group.append(
                    AttributeConstraint(
                        selector: draw.pick([
                            .attribute("rack"), .attribute("ssd"), .attribute("slots"), .hostname, .region, .zone,
                        ]),
                        predicate: draw.pick([
                            .exists, .notExists, .textEquals("r1"), .textNotEquals("r1"), .textMatches("r[12]"),
                            .textNotMatches("host-a[0-3]"), .textMatches(".*"),
                        ])))
            }
            groups.append(group)
        }
        return RoleConstraints(groups: groups)
    }

    mutating func roleCall(_ cluster: ReferenceCluster) -> Call? {
        let id = draw.pick(known(cluster.frameworks))
        guard let framework = cluster.frameworks[id] else { return nil }
        let chosen = draw.some(of: framework.roles.sorted(), percent: 50)
        return draw.chance(45)
            ? .suppressOffers(framework: id, roles: chosen) : .reviveOffers(framework: id, roles: chosen)
    }
}
