/// A kind of resource: one metadata, interned, with what follows from it looked up rather than worked out again.
///
/// Unlike the metadata on the wire a kind has no allocation role: within, what is offered or allocated is kept by role.
package struct ResourceKind: Sendable {
    package let metadata: ResourceMetadata
    package let facts: Facts

    /// What the arithmetic and the allocation ask of a kind.
    package struct Facts: Sendable {
        /// The kind that stands for all that add up, subtract and compare with this one: the reference ignores how a
        /// volume is mounted, who made it and the order of labels.
        package var identity: Slot<ResourceKind>
        /// The number of the name.
        package var name: Int32
        /// The role that it is reserved to; nil where it is unreserved.
        package var reservationRole: Slot<Role>?
        package var traits: Traits
    }

    package struct Traits: OptionSet, Hashable, Sendable {
        package let rawValue: UInt16

        package init(rawValue: UInt16) { self.rawValue = rawValue }

        package static let scalar = Traits(rawValue: 1 << 0)
        package static let reserved = Traits(rawValue: 1 << 1)
        /// The stack of reservations is deeper than one.
        package static let refined = Traits(rawValue: 1 << 2)
        package static let revocable = Traits(rawValue: 1 << 3)
        package static let shared = Traits(rawValue: 1 << 4)
        /// It never adds up with another one and cannot be cut: MOUNT, BLOCK, RAW with an id, a persistent volume.
        package static let exclusive = Traits(rawValue: 1 << 5)
        package static let persistent = Traits(rawValue: 1 << 6)
        package static let disk = Traits(rawValue: 1 << 7)
        /// A scalar `gpus`, which not every framework is offered.
        package static let gpu = Traits(rawValue: 1 << 8)
    }
}

extension ResourceKind.Traits {
    private static let gpus: Name = "gpus"

    package init(_ metadata: ResourceMetadata) {
        var traits: ResourceKind.Traits = []
        if metadata.type == .scalar {
            traits.insert(.scalar)
            if metadata.name == Self.gpus { traits.insert(.gpu) }
        }
        if !metadata.reservations.isEmpty { traits.insert(.reserved) }
        if metadata.reservations.count > 1 { traits.insert(.refined) }
        if metadata.isRevocable { traits.insert(.revocable) }
        if metadata.isShared { traits.insert(.shared) }
        if metadata.isPersistentVolume { traits.formUnion([.persistent, .exclusive]) }
        if let disk = metadata.disk {
            traits.insert(.disk)
            if disk.source?.isExclusive == true { traits.insert(.exclusive) }
        }
        self = traits
    }

    /// Whether it is what guarantees, limits and headroom are about: unreserved, not revocable, a scalar.
    package var isQuotaResource: Bool { contains(.scalar) && isDisjoint(with: [.reserved, .revocable]) }
}

extension DiskSource {
    /// Whether a disk from it is given as a whole or not at all.
    package var isExclusive: Bool {
        switch kind {
        case .path: false
        case .mount, .block: true
        case .raw: id != nil
        }
    }
}

extension ResourceMetadata {
    /// The metadata less what does not tell two resources apart (`allocation.md` §1: "the volume is ignored").
    package var identity: ResourceMetadata {
        let needsChange =
            disk?.volume != nil || disk?.persistence?.principal != nil
            || reservations.contains { ($0.labels?.count ?? 0) > 1 }
            || (disk?.source?.metadata?.count ?? 0) > 1
        guard needsChange else { return self }
        var disk = disk
        disk?.volume = nil
        disk?.persistence?.principal = nil
        disk?.source?.metadata?.sort()
        let reservations = reservations.map { reservation in
            var sorted = reservation
            sorted.labels?.sort()
            return sorted
        }
        return ResourceMetadata(
            name: name, type: type, reservations: reservations, disk: disk, isRevocable: isRevocable,
            isShared: isShared, providerID: providerID)
    }
}
