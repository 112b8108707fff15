import AllocatorCore

/// The frameworks, agents and resources of Mesos's benchmarks.
enum Shape {
    static let agentCapabilities: AgentCapabilities = [.multiRole, .hierarchicalRole, .reservationRefinement]

    static func agentID(_ number: Int) -> Name { Name("agent-\(number)") }

    static func frameworkID(_ number: Int) -> Name { Name("framework-\(number)") }

    /// A scalar in whole units.
    static func scalar(
        _ name: Name, _ units: Int64, reservations: [Reservation] = [], isRevocable: Bool = false
    ) -> Resource {
        Resource(
            metadata: ResourceMetadata(
                name: name, type: .scalar, reservations: reservations, isRevocable: isRevocable),
            amount: .scalar(Quantity(thousandths: units * 1000)))
    }

    static func ports(_ ranges: [ClosedRange<UInt64>], reservations: [Reservation] = []) -> Resource {
        Resource(
            metadata: ResourceMetadata(name: "ports", type: .ranges, reservations: reservations),
            amount: .ranges(ranges))
    }

    /// Every second of 32 equal parts of an agent's ports: half of them, in 16 ranges.
    static let halfOfThePorts: [ClosedRange<UInt64>] = (0..<16).map { part in
        let first = 31_000 + UInt64(part) * 62
        return first...(first + 30)
    }

    static let allPorts: [ClosedRange<UInt64>] = [31_000...32_000]

    static func scalars(
        cpus: Int64, mem: Int64, disk: Int64, reservations: [Reservation] = []
    ) -> [Resource] {
        [
            scalar("cpus", cpus, reservations: reservations), scalar("mem", mem, reservations: reservations),
            scalar("disk", disk, reservations: reservations),
        ]
    }

    static func allocated(_ resources: [Resource], to role: Name) -> [Resource] {
        resources.map { resource in
            var allocated = resource
            allocated.allocationRole = role
            return allocated
        }
    }

    static func agent(
        _ number: Int, total: [Resource], used: [Resource] = [], by framework: Name = "", in role: Name = "*"
    ) -> Call {
        .addAgent(
            description(ofAgent: number), unavailability: nil, total: total,
            used: used.isEmpty ? [:] : [framework: allocated(used, to: role)])
    }

    static func description(ofAgent number: Int) -> AgentDescription {
        AgentDescription(
            id: agentID(number), hostname: Name("host-\(number).example.org"), capabilities: agentCapabilities)
    }

    static func framework(
        _ number: Int, role: Name = "*", capabilities: FrameworkCapabilities = .multiRole
    ) -> Call {
        .addFramework(
            FrameworkDescription(id: frameworkID(number), roles: [role], capabilities: capabilities), used: [:],
            isActive: true)
    }
}
