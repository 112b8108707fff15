/// A conversion with its kinds interned.
struct InternedConversion: Sendable {
    var consumed: Resources
    var converted: Resources
    /// Whether it fails where, afterwards, further copies of what it consumed are still held.
    var forbidsFurtherCopies = false

    /// The same on an agent's total, which holds one copy of whatever is shared.
    var onTotal: InternedConversion {
        InternedConversion(
            consumed: consumed.withSingleCopies(), converted: converted.withSingleCopies(),
            forbidsFurtherCopies: false)
    }
}

extension Cluster {
    /// Interns a conversion whose resources are all allocated to `role`, or to nobody where that is nil.
    mutating func intern(
        _ conversion: OperationConversion, allocatedTo role: Name?
    ) throws(Refusal) -> InternedConversion {
        for resource in conversion.consumed + conversion.converted where resource.allocationRole != role {
            let expected = role.map { "allocated to role '\($0)'" } ?? "allocated to nobody"
            throw .failedPrecondition("'\(resource.metadata.name)' is to be converted but is not \(expected)")
        }
        return InternedConversion(
            consumed: try intern(conversion.consumed), converted: try intern(conversion.converted),
            forbidsFurtherCopies: conversion.forbidsFurtherCopies)
    }

    mutating func intern(
        _ conversion: ResourceConversion, allocatedTo role: Name
    ) throws(Refusal) -> InternedConversion {
        try intern(
            OperationConversion(consumed: conversion.consumed, converted: conversion.converted), allocatedTo: role)
    }

    /// Applies conversions one after the other, each where the resources contain what it consumes.
    func apply(
        _ conversions: [InternedConversion], to resources: Resources, _ what: String
    ) throws(Refusal) -> Resources {
        var result = resources
        for conversion in conversions {
            guard result.contains(conversion.consumed, kinds) else {
                throw .failedPrecondition("\(what) do not contain what is to be converted")
            }
            result.subtract(conversion.consumed, kinds)
            guard result.quantities(kinds).canAdd(conversion.converted.quantities(kinds)) else {
                throw .resourceExhausted("\(what) would exceed \(Quantity.maximumSum.value) of one resource")
            }
            result.add(conversion.converted, kinds)
            if conversion.forbidsFurtherCopies, result.contains(conversion.consumed, kinds) {
                throw .failedPrecondition("further copies of the volume are held in \(what)")
            }
        }
        return result
    }
}
