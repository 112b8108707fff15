package import AllocatorCore

/// The rules for comparing, adding and subtracting two resources. The synthesized `==` of `Resource` also distinguishes
/// cases that Mesos does not: volumes, principals of volumes, the order of labels.
package enum ResourceComparison {
    /// Whether both have the same metadata and allocation role; amounts may differ.
    package static func alike(_ left: Resource, _ right: Resource) -> Bool {
        let (one, other) = (left.metadata, right.metadata)
        return one.name == other.name && one.type == other.type
            && left.allocationRole == right.allocationRole
            && one.isRevocable == other.isRevocable && one.isShared == other.isShared
            && one.providerID == other.providerID
            && one.reservations.count == other.reservations.count
            && zip(one.reservations, other.reservations).allSatisfy(alike)
            && alike(one.disk, other.disk)
    }

    /// Whether both are alike and have the same amount.
    package static func equal(_ left: Resource, _ right: Resource) -> Bool {
        alike(left, right) && left.amount.contains(right.amount) && right.amount.contains(left.amount)
    }

    /// Whether both add up to one entry.
    package static func addable(_ left: Resource, _ right: Resource) -> Bool {
        if left.metadata.isShared || right.metadata.isShared { return equal(left, right) }
        return alike(left, right) && !left.metadata.isIndivisible
    }

    /// Whether `right` can be subtracted from `left`.
    package static func subtractable(_ left: Resource, _ right: Resource) -> Bool {
        if left.metadata.isShared || right.metadata.isShared { return equal(left, right) }
        return left.metadata.isIndivisible ? equal(left, right) : alike(left, right)
    }

    /// Whether `left` holds at least `right`.
    package static func contains(_ left: Resource, _ right: Resource) -> Bool {
        subtractable(left, right) && left.amount.contains(right.amount)
    }

    private static func alike(_ left: Reservation, _ right: Reservation) -> Bool {
        left.kind == right.kind && left.role == right.role && left.principal == right.principal
            && left.labels?.sorted() == right.labels?.sorted()
    }

    private static func alike(_ left: Disk?, _ right: Disk?) -> Bool {
        guard let left, let right else { return left == nil && right == nil }
        return left.persistence?.id == right.persistence?.id && alike(left.source, right.source)
    }

    private static func alike(_ left: DiskSource?, _ right: DiskSource?) -> Bool {
        guard var left, var right else { return left == nil && right == nil }
        left.metadata?.sort()
        right.metadata?.sort()
        return left == right
    }
}

extension ResourceMetadata {
    /// Whether the resource can only be taken whole: a MOUNT or BLOCK disk, a RAW disk with an id, or a persistent
    /// volume.
    package var isIndivisible: Bool {
        if isPersistentVolume { return true }
        guard let source = disk?.source else { return false }
        switch source.kind {
        case .mount, .block: return true
        case .raw: return source.id != nil
        case .path: return false
        }
    }
}
