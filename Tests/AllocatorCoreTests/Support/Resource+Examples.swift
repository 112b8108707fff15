import AllocatorCore

/// Resources in few words: `.cpus(2)`, `.disk(10).reserved("a").volume("v").shared()`.
extension Resource {
    static func scalar(_ name: Name, thousandths: Int64) -> Resource {
        Resource(
            metadata: ResourceMetadata(name: name, type: .scalar),
            amount: .scalar(Quantity(thousandths: thousandths)))
    }

    static func cpus(_ units: Int64) -> Resource { .scalar("cpus", thousandths: units * 1000) }
    static func mem(_ units: Int64) -> Resource { .scalar("mem", thousandths: units * 1000) }
    static func disk(_ units: Int64) -> Resource { .scalar("disk", thousandths: units * 1000) }
    static func gpus(_ units: Int64) -> Resource { .scalar("gpus", thousandths: units * 1000) }

    static func ports(_ ranges: ClosedRange<UInt64>...) -> Resource {
        Resource(metadata: ResourceMetadata(name: "ports", type: .ranges), amount: .ranges(ranges))
    }

    static func zones(_ items: Name...) -> Resource {
        Resource(metadata: ResourceMetadata(name: "zones", type: .set), amount: .set(items))
    }

    // MARK: The same resource with something more

    /// Reserved to `roles`, outermost first: one STATIC, what refines it DYNAMIC.
    func reserved(_ roles: Name...) -> Resource {
        reserved(
            stack: roles.enumerated().map { Reservation(kind: $0 == 0 ? .static : .dynamic, role: $1) })
    }

    func reserved(stack: [Reservation]) -> Resource {
        replacing(reservations: stack, disk: metadata.disk)
    }

    func volume(_ id: Name, principal: Name? = nil, path: Name? = nil) -> Resource {
        var disk = metadata.disk ?? Disk()
        disk.persistence = Persistence(id: id, principal: principal)
        disk.volume = path.map { Volume(mode: .readWrite, containerPath: $0) }
        return replacing(reservations: metadata.reservations, disk: disk)
    }

    func source(
        _ kind: DiskSource.Kind, id: Name? = nil, root: Name? = nil, labels: [Label]? = nil
    ) -> Resource {
        var disk = metadata.disk ?? Disk()
        let root = root.map { DiskSource.Root(root: $0) }
        disk.source = DiskSource(
            kind: kind, path: kind == .path ? root : nil, mount: kind == .mount ? root : nil, id: id, metadata: labels)
        return replacing(reservations: metadata.reservations, disk: disk)
    }

    func shared() -> Resource {
        replacing(reservations: metadata.reservations, disk: metadata.disk, isShared: true)
    }

    func revocable() -> Resource {
        replacing(reservations: metadata.reservations, disk: metadata.disk, isRevocable: true)
    }

    func provided(by provider: Name) -> Resource {
        replacing(reservations: metadata.reservations, disk: metadata.disk, providerID: provider)
    }

    func allocated(_ role: Name) -> Resource {
        var resource = self
        resource.allocationRole = role
        return resource
    }

    private func replacing(
        reservations: [Reservation], disk: Disk?, isShared: Bool = false, isRevocable: Bool = false,
        providerID: Name? = nil
    ) -> Resource {
        let metadata = ResourceMetadata(
            name: metadata.name, type: metadata.type, reservations: reservations, disk: disk,
            isRevocable: metadata.isRevocable || isRevocable, isShared: metadata.isShared || isShared,
            providerID: providerID ?? metadata.providerID)
        return Resource(metadata: metadata, amount: amount, allocationRole: allocationRole)
    }
}

extension [Resource] {
    func allocated(_ role: Name) -> [Resource] { map { $0.allocated(role) } }

    /// Sorted and in few words, for expectations: `cpus 2, disk 5 {a/b volume v shared}`.
    var summary: String { map(\.summary).sorted().joined(separator: ", ") }
}

extension Resource {
    /// The resource without the role that it is allocated to.
    var summary: String {
        var traits: [String] = []
        if let role = metadata.reservationRole { traits.append(role.string) }
        if let persistence = metadata.disk?.persistence { traits.append("volume \(persistence.id)") }
        if let source = metadata.disk?.source {
            traits.append("\(source.kind) \(source.id ?? source.mount?.root ?? source.path?.root ?? "")")
        }
        if metadata.isRevocable { traits.append("revocable") }
        if metadata.isShared { traits.append("shared") }
        return "\(metadata.name) \(amount.summary)" + (traits.isEmpty ? "" : " {\(traits.joined(separator: " "))}")
    }
}

extension ResourceAmount {
    fileprivate var summary: String {
        switch self {
        case .scalar(let quantity):
            quantity.thousandths % 1000 == 0
                ? "\(quantity.thousandths / 1000)" : "\(quantity.thousandths)/1000"
        case .ranges(let ranges): ranges.map { "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: "+")
        case .set(let items): items.map(\.string).joined(separator: "+")
        }
    }
}
