import AllocatorCore

/// Random resources of agents.
extension RandomHistory {
    mutating func total() -> [Resource] {
        var total = [
            scalar("cpus", Int64(1 + draw.below(16)) * 500), scalar("mem", Int64(1 + draw.below(16)) * 1024),
            scalar("disk", Int64(1 + draw.below(8)) * 4100),
        ]
        if draw.chance(60) {
            let last = UInt64(31_000 + draw.below(40))
            total.append(Resource(.ports, .ranges([31_000...last])))
        }
        if draw.chance(20) { total.append(Resource(.zones, .set(["x", "y", "z"]))) }
        if has(.gpus), draw.chance(50) { total.append(scalar("gpus", Int64(draw.below(3)) * 1000)) }
        if has(.revocable), draw.chance(60) { total.append(scalar("cpus", 1500, isRevocable: true)) }
        if has(.reservations) { total += reserved() }
        if has(.volumes) { total += volumes() }
        if has(.sources) { total += sources() }
        return total
    }

    func scalar(
        _ name: Name, _ thousandths: Int64, reservations: [Reservation] = [], disk: Disk? = nil,
        isRevocable: Bool = false, isShared: Bool = false, providerID: Name? = nil
    ) -> Resource {
        Resource(
            metadata: ResourceMetadata(
                name: name, type: .scalar, reservations: reservations, disk: disk, isRevocable: isRevocable,
                isShared: isShared, providerID: providerID),
            amount: .scalar(Quantity(thousandths: thousandths)))
    }

    private mutating func reserved() -> [Resource] {
        var resources: [Resource] = []
        for role in draw.some(of: reservableRoles, percent: 35) {
            let stack = stack(to: role)
            resources.append(scalar("cpus", Int64(1 + draw.below(6)) * 500, reservations: stack))
            resources.append(scalar("disk", 2048, reservations: stack))
        }
        return resources
    }

    /// Draws a reservation stack for a role, sometimes a refinement of its parent's reservation.
    mutating func stack(to role: Name) -> [Reservation] {
        let path = ReferenceRole.path(to: role)
        guard path.count > 1, draw.chance(50) else { return [Reservation(kind: .static, role: role)] }
        return [
            Reservation(kind: .static, role: path[path.count - 2]),
            Reservation(kind: .dynamic, role: role, principal: "p", labels: draw.chance(30) ? [] : nil),
        ]
    }

    private mutating func volumes() -> [Resource] {
        var resources: [Resource] = []
        for role in draw.some(of: reservableRoles, percent: 30) {
            let disk = Disk(
                persistence: Persistence(id: Name("v-\(role)")),
                volume: Volume(mode: .readWrite, containerPath: "p"))
            resources.append(
                scalar(
                    "disk", Int64(1 + draw.below(4)) * 64_000,
                    reservations: [Reservation(kind: .static, role: role)], disk: disk,
                    isShared: has(.shared) && draw.chance(60)))
        }
        return resources
    }

    private mutating func sources() -> [Resource] {
        var resources: [Resource] = []
        let kinds: [DiskSource.Kind] = [.path, .mount, .block, .raw, .raw]
        for (index, kind) in draw.some(of: kinds, percent: 40).enumerated() {
            let isIdentified = kind != .path && draw.chance(70)
            var source = DiskSource(kind: kind, id: isIdentified ? Name("disk-\(index)") : nil)
            if kind == .path { source.path = DiskSource.Root(root: "/mnt") }
            if kind == .mount { source.mount = DiskSource.Root(root: Name("/mnt/\(index)")) }
            let isReserved = draw.chance(30)
            let reservations = isReserved ? [Reservation(kind: .static, role: draw.pick(reservableRoles))] : []
            resources.append(
                scalar(
                    "disk", Int64(1 + draw.below(5)) * 1500, reservations: reservations, disk: Disk(source: source)))
        }
        return resources
    }

    /// Draws a part of resources: some of them, and sometimes only a fraction of a scalar.
    mutating func part(of resources: [Resource], percent: Int) -> [Resource] {
        var chosen: [Resource] = []
        for resource in resources where draw.chance(percent) {
            var piece = resource
            if case .scalar(let quantity) = resource.amount, !resource.metadata.isIndivisible, draw.chance(35) {
                piece.amount = .scalar(Quantity(thousandths: max(1, quantity.thousandths / 3)))
            }
            chosen.append(piece)
        }
        return chosen
    }
}

extension Resource {
    fileprivate init(_ metadata: ResourceMetadata, _ amount: ResourceAmount) {
        self.init(metadata: metadata, amount: amount)
    }
}

extension ResourceMetadata {
    fileprivate static let ports = ResourceMetadata(name: "ports", type: .ranges)
    fileprivate static let zones = ResourceMetadata(name: "zones", type: .set)
}
