import AllocatorCore

extension ReferenceResources {
    /// Shrinks scalars to quantities: a name that is absent there shrinks to nothing.
    package func shrunk(to target: ReferenceQuantities) -> ReferenceResources {
        shrunk { target[$0] }
    }

    /// Shrinks scalars to limits: a name that is absent there stays whole.
    package func shrunk(to limits: ReferenceLimits) -> ReferenceResources {
        shrunk { limits.byName[$0] }
    }

    /// One resource after the other uses up what its name may have; nil is without end.
    private func shrunk(_ bound: (Name) -> Quantity?) -> ReferenceResources {
        var used: [Name: Quantity] = [:]
        var result = ReferenceResources()
        for resource in resources.sorted(by: Self.comesFirst) {
            let name = resource.metadata.name
            guard let bound = bound(name), case .scalar(let quantity) = resource.amount else {
                result.add(Entry(resource: resource, copies: 1))
                continue
            }
            let left = max(bound - used[name, default: .zero], .zero)
            if quantity > left, resource.metadata.isIndivisible || left == .zero { continue }
            var fitting = resource
            fitting.amount = .scalar(min(quantity, left))
            used[name, default: .zero] += min(quantity, left)
            result.add(Entry(resource: fitting, copies: 1))
        }
        return result
    }

    /// *Ours*, where Mesos shuffles: those with disk info first, by source id, then the plain ones. What that leaves
    /// open is settled by the rest of the metadata and then by the amount, an absent part before any that is there.
    private static func comesFirst(_ left: Resource, _ right: Resource) -> Bool {
        if (left.metadata.disk != nil) != (right.metadata.disk != nil) { return left.metadata.disk != nil }
        for (one, other) in zip(shrinkKey(left), shrinkKey(right)) where one != other { return one < other }
        return left.amount.thousandths < right.amount.thousandths
    }

    private static func shrinkKey(_ resource: Resource) -> [Name] {
        let (disk, source) = (resource.metadata.disk, resource.metadata.disk?.source)
        return [
            source?.id, disk?.persistence?.id, (source?.kind.rawValue).map { Name(String($0)) },
            source?.path?.root, source?.mount?.root, source?.vendor, source?.profile, resource.metadata.providerID,
            resource.metadata.name,
        ].map { $0 ?? "" }
    }
}
