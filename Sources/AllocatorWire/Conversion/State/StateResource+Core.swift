import AllocatorCore

/// Writes lists of resources, deduplicating their metadata.
struct StateResourceLists {
    private(set) var kinds: [MesosResource] = []
    private var positions: [ResourceMetadata: UInt32] = [:]

    mutating func list(_ entries: [ResourceEntry]) -> WireStateResourceList {
        var list = WireStateResourceList()
        list.resources = entries.map { resource($0) }
        return list
    }

    private mutating func resource(_ entry: ResourceEntry) -> WireStateResource {
        var resource = WireStateResource()
        resource.kind = kind(entry.metadata)
        switch entry.amount {
        case .scalar(let quantity): resource.thousandths = quantity.thousandths
        case .ranges(let ranges): resource.ranges = MesosValue.Ranges(ranges)
        case .set(let items): resource.set = MesosValue.Set(items)
        }
        if entry.copies != 1 { resource.copies = UInt32(clamping: entry.copies) }
        return resource
    }

    private mutating func kind(_ metadata: ResourceMetadata) -> UInt32 {
        if let position = positions[metadata] { return position }
        let position = UInt32(kinds.count)
        positions[metadata] = position
        kinds.append(MesosResource(metadata))
        return position
    }
}

extension ResourceMetadata {
    /// Reads the metadata of a kind.
    static func ofKind(_ kind: MesosResource) throws(MalformedField) -> ResourceMetadata {
        guard kind.hasType else { throw .missing("type", "a kind has SCALAR, RANGES or SET") }
        switch kind.type {
        case .scalar: return try of(kind, type: .scalar)
        case .ranges: return try of(kind, type: .ranges)
        case .set: return try of(kind, type: .set)
        case .text: throw MalformedField("type", "is TEXT, which is for attributes only")
        case .UNRECOGNIZED(let number): throw .unknown("type", number: number, known: "SCALAR, RANGES or SET")
        }
    }
}

extension ResourceEntry {
    init(_ resource: WireStateResource, _ kinds: [ResourceMetadata]) throws(MalformedField) {
        let metadata = try StateReferences.element(of: kinds, resource.kind, "kind", "kinds")
        let amount: ResourceAmount
        switch metadata.type {
        case .scalar: amount = .scalar(Quantity(thousandths: resource.thousandths))
        case .ranges:
            amount = .ranges(try read("ranges") { () throws(MalformedField) in try readRanges(resource.ranges) })
        case .set: amount = .set(resource.set.item.map { Name($0) })
        }
        guard let copies = Int32(exactly: resource.copies) else {
            throw MalformedField("copies", "is \(resource.copies), which is not a valid number of copies")
        }
        self.init(metadata: metadata, amount: amount, copies: copies == 0 ? 1 : copies)
    }
}
