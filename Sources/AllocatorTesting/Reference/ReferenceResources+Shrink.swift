import AllocatorCore

extension ReferenceResources {
    /// Shrinks scalars to quantities. Absent names shrink to zero.
    package func shrunk(to target: ReferenceQuantities) -> ReferenceResources {
        shrunk { target[$0] }
    }

    /// Shrinks scalars to limits. Absent names are not shrunk.
    package func shrunk(to limits: ReferenceLimits) -> ReferenceResources {
        shrunk { limits.byName[$0] }
    }

    static func inOrderOfShrinking(_ resources: [Resource]) -> [Resource] { resources.sorted(by: comesFirst) }

    /// Shrinks scalars in order, each using up its name's bound; a bound of `nil` is unlimited.
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

    /// *Differs from Mesos*, which shuffles: resources with disk info come first, by source id, then the others. Ties
    /// are resolved by the other metadata and then by the amount; absent parts come first.
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
