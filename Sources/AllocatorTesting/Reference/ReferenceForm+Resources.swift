import AllocatorCore

extension ReferenceForm {
    /// The rule for allocation roles in a list of resources.
    enum Allocation {
        case unallocated
        case allocated
        /// All resources are allocated to the same role.
        case oneRole
        case either
    }

    static func check(_ resources: [Resource], _ allocation: Allocation) throws(Refusal) {
        for resource in resources {
            try check(resource)
            switch allocation {
            case .unallocated: try require(resource.allocationRole == nil, "an allocation role")
            case .allocated, .oneRole: try require(resource.allocationRole != nil, "no allocation role")
            case .either: break
            }
        }
        if case .oneRole = allocation {
            try require(Set(resources.map(\.allocationRole)).count <= 1, "several allocation roles")
        }
    }

    static func check(_ operation: Operation) throws(Refusal) {
        switch operation {
        case .reserve(let resources, let source):
            try check(resources, .either)
            try check(source, .either)
            if source.isEmpty { try requireReserved(resources) }
        case .unreserve(let resources):
            try check(resources, .either)
            try requireReserved(resources)
        case .create(let volumes), .destroy(let volumes): try check(volumes, .either)
        case .growVolume(let volume, let addition):
            try check([volume, addition], .either)
            try require(volume.metadata.providerID == nil, "a provider's volume keeps its size")
        case .shrinkVolume(let volume, _):
            try check(volume)
            try require(volume.metadata.providerID == nil, "a provider's volume keeps its size")
        case .unsupported(let name): try require(false, "no allocator applies \(name)")
        }
    }

    private static func requireReserved(_ resources: [Resource]) throws(Refusal) {
        try require(resources.allSatisfy { !$0.metadata.reservations.isEmpty }, "no reservation to pop")
    }

    private static func check(_ resource: Resource) throws(Refusal) {
        let metadata = resource.metadata
        try require(!metadata.name.isEmpty, "a resource without a name")
        try require(metadata.type == resource.amount.type, "another type than the amount's")
        switch resource.amount {
        case .scalar(let quantity):
            try require(quantity >= .zero && quantity <= .maximum, "a scalar out of bounds")
        case .ranges(let ranges):
            let ascending = ranges.sorted { $0.lowerBound < $1.lowerBound }
            let isDisjoint = zip(ascending, ascending.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound }
            try require(isDisjoint, "overlapping ranges")
        case .set(let items): try require(Set(items).count == items.count, "duplicated items")
        }
        try check(metadata.reservations)
        if let role = resource.allocationRole { try check(role: role) }
        if let disk = metadata.disk {
            try require(metadata.name == "disk", "disk info of something else")
            if let source = disk.source, source.kind == .block || source.kind == .raw {
                try require(source.path == nil && source.mount == nil, "a root of a disk that has none")
            }
        }
        try require(!metadata.isShared || metadata.isPersistentVolume, "only persistent volumes are shared")
    }

    private static func check(_ reservations: [Reservation]) throws(Refusal) {
        for reservation in reservations {
            try check(role: reservation.role)
            try require(reservation.role != "*", "a reservation to *")
        }
        for (outer, inner) in zip(reservations, reservations.dropFirst()) {
            try require(inner.kind == .dynamic, "a refined reservation that is static")
            try require(ReferenceRole.isStrictly(inner.role, below: outer.role), "not a refinement")
        }
    }
}
