package import AllocatorCore

/// A conversion, which replaces `consumed` by `converted`.
package struct ReferenceConversion: Sendable {
    package var consumed: ReferenceResources
    package var converted: ReferenceResources
    /// The resource that must not remain after the conversion: a destroyed volume, of which other copies may be held.
    package var gone: ReferenceResources?

    package init(_ conversion: ResourceConversion) {
        consumed = ReferenceResources(conversion.consumed)
        converted = ReferenceResources(conversion.converted)
    }

    package init(consumed: [Resource], converted: [Resource], gone: Resource? = nil) {
        self.consumed = ReferenceResources(consumed)
        self.converted = ReferenceResources(converted)
        self.gone = gone.map { ReferenceResources([$0]) }
    }

    /// The conversion for an agent's total, without allocation roles.
    package var unallocated: ReferenceConversion {
        var result = self
        result.consumed = consumed.allocated(to: nil)
        result.converted = converted.allocated(to: nil)
        result.gone = nil
        return result
    }

    /// The conversions of an operation, or `nil` if no allocator can apply it.
    package static func conversions(of operation: Operation) -> [ReferenceConversion]? {
        switch operation {
        case .reserve(let resources, let source):
            let consumed = source.isEmpty ? resources.map(\.withoutLastReservation) : source
            return [ReferenceConversion(consumed: consumed, converted: resources)]
        case .unreserve(let resources):
            return resources.map { ReferenceConversion(consumed: [$0], converted: [$0.withoutLastReservation]) }
        case .create(let volumes):
            return volumes.map { ReferenceConversion(consumed: [$0.withoutVolume], converted: [$0]) }
        case .destroy(let volumes):
            return volumes.map { ReferenceConversion(consumed: [$0], converted: [$0.withoutVolume], gone: $0) }
        case .growVolume(let volume, let addition):
            guard volume.metadata.providerID == nil, volume.amount.type == addition.amount.type else { return nil }
            var grown = volume
            grown.amount = volume.amount.adding(addition.amount)
            return [ReferenceConversion(consumed: [volume, addition], converted: [grown])]
        case .shrinkVolume(let volume, let subtract):
            guard volume.metadata.providerID == nil, volume.amount.contains(.scalar(subtract)) else { return nil }
            var (shrunk, freed) = (volume, volume.withoutVolume)
            shrunk.amount = volume.amount.subtracting(.scalar(subtract))
            freed.amount = .scalar(subtract)
            return [ReferenceConversion(consumed: [volume], converted: [shrunk, freed])]
        case .unsupported:
            return nil
        }
    }
}

extension ReferenceResources {
    /// Applies conversions in order. Returns `nil` if the resources that one consumes are missing.
    package func applying(_ conversions: [ReferenceConversion]) -> ReferenceResources? {
        var result = self
        for conversion in conversions {
            guard result.contains(conversion.consumed) else { return nil }
            let rest = result - conversion.consumed
            guard conversion.consumed.resources.allSatisfy({ rest.copies(ofShared: $0) == 0 }) else { return nil }
            result = rest + conversion.converted
            if let gone = conversion.gone, result.contains(gone) { return nil }
        }
        return result
    }

    /// Applies operations in order. Returns `nil` if one does not apply or would change quantities.
    package func applying(_ operations: [Operation]) -> ReferenceResources? {
        var result = self
        for operation in operations {
            guard let conversions = ReferenceConversion.conversions(of: operation),
                let next = result.applying(conversions), next.scalarQuantities == result.scalarQuantities
            else { return nil }
            result = next
        }
        return result
    }
}

extension Resource {
    fileprivate var withoutLastReservation: Resource {
        var result = self
        result.metadata = metadata.withReservations(Array(metadata.reservations.dropLast()))
        return result
    }

    fileprivate var withoutVolume: Resource {
        var result = self
        result.metadata = metadata.withoutVolume()
        return result
    }
}
