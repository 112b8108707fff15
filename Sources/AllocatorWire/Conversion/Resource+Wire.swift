package import AllocatorCore

extension Resource {
    /// Reads a resource in any of Mesos's formats and converts it to the post-reservation-refinement format.
    ///
    /// Refuses everything that `Resource` cannot represent. The allocator checks the consistency of names, roles and
    /// other parts.
    package init(_ resource: MesosResource) throws(MalformedField) {
        let amount = try ResourceAmount(resource)
        let metadata = try ResourceMetadata.of(resource, type: amount.type)
        var allocationRole: Name?
        if resource.hasAllocationInfo {
            allocationRole = try read("allocation_info") { () throws(MalformedField) in
                try Name(resource.allocationInfo.role, requiredIn: "role")
            }
        }
        self.init(metadata: metadata, amount: amount, allocationRole: allocationRole)
    }
}

/// Reads all resources of a repeated field.
@inline(__always)
func readResources(
    _ field: @autoclosure () -> String, of resources: [MesosResource]
) throws(MalformedField) -> [Resource] {
    try readEach(field(), of: resources) { (resource) throws(MalformedField) in try Resource(resource) }
}

func readResources(_ field: @autoclosure () -> String, of list: WireResourceList) throws(MalformedField) -> [Resource] {
    try readResources("\(field()).resources", of: list.resources)
}

/// Reads the used resources by framework or agent id.
func readUsed(_ used: [String: WireResourceList]) throws(MalformedField) -> [Name: [Resource]] {
    guard used[""] == nil else {
        throw MalformedField("used", "has an entry without an id: give the id as its key")
    }
    return try readEach("used", of: used) { (list) throws(MalformedField) in
        try readResources("resources", of: list.resources)
    }
}

// MARK: - The amount

extension ResourceAmount {
    init(_ resource: MesosResource) throws(MalformedField) {
        guard resource.hasType else { throw .missing("type", "give SCALAR, RANGES or SET") }
        switch resource.type {
        case .scalar:
            guard resource.hasScalar else { throw .missing("scalar", "a SCALAR has its amount there") }
            try Self.refuse(ranges: resource.hasRanges, set: resource.hasSet, besides: "SCALAR")
            self = .scalar(try read("scalar") { () throws(MalformedField) in try Quantity(resource.scalar) })
        case .ranges:
            guard resource.hasRanges else { throw .missing("ranges", "RANGES has its numbers there") }
            try Self.refuse(scalar: resource.hasScalar, set: resource.hasSet, besides: "RANGES")
            self = .ranges(try read("ranges") { () throws(MalformedField) in try readRanges(resource.ranges) })
        case .set:
            guard resource.hasSet else { throw .missing("set", "a SET has its items there") }
            try Self.refuse(scalar: resource.hasScalar, ranges: resource.hasRanges, besides: "SET")
            self = .set(resource.set.item.map { Name($0) })
        case .text:
            throw MalformedField("type", "is TEXT, which is for attributes only: give SCALAR, RANGES or SET")
        case .UNRECOGNIZED(let number):
            throw .unknown("type", number: number, known: "SCALAR, RANGES or SET")
        }
    }

    private static func refuse(
        scalar: Bool = false, ranges: Bool = false, set: Bool = false, besides type: String
    ) throws(MalformedField) {
        guard scalar || ranges || set else { return }
        let field = scalar ? "scalar" : ranges ? "ranges" : "set"
        throw MalformedField(field, "is set although the type is \(type): set the one field that the type names")
    }
}

// MARK: - The metadata

extension ResourceMetadata {
    static func of(_ resource: MesosResource, type: ResourceType) throws(MalformedField) -> ResourceMetadata {
        guard !resource.name.isEmpty else { throw .missing("name", "give the resource's name, such as cpus") }
        let reservations = try Reservation.stack(of: resource)
        let isPlain =
            reservations.isEmpty && !resource.hasDisk && !resource.hasRevocable && !resource.hasShared
            && !resource.hasProviderID
        if isPlain, let metadata = plain(resource.name, type) { return metadata }
        var disk: Disk?
        if resource.hasDisk {
            disk = try read("disk") { () throws(MalformedField) in try Disk(resource.disk) }
        }
        var providerID: Name?
        if resource.hasProviderID {
            providerID = try read("provider_id") { () throws(MalformedField) in
                try Name(resource.providerID)
            }
        }
        return ResourceMetadata(
            name: Name(resource.name), type: type, reservations: reservations, disk: disk,
            isRevocable: resource.hasRevocable, isShared: resource.hasShared, providerID: providerID)
    }

    /// Returns cached metadata for the most common resources, or `nil` for others.
    private static func plain(_ name: String, _ type: ResourceType) -> ResourceMetadata? {
        switch (name, type) {
        case ("cpus", .scalar): plainCPUs
        case ("mem", .scalar): plainMemory
        case ("disk", .scalar): plainDisk
        case ("gpus", .scalar): plainGPUs
        case ("ports", .ranges): plainPorts
        default: nil
        }
    }

    /// - Parameter name: The UTF-8 bytes of the name.
    static func plain(_ name: UnsafeRawBufferPointer, _ type: ResourceType) -> ResourceMetadata? {
        switch type {
        case .scalar:
            if name.spell("cpus") { return plainCPUs }
            if name.spell("mem") { return plainMemory }
            if name.spell("disk") { return plainDisk }
            if name.spell("gpus") { return plainGPUs }
            return nil
        case .ranges: return name.spell("ports") ? plainPorts : nil
        case .set: return nil
        }
    }

    private static let plainCPUs = ResourceMetadata(name: "cpus", type: .scalar)
    private static let plainMemory = ResourceMetadata(name: "mem", type: .scalar)
    private static let plainDisk = ResourceMetadata(name: "disk", type: .scalar)
    private static let plainGPUs = ResourceMetadata(name: "gpus", type: .scalar)
    private static let plainPorts = ResourceMetadata(name: "ports", type: .ranges)
}
