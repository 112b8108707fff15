/// One resource as a call or an offer names it, in the format after reservation refinement.
///
/// This is the form at the door. Inside, the metadata is interned to a `ResourceKind` and resources of one kind add up
/// (`Resources`).
package struct Resource: Hashable, Sendable {
    package var metadata: ResourceMetadata
    package var amount: ResourceAmount
    /// The role that the resource is offered or allocated to; nil for what an agent has in total.
    package var allocationRole: Name?

    package init(metadata: ResourceMetadata, amount: ResourceAmount, allocationRole: Name? = nil) {
        self.metadata = metadata
        self.amount = amount
        self.allocationRole = allocationRole
    }
}

/// How much there is of a resource.
package enum ResourceAmount: Hashable, Sendable {
    case scalar(Quantity)
    /// Disjoint inclusive ranges in ascending order with gaps between them, once normalised.
    case ranges([ClosedRange<UInt64>])
    /// Items without duplicates, ascending by their bytes, once normalised.
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
