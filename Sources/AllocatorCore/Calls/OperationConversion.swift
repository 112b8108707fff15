/// The effect of an operation: the resources that it consumes, and those that replace them
/// (<doc:Allocation#1-Resources>).
struct OperationConversion: Sendable {
    var consumed: [Resource]
    var converted: [Resource]
    var forbidsFurtherCopies = false
}

extension Operation {
    /// The conversions of the operation.
    ///
    /// - Throws: `invalidArgument` for an operation that no resources could satisfy.
    func conversions() throws(Refusal) -> [OperationConversion] {
        switch self {
        case .reserve(let resources, let source):
            if !source.isEmpty { return [OperationConversion(consumed: source, converted: resources)] }
            var consumed: [Resource] = []
            for resource in resources { consumed.append(try resource.withReservationPopped()) }
            return [OperationConversion(consumed: consumed, converted: resources)]
        case .unreserve(let resources):
            var conversions: [OperationConversion] = []
            for resource in resources {
                conversions.append(
                    OperationConversion(consumed: [resource], converted: [try resource.withReservationPopped()]))
            }
            return conversions
        case .create(let volumes):
            var conversions: [OperationConversion] = []
            for volume in volumes {
                conversions.append(OperationConversion(consumed: [try volume.asPlainDisk()], converted: [volume]))
            }
            return conversions
        case .destroy(let volumes):
            var conversions: [OperationConversion] = []
            for volume in volumes {
                conversions.append(
                    OperationConversion(
                        consumed: [volume], converted: [try volume.asPlainDisk()], forbidsFurtherCopies: true))
            }
            return conversions
        case .growVolume(let volume, let addition):
            return [try Self.grow(volume, by: addition)]
        case .shrinkVolume(let volume, let subtract):
            return [try Self.shrink(volume, by: subtract)]
        case .unsupported(let name):
            throw .invalidArgument("operation \(name) cannot be applied by an allocator")
        }
    }

    private static func grow(_ volume: Resource, by addition: Resource) throws(Refusal) -> OperationConversion {
        let size = try volume.resizableSize()
        guard case .scalar(let added) = addition.amount, size + added <= .maximum else {
            throw .invalidArgument("GROW_VOLUME needs a scalar addition, and the sum must not exceed the maximum")
        }
        var grown = volume
        grown.amount = .scalar(size + added)
        return OperationConversion(consumed: [volume, addition], converted: [grown])
    }

    private static func shrink(_ volume: Resource, by subtract: Quantity) throws(Refusal) -> OperationConversion {
        let size = try volume.resizableSize()
        guard subtract >= .zero else { throw .invalidArgument("SHRINK_VOLUME subtracts a negative amount") }
        guard subtract < size else {
            throw .invalidArgument("SHRINK_VOLUME would leave an empty volume; destroy it instead")
        }
        var freed = try volume.asPlainDisk()
        freed.amount = .scalar(subtract)
        var shrunk = volume
        shrunk.amount = .scalar(size - subtract)
        return OperationConversion(consumed: [volume], converted: [shrunk, freed])
    }
}

extension Resource {
    fileprivate func withReservationPopped() throws(Refusal) -> Resource {
        guard !metadata.reservations.isEmpty else {
            throw .invalidArgument("'\(metadata.name)' has no reservation to remove")
        }
        var popped = self
        popped.metadata = metadata.withReservations(metadata.reservations.dropLast())
        return popped
    }

    fileprivate func asPlainDisk() throws(Refusal) -> Resource {
        guard metadata.isPersistentVolume else {
            throw .invalidArgument("'\(metadata.name)' is not a persistent volume; set disk.persistence.id")
        }
        var plain = self
        plain.metadata = metadata.withoutVolume()
        return plain
    }

    /// The size of a volume that may be grown or shrunk.
    fileprivate func resizableSize() throws(Refusal) -> Quantity {
        guard metadata.isPersistentVolume, case .scalar(let size) = amount else {
            throw .invalidArgument("'\(metadata.name)' is not a persistent volume and has no size to change")
        }
        guard metadata.providerID == nil else {
            throw .failedPrecondition("the size of a resource provider's volume cannot be changed")
        }
        return size
    }
}
