extension Cluster {
    /// The interned resources of a call, grouped by the role that they are allocated to.
    struct AllocatedResources: Sendable {
        /// The groups, in the order of the first resource of each role.
        var parts: [(role: RoleSlot, resources: Resources)] = []

        /// Returns the position of the part of a role, which is added if it is missing.
        ///
        /// - Parameter capacity: The number of resources for which a new part reserves memory.
        fileprivate mutating func part(of role: RoleSlot, capacity: Int) -> Int {
            if let position = parts.firstIndex(where: { $0.role == role }) { return position }
            var resources = Resources()
            resources.reserveCapacity(capacity)
            parts.append((role, resources))
            return parts.count - 1
        }
    }

    /// Interns resources without an allocation role.
    ///
    /// If the call is refused later, the interned kinds are removed again. Unused kinds are collected.
    mutating func intern(_ list: [Resource]) throws(Refusal) -> Resources {
        var result = Resources()
        result.reserveCapacity(list.count)
        var sum = Quantities()
        for resource in list { try add(resource.amount, of: resource.metadata, to: &result, &sum) }
        return result
    }

    /// Interns resources that are all allocated to one role, as the form of the call requires.
    ///
    /// - Returns: `nil` if the list is empty or has only amounts of zero.
    mutating func internOfOneRole(
        _ list: [Resource]
    ) throws(Refusal) -> (role: RoleSlot, resources: Resources)? {
        guard let name = list.first?.allocationRole else { return nil }
        let role = try internRole(name)
        let resources = try intern(list)
        return resources.isEmpty ? nil : (role, resources)
    }

    /// Interns one list of a saved state.
    mutating func intern(_ entries: [ResourceEntry]) throws(Refusal) -> Resources {
        var result = Resources()
        var sum = Quantities()
        for entry in entries {
            try add(entry.amount, of: entry.metadata, copies: entry.copies, to: &result, &sum)
        }
        return result
    }

    mutating func internByRole(_ list: [Resource]) throws(Refusal) -> AllocatedResources {
        var result = AllocatedResources()
        var sum = Quantities()
        var last: (name: Name, position: Int)?
        for resource in list {
            guard let name = resource.allocationRole else {
                throw .invalidArgument(
                    "resource '\(resource.metadata.name)' has no allocation role; set allocation_info.role")
            }
            // Usually all resources are allocated to one role.
            if last?.name != name {
                last = (name, result.part(of: try internRole(name), capacity: list.count))
            }
            guard let position = last?.position else { continue }
            try add(resource.amount, of: resource.metadata, to: &result.parts[position].resources, &sum)
        }
        result.parts.removeAll { $0.resources.isEmpty }
        return result
    }

    mutating func internRole(_ name: Name) throws(Refusal) -> RoleSlot {
        if let role = tree.slot(remembering: name) { return role }
        guard tree.count + tree.missingNodes(of: name) <= limits.roles else {
            collection.recordLackOfRoom()
            throw .resourceExhausted(
                "role '\(name)' would exceed the maximum of \(limits.roles) roles; use existing roles, or raise"
                    + " --max-roles")
        }
        return tree.intern(name)
    }

    /// - Parameter sum: The sum of the list so far, which bounds the amounts that one list can add.
    private mutating func add(
        _ amount: ResourceAmount, of metadata: ResourceMetadata, copies: Int32 = 1, to resources: inout Resources,
        _ sum: inout Quantities
    ) throws(Refusal) {
        let kind = try internKind(metadata)
        switch amount {
        case .scalar(let quantity):
            let name = kind.name
            sum[name] += quantity.thousandths
            guard sum[name] <= Quantity.maximumSum.thousandths else {
                throw .resourceExhausted(
                    "a list may add up to at most \(Quantity.maximumSum.value) of '\(metadata.name)'")
            }
            resources.add(Resources.Scalar(kind: kind, copies: copies, thousandths: quantity.thousandths))
        case .ranges(let ranges):
            resources.add(Resources.Collection(kind: kind, items: .ranges(RangeSet.coalesced(ranges))))
        case .set(let names):
            resources.add(Resources.Collection(kind: kind, items: .set(names.sorted())))
        }
    }

    private mutating func internKind(_ metadata: ResourceMetadata) throws(Refusal) -> ResourceKind {
        if let kind = kinds.kind(remembering: metadata) { return kind }
        guard kinds.count + kinds.missingKinds(of: metadata) <= limits.resourceKinds else {
            collection.recordLackOfRoom()
            throw .resourceExhausted(
                "the maximum of \(limits.resourceKinds) kinds of resources is exceeded; use fewer kinds, or raise"
                    + " --max-resource-kinds")
        }
        try checkRoom(forName: metadata.name)
        var role: RoleSlot?
        if let name = metadata.reservationRole { role = try internRole(name) }
        return kinds.intern(metadata, reservationRole: role)
    }

    func checkRoom(forName name: Name) throws(Refusal) {
        guard kinds.names.number(of: name) != nil || kinds.names.count < limits.resourceNames else {
            throw .resourceExhausted(
                "'\(name)' would exceed the maximum of \(limits.resourceNames) names of resources; use fewer names, or"
                    + " raise --max-resource-names")
        }
    }

    mutating func internQuantities(_ quantities: [Name: Quantity]) throws(Refusal) -> Quantities {
        for name in quantities.keys.sorted() {
            try checkRoom(forName: name)
            _ = kinds.intern(name: name)
        }
        return kinds.intern(quantities: quantities)
    }

    // MARK: Resolution

    func resolve(_ resources: Resources, allocatedTo role: Name?) -> [Resource] {
        resources.list(allocatedTo: role) { kinds[$0] }
    }

    func named(_ limits: QuantityLimits) -> [NamedQuantity] {
        limits.indices.compactMap { name in
            limits[name].map { NamedQuantity(name: kinds.names[name], quantity: Quantity(thousandths: $0)) }
        }.sorted { $0.name < $1.name }
    }

    func named(_ quantities: Quantities) -> [NamedQuantity] {
        var named: [NamedQuantity] = []
        if quantities.isEmpty { return named }
        for name in quantities.indices where quantities[name] != 0 {
            named.append(NamedQuantity(name: kinds.names[name], quantity: Quantity(thousandths: quantities[name])))
        }
        named.sort { $0.name < $1.name }
        return named
    }
}
