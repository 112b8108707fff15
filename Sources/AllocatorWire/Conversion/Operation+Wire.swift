import AllocatorCore

func readOperations(_ operations: [MesosOffer.Operation]) throws(MalformedField) -> [Operation] {
    try readEach("operations", of: operations) { (operation) throws(MalformedField) in try Operation(operation) }
}

extension Operation {
    /// Reads the field that the type selects. Other fields are ignored, as in Mesos.
    init(_ operation: MesosOffer.Operation) throws(MalformedField) {
        switch operation.type {
        case .reserve:
            try Self.require(operation.hasReserve, "reserve")
            self = .reserve(
                resources: try readResources("reserve.resources", of: operation.reserve.resources),
                source: try readResources("reserve.source", of: operation.reserve.source))
        case .unreserve:
            try Self.require(operation.hasUnreserve, "unreserve")
            self = .unreserve(
                resources: try readResources("unreserve.resources", of: operation.unreserve.resources))
        case .create:
            try Self.require(operation.hasCreate, "create")
            self = .create(volumes: try readResources("create.volumes", of: operation.create.volumes))
        case .destroy:
            try Self.require(operation.hasDestroy, "destroy")
            self = .destroy(volumes: try readResources("destroy.volumes", of: operation.destroy.volumes))
        case .growVolume:
            try Self.require(operation.hasGrowVolume, "grow_volume")
            self = try read("grow_volume") { () throws(MalformedField) in try Operation(operation.growVolume) }
        case .shrinkVolume:
            try Self.require(operation.hasShrinkVolume, "shrink_volume")
            self = try read("shrink_volume") { () throws(MalformedField) in try Operation(operation.shrinkVolume) }
        case .launch: self = .unsupported("LAUNCH")
        case .launchGroup: self = .unsupported("LAUNCH_GROUP")
        case .createDisk: self = .unsupported("CREATE_DISK")
        case .destroyDisk: self = .unsupported("DESTROY_DISK")
        case .unknown: throw .missing("type", "give \(knownTypes)")
        case .UNRECOGNIZED(let number): throw .unknown("type", number: number, known: knownTypes)
        }
    }

    private init(_ operation: MesosOffer.Operation.GrowVolume) throws(MalformedField) {
        try Self.require(operation.hasVolume, "volume")
        try Self.require(operation.hasAddition, "addition")
        self = .growVolume(
            volume: try read("volume") { () throws(MalformedField) in try Resource(operation.volume) },
            addition: try read("addition") { () throws(MalformedField) in try Resource(operation.addition) })
    }

    private init(_ operation: MesosOffer.Operation.ShrinkVolume) throws(MalformedField) {
        try Self.require(operation.hasVolume, "volume")
        try Self.require(operation.hasSubtract, "subtract")
        self = .shrinkVolume(
            volume: try read("volume") { () throws(MalformedField) in try Resource(operation.volume) },
            subtract: try read("subtract") { () throws(MalformedField) in try Quantity(operation.subtract) })
    }

    private static func require(_ isThere: Bool, _ field: String) throws(MalformedField) {
        guard isThere else { throw .missing(field, "the type of the operation requires it") }
    }
}

private let knownTypes = "RESERVE, UNRESERVE, CREATE, DESTROY, GROW_VOLUME or SHRINK_VOLUME"
