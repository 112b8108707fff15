package import AllocatorCore

extension MesosResource {
    /// Creates the message in the post-reservation-refinement format, which never sets `role` and `reservation`.
    package init(_ resource: Resource) {
        self.init(resource.metadata)
        switch resource.amount {
        case .scalar(let quantity): scalar.value = quantity.value
        case .ranges(let ranges): self.ranges = MesosValue.Ranges(ranges)
        case .set(let items): set = MesosValue.Set(items)
        }
        if let role = resource.allocationRole { allocationInfo.role = role.string }
    }

    /// Sets all fields except the amount and the allocation role.
    init(_ metadata: ResourceMetadata) {
        self.init()
        name = metadata.name.string
        type =
            switch metadata.type {
            case .scalar: .scalar
            case .ranges: .ranges
            case .set: .set
            }
        if !metadata.reservations.isEmpty { reservations = metadata.reservations.map { ReservationInfo($0) } }
        if let disk = metadata.disk { self.disk = DiskInfo(disk) }
        if metadata.isRevocable { revocable = RevocableInfo() }
        if metadata.isShared { shared = SharedInfo() }
        if let provider = metadata.providerID { providerID.value = provider.string }
    }
}

extension MesosValue.Ranges {
    init(_ ranges: [ClosedRange<UInt64>]) {
        self.init()
        range = ranges.map { range in
            var wire = MesosValue.Range()
            wire.begin = range.lowerBound
            wire.end = range.upperBound
            return wire
        }
    }
}

extension MesosValue.Set {
    init(_ items: [Name]) {
        self.init()
        item = items.map(\.string)
    }
}
