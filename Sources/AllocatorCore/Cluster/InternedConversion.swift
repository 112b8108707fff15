/// A conversion with interned kinds.
struct InternedConversion: Sendable {
    var consumed: Resources
    var converted: Resources
    /// Whether the conversion fails if copies of the consumed resources remain afterwards.
    var forbidsFurtherCopies = false

    /// The same conversion for an agent's total, which has one copy of each shared resource.
    var onTotal: InternedConversion {
        InternedConversion(
            consumed: consumed.withSingleCopies(), converted: converted.withSingleCopies(),
            forbidsFurtherCopies: false)
    }
}

extension Cluster {
    /// Interns a conversion whose resources are all allocated to `role`, or unallocated if `role` is `nil`.
    mutating func intern(
        _ conversion: OperationConversion, allocatedTo role: Name?
    ) throws(Refusal) -> InternedConversion {
        for resource in conversion.consumed + conversion.converted where resource.allocationRole != role {
            let expected = role.map { "allocated to role '\($0)'" } ?? "unallocated"
            throw .failedPrecondition("the resource '\(resource.metadata.name)' of a conversion is not \(expected)")
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

    /// Checks that no conversion consumes a shared resource while other copies of it are held on the agent.
    ///
    /// Such copies would outlive the resource.
    ///
    /// - Parameter own: The resources to convert, whose copies do not count.
    func checkNoOtherCopyIsHeld(
        of conversions: [InternedConversion], on agent: AgentSlot, besides own: Resources
    ) throws(Refusal) {
        for conversion in conversions {
            for entry in conversion.consumed.scalars where entry.kind.traits.contains(.shared) {
                let held = agents[agent].holdings.reduce(0) { $0 + Int($1.resources.copies(of: entry)) }
                guard held > Int(own.copies(of: entry)) else { continue }
                throw .failedPrecondition(
                    "other copies of the shared resource '\(kinds[entry.kind].name)' to convert are held on agent"
                        + " '\(agents[agent].id)'; recover them first")
            }
        }
    }

    /// Applies conversions in order. The resources must contain what each conversion consumes.
    func apply(
        _ conversions: [InternedConversion], to resources: Resources, _ what: String
    ) throws(Refusal) -> Resources {
        var result = resources
        for conversion in conversions {
            guard result.contains(conversion.consumed) else {
                throw .failedPrecondition("\(what) do not contain the resources to convert")
            }
            result.subtract(conversion.consumed)
            for entry in conversion.consumed.scalars where entry.kind.traits.contains(.shared) {
                guard result.copies(of: entry) == 0 else {
                    throw .failedPrecondition("further copies of a resource to convert are among \(what)")
                }
            }
            guard result.quantities.canAdd(conversion.converted.quantities) else {
                throw .resourceExhausted("\(what) would exceed \(Quantity.maximumSum.value) of one resource")
            }
            result.add(conversion.converted)
            if conversion.forbidsFurtherCopies, result.contains(conversion.consumed) {
                throw .failedPrecondition("further copies of the volume are among \(what)")
            }
        }
        return result
    }
}
