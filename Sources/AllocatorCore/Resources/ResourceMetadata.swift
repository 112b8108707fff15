/// The description of a resource without its amount and allocation role (<doc:Allocation#1-Resources>).
///
/// An immutable class, since every resource of every offer refers to one.
package final class ResourceMetadata: Sendable {
    package let name: Name
    package let type: ResourceType
    /// The stack of reservations, outermost ancestor first. The last one is in effect.
    package let reservations: [Reservation]
    package let disk: Disk?
    package let isRevocable: Bool
    package let isShared: Bool
    package let providerID: Name?
    /// Whether only the name, the type and `isRevocable` are set, as for most resources.
    let isPlain: Bool
    /// The total length of all texts in bytes.
    var textBytes: Int { isPlain ? name.count : texts.reduce(0) { $0 + $1.count } }

    package init(
        name: Name, type: ResourceType, reservations: [Reservation] = [], disk: Disk? = nil, isRevocable: Bool = false,
        isShared: Bool = false, providerID: Name? = nil
    ) {
        self.name = name
        self.type = type
        self.reservations = reservations
        self.disk = disk
        self.isRevocable = isRevocable
        self.isShared = isShared
        self.providerID = providerID
        isPlain = reservations.isEmpty && disk == nil && !isShared && providerID == nil
    }

    /// The role that the resource is reserved to, or `nil` if it is unreserved.
    package var reservationRole: Name? { reservations.last?.role }

    package var isPersistentVolume: Bool { disk?.persistence != nil }

    /// Returns this metadata with other reservations.
    package func withReservations(_ reservations: [Reservation]) -> ResourceMetadata {
        ResourceMetadata(
            name: name, type: type, reservations: reservations, disk: disk, isRevocable: isRevocable,
            isShared: isShared, providerID: providerID)
    }

    /// Returns the metadata of the disk that a volume was created from, neither persistent nor shared.
    package func withoutVolume() -> ResourceMetadata {
        let plain = disk.flatMap { disk in disk.source.map { Disk(source: $0) } }
        return ResourceMetadata(
            name: name, type: type, reservations: reservations, disk: plain, isRevocable: isRevocable,
            providerID: providerID)
    }
}

extension ResourceMetadata: Hashable {
    package static func == (left: ResourceMetadata, right: ResourceMetadata) -> Bool {
        left === right
            || (left.name == right.name && left.type == right.type && left.isRevocable == right.isRevocable
                && left.isShared == right.isShared && left.providerID == right.providerID
                && left.reservations == right.reservations && left.disk == right.disk)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(type)
        hasher.combine(reservations)
        hasher.combine(disk)
        hasher.combine(isRevocable)
        hasher.combine(isShared)
        hasher.combine(providerID)
    }
}

/// One reservation of a stack.
package struct Reservation: Hashable, Sendable {
    package enum Kind: UInt8, Hashable, Sendable {
        case `static`
        case dynamic
    }

    package var kind: Kind
    package var role: Name
    package var principal: Name?
    /// The labels in the order given. Comparisons ignore the order, but distinguish absent from empty labels.
    package var labels: [Label]?

    package init(kind: Kind, role: Name, principal: Name? = nil, labels: [Label]? = nil) {
        self.kind = kind
        self.role = role
        self.principal = principal
        self.labels = labels
    }
}

package struct Label: Hashable, Comparable, Sendable {
    package var key: Name
    package var value: Name?

    package init(key: Name, value: Name?) {
        self.key = key
        self.value = value
    }

    package static func < (left: Label, right: Label) -> Bool {
        if left.key != right.key { return left.key < right.key }
        guard let rightValue = right.value else { return false }
        guard let leftValue = left.value else { return true }
        return leftValue < rightValue
    }
}

/// The description of a disk resource.
package struct Disk: Hashable, Sendable {
    package var persistence: Persistence?
    /// The mount of a volume. It is carried along with the resource, but comparisons ignore it.
    package var volume: Volume?
    package var source: DiskSource?

    package init(persistence: Persistence? = nil, volume: Volume? = nil, source: DiskSource? = nil) {
        self.persistence = persistence
        self.volume = volume
        self.source = source
    }
}

package struct Persistence: Hashable, Sendable {
    package var id: Name
    /// The principal that created the volume. Comparisons ignore it.
    package var principal: Name?

    package init(id: Name, principal: Name? = nil) {
        self.id = id
        self.principal = principal
    }
}

package struct Volume: Hashable, Sendable {
    package enum Mode: UInt8, Hashable, Sendable {
        case readWrite = 1
        case readOnly = 2
    }

    package var mode: Mode
    package var containerPath: Name
    package var hostPath: Name?

    package init(mode: Mode, containerPath: Name, hostPath: Name? = nil) {
        self.mode = mode
        self.containerPath = containerPath
        self.hostPath = hostPath
    }
}

package struct DiskSource: Hashable, Sendable {
    package enum Kind: UInt8, Hashable, Sendable {
        case path = 1
        case mount = 2
        case block = 3
        case raw = 4
    }

    package var kind: Kind
    package var path: Root?
    package var mount: Root?
    package var vendor: Name?
    package var id: Name?
    package var metadata: [Label]?
    package var profile: Name?

    /// The root of a PATH or MOUNT source, which may be absent from the message.
    package struct Root: Hashable, Sendable {
        package var root: Name?

        package init(root: Name?) { self.root = root }
    }

    package init(
        kind: Kind, path: Root? = nil, mount: Root? = nil, vendor: Name? = nil, id: Name? = nil,
        metadata: [Label]? = nil, profile: Name? = nil
    ) {
        self.kind = kind
        self.path = path
        self.mount = mount
        self.vendor = vendor
        self.id = id
        self.metadata = metadata
        self.profile = profile
    }
}
