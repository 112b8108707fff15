/// A resource as calls and offers describe it, in the format after reservation refinement.
///
/// The allocator interns the metadata to a `ResourceKind`, and adds up resources of one kind in `Resources`.
package struct Resource: Hashable, Sendable {
    package var metadata: ResourceMetadata
    package var amount: ResourceAmount
    /// The role that the resource is offered or allocated to, or `nil` for a part of an agent's total.
    package var allocationRole: Name?

    package init(metadata: ResourceMetadata, amount: ResourceAmount, allocationRole: Name? = nil) {
        self.metadata = metadata
        self.amount = amount
        self.allocationRole = allocationRole
    }
}

/// The amount of a resource.
package enum ResourceAmount: Hashable, Sendable {
    case scalar(Quantity)
    /// Inclusive ranges; in normal form ascending, disjoint and not adjacent.
    case ranges([ClosedRange<UInt64>])
    /// Items; in normal form ascending by their bytes, without duplicates.
    case set([Name])

    init(_ items: Resources.Items) {
        switch items {
        case .ranges(let ranges): self = .ranges(ranges)
        case .set(let names): self = .set(names)
        }
    }

    package var type: ResourceType {
        switch self {
        case .scalar: .scalar
        case .ranges: .ranges
        case .set: .set
        }
    }
}

package enum ResourceType: UInt8, Hashable, Sendable {
    case scalar
    case ranges
    case set
}
