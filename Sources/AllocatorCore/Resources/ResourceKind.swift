/// An interned kind of resource: the number of its metadata, with the properties that arithmetic and allocation need.
///
/// The properties travel with the kind, so sums and comparisons of resources need no table lookup. Unlike the metadata
/// on the wire, a kind has no allocation role, because offers and holdings are kept by role.
package struct ResourceKind: Sendable {
    /// The slot in the table that interned the kind.
    private let slot: Int32
    /// The slot of the representative of all kinds that add up, subtract and compare with this one.
    private let identitySlot: Int32
    /// The number of the name in the upper 22 bits and the traits in the lower 10, so that a scalar entry takes 24
    /// bytes.
    private let nameAndTraits: UInt32

    /// - Parameter identity: The slot of the kind's identity, which may be its own slot.
    init(slot: Int, identity: Int, name: Int, traits: Traits) {
        precondition(name < AllocatorLimits.maximumResourceNames, "the number of a resource's name has 22 bits")
        self.slot = Int32(slot)
        identitySlot = Int32(identity)
        nameAndTraits = UInt32(name) << 10 | UInt32(traits.rawValue)
    }

    package var index: Int { Int(slot) }

    var identityIndex: Int { Int(identitySlot) }

    /// The number of the resource's name.
    package var name: Int { Int(nameAndTraits >> 10) }

    package var traits: Traits { Traits(rawValue: UInt16(truncatingIfNeeded: nameAndTraits & 0x3ff)) }

    /// Whether entries of the two kinds add up, subtract and compare.
    ///
    /// Mesos ignores the mount of a volume, the principal that created it, and the order of labels.
    package func isEquivalent(to other: ResourceKind) -> Bool { identitySlot == other.identitySlot }

    package struct Traits: OptionSet, Hashable, Sendable {
        /// At most ten bits (`ResourceKind.nameAndTraits`).
        package let rawValue: UInt16

        package init(rawValue: UInt16) { self.rawValue = rawValue }

        package static let scalar = Traits(rawValue: 1 << 0)
        package static let reserved = Traits(rawValue: 1 << 1)
        /// The stack of reservations has more than one entry.
        package static let refined = Traits(rawValue: 1 << 2)
        package static let revocable = Traits(rawValue: 1 << 3)
        package static let shared = Traits(rawValue: 1 << 4)
        /// The resource never adds up and cannot be divided, such as a persistent volume or a MOUNT, BLOCK or
        /// identified RAW disk.
        package static let exclusive = Traits(rawValue: 1 << 5)
        package static let persistent = Traits(rawValue: 1 << 6)
        package static let disk = Traits(rawValue: 1 << 7)
        /// The scalar `gpus`, offered to frameworks with the capability GPU_RESOURCES.
        package static let gpu = Traits(rawValue: 1 << 8)
    }
}

extension ResourceKind: Hashable {
    package static func == (left: ResourceKind, right: ResourceKind) -> Bool { left.slot == right.slot }

    package func hash(into hasher: inout Hasher) { hasher.combine(slot) }
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

    /// Whether guarantees, limits and headroom count the resource: an unreserved scalar that is not revocable.
    package var isQuotaResource: Bool { contains(.scalar) && isDisjoint(with: [.reserved, .revocable]) }
}

extension DiskSource {
    /// Whether a disk from this source can only be offered as a whole.
    package var isExclusive: Bool {
        switch kind {
        case .path: false
        case .mount, .block: true
        case .raw: id != nil
        }
    }
}

extension ResourceMetadata {
    /// The metadata without the parts that comparisons ignore, such as a volume's mount (<doc:Allocation#1-Resources>).
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
