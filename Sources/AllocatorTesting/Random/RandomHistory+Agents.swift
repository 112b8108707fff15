import AllocatorCore

extension RandomHistory {
    mutating func agentCall(_ cluster: ReferenceCluster) -> Call? {
        let unknown = Self.agentIDs.filter { cluster.agents[$0] == nil }
        if !unknown.isEmpty, cluster.agents.isEmpty || draw.chance(50) {
            return addAgent(draw.pick(unknown), cluster)
        }
        let id = draw.pick(known(cluster.agents))
        guard let agent = cluster.agents[id] else { return nil }
        switch draw.below(6) {
        case 0: return .deactivateAgent(id)
        case 1, 2: return .activateAgent(id)
        case 3: return has(.providers) ? addProvider(to: id, cluster) : nil
        default:
            var description = agent.description
            if draw.chance(30) { description.attributes = attributes() }
            if draw.chance(20) { description.capabilities = capabilities() }
            if draw.chance(10) { description.port = Int32(5051 + draw.below(2)) }
            let replacesInfo = !draw.chance(15)
            if !replacesInfo { description = AgentDescription(id: id, capabilities: description.capabilities) }
            return .updateAgent(
                description, total: draw.chance(30) ? total() : nil, replacesCapabilities: draw.chance(50),
                replacesInfo: replacesInfo)
        }
    }

    private mutating func addAgent(_ id: Name, _ cluster: ReferenceCluster) -> Call {
        let total = total()
        let unavailability = has(.maintenance) && draw.chance(40) ? unavailability() : nil
        return .addAgent(
            description(of: id), unavailability: unavailability, total: total, used: used(of: total, cluster))
    }

    /// Draws the used resources of a new agent, by frameworks that may be unknown.
    private mutating func used(of total: [Resource], _ cluster: ReferenceCluster) -> [Name: [Resource]] {
        guard draw.chance(25) else { return [:] }
        let framework = draw.pick(Self.frameworkIDs)
        let role = cluster.frameworks[framework].flatMap { draw.pickAny($0.roles.sorted()) } ?? draw.pick(roles)
        let usable = total.filter { $0.metadata.reservationRole.map { ReferenceRole.isWithin(role, $0) } ?? true }
        let used = part(of: usable, percent: 50)
        return used.isEmpty ? [:] : [framework: ReferenceResources(used).allocated(to: role).resources]
    }

    private mutating func addProvider(to agent: Name, _ cluster: ReferenceCluster) -> Call {
        let provider = Name("provider-\(draw.below(2))")
        let disk = Disk(source: DiskSource(kind: draw.pick([.raw, .path, .mount]), profile: "fast"))
        let total = [scalar("disk", Int64(1 + draw.below(4)) * 2500, disk: disk, providerID: provider)]
        // The reported items may be on offer at the same time.
        let items = (cluster.agents[agent]?.total.resources ?? []).filter { $0.metadata.type != .scalar }
        return .addResourceProvider(
            agent: agent, total: total, used: draw.chance(50) ? used(of: total + Self.sorted(items), cluster) : [:])
    }

    private mutating func description(of id: Name) -> AgentDescription {
        let region = Name("r\(draw.below(2))")
        return AgentDescription(
            id: id, hostname: Self.hostname(of: id), attributes: attributes(),
            domain: has(.regions) && draw.chance(70) ? FaultDomain(region: region, zone: "z1") : nil,
            capabilities: capabilities())
    }

    private mutating func attributes() -> [Attribute] {
        var attributes: [Attribute] = []
        if draw.chance(60) { attributes.append(Attribute(name: "rack", value: .text(Name("r\(1 + draw.below(3))")))) }
        if draw.chance(30) { attributes.append(Attribute(name: "ssd", value: .scalar(Quantity(thousandths: 1000)))) }
        if draw.chance(15) { attributes.append(Attribute(name: "slots", value: .ranges([1...3, 4...9]))) }
        return attributes
    }

    private mutating func capabilities() -> AgentCapabilities {
        let all: AgentCapabilities = [.multiRole, .hierarchicalRole, .reservationRefinement]
        guard has(.capabilities), draw.chance(40) else { return all }
        return draw.pick([[.multiRole], [.hierarchicalRole], [], all])
    }
}
