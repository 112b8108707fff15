/// The rules for resources, as in Mesos's `Resources::validate`.
extension FormCheck {
    // MARK: Lists

    func check(_ resources: [Resource]) throws(Refusal) {
        guard resources.count <= limits.resourcesPerList else {
            throw .resourceExhausted(
                "a list of resources may have at most \(limits.resourcesPerList) entries; shorten it, or raise"
                    + " --max-resources")
        }
        var role: Name?
        for resource in resources {
            try check(resource)
            // Usually all resources are allocated to one role.
            guard let name = resource.allocationRole, name != role else { continue }
            try RoleName.check(name, limits)
            role = name
        }
    }

    func check(unallocated resources: [Resource]) throws(Refusal) {
        try check(resources)
        for resource in resources where resource.allocationRole != nil {
            throw invalid(resource.metadata, "is part of a total and must not have allocation_info")
        }
    }

    func check(allocated resources: [Resource]) throws(Refusal) {
        try check(resources)
        for resource in resources where resource.allocationRole == nil {
            throw invalid(resource.metadata, "has no allocation role; set allocation_info.role")
        }
    }

    func check(allocatedToOneRole resources: [Resource]) throws(Refusal) {
        try check(allocated: resources)
        for position in resources.indices.dropFirst()
        where resources[position].allocationRole != resources[position - 1].allocationRole {
            throw .invalidArgument("the resources are allocated to several roles; send one call for each role")
        }
    }

    func check(used: [Name: [Resource]]) throws(Refusal) {
        // Usually there is one framework, and nothing to sort.
        if used.count == 1, let only = used.first { return try check(used: only.value, by: only.key) }
        for id in used.keys.sorted() { try check(used: used[id] ?? [], by: id) }
    }

    private func check(used: [Resource], by id: Name) throws(Refusal) {
        try check(id, "an id in used")
        try check(allocated: used)
    }

    // MARK: Operations

    func check(_ change: AllocationChange) throws(Refusal) {
        switch change {
        case .conversions(let conversions):
            for conversion in conversions {
                try check(conversion.consumed)
                try check(conversion.converted)
            }
        case .operations(let operations):
            for operation in operations { try check(operation) }
        }
    }

    func check(_ operation: Operation) throws(Refusal) {
        switch operation {
        case .reserve(let resources, let source):
            try check(resources)
            try check(source)
        case .unreserve(let resources), .create(let resources), .destroy(let resources): try check(resources)
        case .growVolume(let volume, let addition): try check([volume, addition])
        case .shrinkVolume(let volume, _): try check([volume])
        case .unsupported: break
        }
        // The conversions of an operation follow from the message alone. The check of a provider's disk needs the
        // state.
        do {
            _ = try operation.conversions()
        } catch .invalidArgument(let text) {
            throw .invalidArgument(text)
        } catch {
            return
        }
    }

    // MARK: One resource

    /// Checks a resource except for the role that it is allocated to.
    private func check(_ resource: Resource) throws(Refusal) {
        try check(resource.metadata)
        guard resource.metadata.type == resource.amount.type else {
            throw invalid(resource.metadata, "has a value that does not match its type")
        }
        switch resource.amount {
        case .scalar(let quantity):
            guard quantity >= .zero, quantity <= .maximum else {
                throw invalid(resource.metadata, "is negative or too large")
            }
        case .ranges(let ranges): try check(ranges, resource)
        case .set(let names):
            guard names.count <= limits.rangesPerResource else {
                throw exhausted(resource.metadata, "items")
            }
            for name in names { try check(text: name, "an item of resource '\(resource.metadata.name)'") }
            guard Set(names).count == names.count else { throw invalid(resource.metadata, "contains an item twice") }
        }
    }

    /// Checks the metadata of a resource, whatever its amount.
    func check(_ metadata: ResourceMetadata) throws(Refusal) {
        try check(metadata.name, "a resource's name")
        if metadata.isPlain { return }
        try checkTexts(of: metadata)
        try checkReservations(of: metadata)
        try checkDisk(of: metadata)
    }

    private func check(_ ranges: [ClosedRange<UInt64>], _ resource: Resource) throws(Refusal) {
        guard ranges.count <= limits.rangesPerResource else { throw exhausted(resource.metadata, "ranges") }
        if areDisjointAndAscending(ranges) { return }
        let sorted = ranges.sorted { $0.lowerBound < $1.lowerBound }
        for (left, right) in zip(sorted, sorted.dropFirst()) where left.upperBound >= right.lowerBound {
            throw invalid(resource.metadata, "has overlapping ranges")
        }
    }

    private func areDisjointAndAscending(_ ranges: [ClosedRange<UInt64>]) -> Bool {
        for next in ranges.indices.dropFirst() where ranges[next - 1].upperBound >= ranges[next].lowerBound {
            return false
        }
        return true
    }

    private func checkReservations(of metadata: ResourceMetadata) throws(Refusal) {
        for reservation in metadata.reservations {
            try RoleName.check(reservation.role, limits)
            if reservation.role == "*" {
                throw invalid(metadata, "is reserved to '*', which cannot have reservations: remove the reservation")
            }
        }
        for (ancestor, refinement) in zip(metadata.reservations, metadata.reservations.dropFirst()) {
            guard refinement.kind == .dynamic else {
                throw invalid(metadata, "has a STATIC refinement of a reservation; refinements must be DYNAMIC")
            }
            guard RoleName.isStrictSubrole(refinement.role, of: ancestor.role) else {
                throw invalid(
                    metadata, "is reserved to '\(refinement.role)', which is not below '\(ancestor.role)'")
            }
        }
    }

    private func checkDisk(of metadata: ResourceMetadata) throws(Refusal) {
        if let disk = metadata.disk {
            guard metadata.name == "disk", metadata.type == .scalar else {
                throw invalid(metadata, "has disk info but is not a scalar named 'disk'")
            }
            if let source = disk.source, source.kind == .block || source.kind == .raw {
                guard source.mount == nil, source.path == nil else {
                    throw invalid(metadata, "has a BLOCK or RAW source with a mount or path")
                }
            }
            if let persistence = disk.persistence { try check(persistence.id, "disk.persistence.id") }
        }
        if metadata.isShared, !metadata.isPersistentVolume {
            throw invalid(metadata, "is shared but not a persistent volume")
        }
    }

    private func exhausted(_ metadata: ResourceMetadata, _ parts: String) -> Refusal {
        .resourceExhausted(
            "resource '\(metadata.name)' may have at most \(limits.rangesPerResource) \(parts); use fewer, or raise"
                + " --max-ranges")
    }

    private func invalid(_ metadata: ResourceMetadata, _ flaw: String) -> Refusal {
        .invalidArgument("resource '\(metadata.name)' \(flaw)")
    }
}
