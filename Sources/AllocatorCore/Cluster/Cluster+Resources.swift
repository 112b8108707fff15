extension Cluster {
    /// The resources of a call, their kinds interned, apart by the role that they are allocated to.
    struct AllocatedResources: Sendable {
        /// In the order in which the roles came.
        var parts: [(role: RoleSlot, resources: Resources)] = []

        /// Where the part of a role is, which is made where there was none.
        ///
        /// - Parameter capacity: for how many resources it has room at once.
        fileprivate mutating func part(of role: RoleSlot, capacity: Int) -> Int {
            if let position = parts.firstIndex(where: { $0.role == role }) { return position }
            var resources = Resources()
            resources.reserveCapacity(capacity)
            parts.append((role, resources))
            return parts.count - 1
        }
    }

    /// Interns resources that are allocated to nobody.
    ///
    /// A kind that no state refers to afterwards is dropped in time; refusing a call after this changes nothing that counts.
    mutating func intern(_ list: [Resource]) throws(Refusal) -> Resources {
        var result = Resources()
        result.reserveCapacity(list.count)
        var sum = Quantities()
        for resource in list { try add(resource.amount, of: resource.metadata, to: &result, &sum) }
        return result
    }

    /// Interns resources that are allocated to the role of the first one, as the form of their call demands; nil where the list
    /// comes to nothing.
    mutating func internOfOneRole(
        _ list: [Resource]
    ) throws(Refusal) -> (role: RoleSlot, resources: Resources)? {
        guard let name = list.first?.allocationRole else { return nil }
        let role = try internRole(name)
        let resources = try intern(list)
        return resources.isEmpty ? nil : (role, resources)
    }

    /// Interns what a state has as one list.
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
            // Mostly all are allocated to one role.
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
            throw .resourceExhausted("role '\(name)' would make more than \(limits.roles) roles")
        }
        return tree.intern(name)
    }

    /// - Parameter sum: what the list has come to so far, so that one list cannot overflow what it is added to.
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
                    "a list may come to \(Quantity.maximumSum.value) of '\(metadata.name)' at the most")
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
            throw .resourceExhausted("there are more than \(limits.resourceKinds) kinds of resources")
        }
        try checkRoom(forName: metadata.name)
        var role: RoleSlot?
        if let name = metadata.reservationRole { role = try internRole(name) }
        return kinds.intern(metadata, reservationRole: role)
    }

    func checkRoom(forName name: Name) throws(Refusal) {
        guard kinds.names.number(of: name) != nil || kinds.names.count < limits.resourceNames else {
            throw .resourceExhausted(
                "'\(name)' would be the name of a resource beyond the \(limits.resourceNames) that are allowed")
        }
    }

    mutating func internQuantities(_ quantities: [Name: Quantity]) throws(Refusal) -> Quantities {
        for name in quantities.keys.sorted() {
            try checkRoom(forName: name)
            _ = kinds.intern(name: name)
        }
        return kinds.intern(quantities: quantities)
    }

    // MARK: The way out

    func resolve(_ resources: Resources, allocatedTo role: Name?) -> [Resource] {
        resources.list(allocatedTo: role) { kinds[$0] }
    }

    func named(_ limits: QuantityLimits) -> [NamedQuantity] {
        limits.indices.compactMap { name in
            limits[name].map { NamedQuantity(name: kinds.names[name], quantity: Quantity(thousandths: $0)) }
        }.sorted { $0.name < $1.name }
    }

    @inline(__always)
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
