import AllocatorCore

/// What frameworks do with what they hold.
extension RandomHistory {
    struct Bundle {
        var framework: Name
        var role: Name
        var agent: Name
        var resources: [Resource]
    }

    /// Something that a known framework holds; nil where none holds anything.
    mutating func bundle(_ cluster: ReferenceCluster) -> Bundle? {
        let bundles = cluster.tracked.keys.sorted().flatMap { framework -> [Bundle] in
            let byRole = cluster.tracked[framework] ?? [:]
            return byRole.keys.sorted().flatMap { role -> [Bundle] in
                let byAgent = byRole[role] ?? [:]
                return byAgent.keys.sorted().map { agent in
                    Bundle(
                        framework: framework, role: role, agent: agent,
                        resources: Self.sorted(byAgent[agent]?.resources ?? []))
                }
            }
        }
        return draw.pickAny(bundles)
    }

    /// In an order that does not depend on how the list came about.
    static func sorted(_ resources: [Resource]) -> [Resource] {
        resources.sorted { Name($0.listing) < Name($1.listing) }
    }

    mutating func recoverResources(_ cluster: ReferenceCluster) -> Call? {
        guard let bundle = bundle(cluster) else { return nil }
        let resources = draw.chance(60) ? bundle.resources : part(of: bundle.resources, percent: 60)
        return .recoverResources(
            framework: bundle.framework, agent: bundle.agent, resources: resources, filters: filters(),
            isAllocated: draw.chance(30))
    }

    mutating func filters() -> RefusalFilters? {
        guard draw.chance(60) else { return nil }
        return RefusalFilters(refuseSeconds: draw.pick([nil, 0, 0.25, 1, 2, 3.5, -1, 1e12]))
    }

    mutating func transition(_ cluster: ReferenceCluster) -> Call? {
        guard let bundle = bundle(cluster) else { return nil }
        // Most masters say whose offer it was; one may name another framework, whose offers it then is taken off.
        let other = draw.pick(known(cluster.frameworks))
        return .transitionOfferedToAllocated(
            agent: bundle.agent, resources: part(of: bundle.resources, percent: 70),
            framework: draw.chance(40) ? nil : draw.chance(90) ? bundle.framework : other)
    }

    mutating func updateAllocation(_ cluster: ReferenceCluster) -> Call? {
        guard let bundle = bundle(cluster) else { return nil }
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

    /// One that a resource can go through; nil where it is none of those.
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
        // What becomes of a shared volume that others hold as well is for the master to keep from happening.
        guard !volume.metadata.isShared, case .scalar(let size) = volume.amount else { return nil }
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
