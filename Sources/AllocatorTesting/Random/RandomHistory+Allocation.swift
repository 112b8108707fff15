import AllocatorCore

/// Random calls of frameworks about the resources that they hold.
extension RandomHistory {
    struct Bundle {
        var framework: Name
        var role: Name
        var agent: Name
        var resources: [Resource]
    }

    /// Draws a bundle from an account of a known framework, or returns `nil` if there is none.
    mutating func bundle(in account: ReferenceCluster.Account, _ cluster: ReferenceCluster) -> Bundle? {
        let bundles = cluster.tracked.keys.sorted().flatMap { framework -> [Bundle] in
            let byRole = cluster.tracked[framework] ?? [:]
            return byRole.keys.sorted().flatMap { role -> [Bundle] in
                let byAgent = byRole[role] ?? [:]
                return byAgent.keys.sorted().compactMap { agent in
                    let content = cluster.content(of: account, framework, agent: agent)
                        .filter { $0.allocationRole == role }
                    if content.isEmpty { return nil }
                    return Bundle(
                        framework: framework, role: role, agent: agent, resources: Self.sorted(content.resources))
                }
            }
        }
        return draw.pickAny(bundles)
    }

    /// Sorts resources, so that draws do not depend on the order of the list.
    static func sorted(_ resources: [Resource]) -> [Resource] {
        resources.sorted { Name($0.listing) < Name($1.listing) }
    }

    /// Draws a recovery, usually from the right account: a decline of offered or the end of allocated resources.
    mutating func recoverResources(_ cluster: ReferenceCluster) -> Call? {
        let account: ReferenceCluster.Account = draw.chance(30) ? .allocated : .offered
        guard let bundle = bundle(in: account, cluster) else { return nil }
        let resources = draw.chance(45) ? bundle.resources : part(of: bundle.resources, percent: 60)
        let isRight = draw.chance(96)
        return remembered(
            .recoverResources(
                framework: bundle.framework, agent: bundle.agent, resources: resources, filters: filters(),
                isAllocated: (account == .allocated) == isRight))
    }

    /// Records a call, so that a later draw can repeat it as a late or duplicate call.
    private mutating func remembered(_ call: Call) -> Call {
        recent.append(call)
        if recent.count > Self.recentCalls { recent.removeFirst() }
        return call
    }

    /// Repeats an earlier accept or recovery, whose resources are usually gone.
    mutating func repeatedCall() -> Call? { draw.pickAny(recent) }

    mutating func filters() -> RefusalFilters? {
        guard draw.chance(60) else { return nil }
        return RefusalFilters(refuseSeconds: draw.pick([nil, 0, 0.25, 1, 2, 3.5, -1, 1e12]))
    }

    mutating func transition(_ cluster: ReferenceCluster) -> Call? {
        if draw.chance(60), let call = contestedTransition(cluster) { return remembered(call) }
        guard let bundle = bundle(in: .offered, cluster) else { return nil }
        // Most calls name the framework of the offer. A faulty master may name another one.
        let other = draw.pick(known(cluster.frameworks))
        return remembered(
            .transitionOfferedToAllocated(
                agent: bundle.agent, resources: part(of: bundle.resources, percent: 70),
                framework: draw.chance(35) ? nil : draw.chance(96) ? bundle.framework : other))
    }

    /// Draws a transition without a framework for resources offered to several frameworks: a part that each has, or
    /// more than one has.
    private mutating func contestedTransition(_ cluster: ReferenceCluster) -> Call? {
        var offered: [Name: [Name: ReferenceResources]] = [:]
        for agent in cluster.agents.keys {
            for framework in cluster.frameworks.keys {
                let content = cluster.content(of: .offered, framework, agent: agent)
                if !content.isEmpty { offered[agent, default: [:]][framework] = content }
            }
        }
        let contested = offered.filter { $0.value.count > 1 }.keys.sorted()
        guard let agent = draw.pickAny(contested), let contents = offered[agent] else { return nil }
        let owners = contents.keys.sorted()
        let framework = draw.pick(owners)
        let sum = owners.reduce(into: ReferenceResources()) { $0 += contents[$1] ?? ReferenceResources() }
        let resources = draw.chance(40) ? contents[framework] ?? sum : sum
        return .transitionOfferedToAllocated(
            agent: agent, resources: part(of: Self.sorted(resources.resources), percent: 60))
    }

    mutating func updateAllocation(_ cluster: ReferenceCluster) -> Call? {
        guard let bundle = bundle(in: draw.chance(95) ? .offered : .allocated, cluster) else { return nil }
        let resource = draw.pick(bundle.resources)
        if resource.metadata.isShared, draw.chance(50) {
            let copy = ResourceConversion(consumed: [], converted: [resource])
            return .updateAllocation(
                framework: bundle.framework, agent: bundle.agent, offered: bundle.resources,
                change: .conversions([copy]))
        }
        guard let operation = operation(on: resource, of: bundle.resources, role: bundle.role) else { return nil }
        return .updateAllocation(
            framework: bundle.framework, agent: bundle.agent, offered: bundle.resources,
            change: .operations([operation]))
    }

    mutating func updateAvailable(_ cluster: ReferenceCluster) -> Call? {
        let id = draw.pick(known(cluster.agents))
        guard let agent = cluster.agents[id] else { return nil }
        let resources = Self.sorted((draw.chance(85) ? agent.available : agent.total).resources)
        guard let resource = draw.pickAny(resources),
            let operation = operation(on: resource, of: resources, role: draw.pick(reservableRoles))
        else { return nil }
        return .updateAvailable(agent: id, operations: [operation])
    }

    /// Draws an operation that applies to a resource, or returns `nil` if there is none.
    private mutating func operation(on resource: Resource, of resources: [Resource], role: Name) -> Operation? {
        let metadata = resource.metadata
        guard !metadata.isRevocable else { return nil }
        if metadata.isPersistentVolume { return volumeOperation(on: resource, of: resources) }
        if metadata.reservations.isEmpty {
            guard role != "*" else { return nil }
            var reserved = resource
            reserved.metadata = metadata.withReservations([Reservation(kind: .dynamic, role: role, principal: "p")])
            return .reserve(resources: [reserved], source: draw.chance(20) ? [resource] : [])
        }
        if metadata.name == "disk", has(.volumes), draw.chance(60) {
            return .create(volumes: [volume(of: resource)])
        }
        return metadata.reservations.last?.kind == .dynamic ? .unreserve(resources: [resource]) : nil
    }

    private mutating func volume(of disk: Resource) -> Resource {
        var volume = disk
        let (old, id) = (disk.metadata, Name("v\(draw.below(1000))"))
        volume.metadata = ResourceMetadata(
            name: old.name, type: old.type, reservations: old.reservations,
            disk: Disk(
                persistence: Persistence(id: id), volume: Volume(mode: .readWrite, containerPath: "q"),
                source: old.disk?.source),
            isShared: has(.shared) && draw.chance(40), providerID: old.providerID)
        return volume
    }

    private mutating func volumeOperation(on volume: Resource, of resources: [Resource]) -> Operation? {
        guard case .scalar(let size) = volume.amount else { return nil }
        switch draw.below(3) {
        case 0: return .destroy(volumes: [volume])
        case 1:
            return .shrinkVolume(volume: volume, subtract: Quantity(thousandths: max(1, size.thousandths / 2)))
        default:
            let plain = volume.metadata.withoutVolume()
            let addition = resources.first { $0.metadata == plain && !$0.metadata.isIndivisible }
            return addition.map { .growVolume(volume: volume, addition: $0) }
        }
    }
}
