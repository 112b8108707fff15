package import AllocatorWire
import SwiftProtobuf

extension Amounts {
    /// Returns the resources of a machine, or with a role, resources that are offered or allocated to that role. Zero
    /// amounts are omitted.
    package func resources(role: String? = nil) -> [MesosResource] {
        self.resources.compactMap { resource in
            let thousandths = self[resource]
            guard thousandths != 0 else { return nil }
            return MesosResource.with {
                $0.name = resource.name
                $0.type = .scalar
                $0.scalar.value = Double(thousandths) / 1000
                if let role { $0.allocationInfo.role = role }
            }
        }
    }

    /// Splits resources into the sum of the usable ones, which are plain scalars with `known` names, and the others.
    static func split(
        _ resources: [MesosResource], known: Set<ScalarResource>
    ) -> (usable: Amounts, others: [MesosResource]) {
        var usable = Amounts.zero
        var others: [MesosResource] = []
        for resource in resources {
            let name = ScalarResource(resource.name)
            if known.contains(name), resource.isPlainScalar,
                let thousandths = Int64(exactly: (resource.scalar.value * 1000).rounded()),
                (0...Amounts.maximum).contains(thousandths)
            {
                usable[name] += thousandths
            } else {
                others.append(resource)
            }
        }
        return (usable, others)
    }
}

extension MesosResource {
    /// Whether the resource is a scalar that is unreserved, not revocable, not shared, and without disk or provider.
    fileprivate var isPlainScalar: Bool {
        type == .scalar && reservations.isEmpty && !hasRevocable && !hasShared && !hasProviderID && !hasDisk
    }
}
