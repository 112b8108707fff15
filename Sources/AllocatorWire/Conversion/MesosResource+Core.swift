package import AllocatorCore

extension MesosResource {
    /// Always in the format after reservation refinement: `role` and `reservation` are never written.
    package init(_ resource: Resource) {
        self.init()
        let metadata = resource.metadata
        name = metadata.name.string
        switch resource.amount {
        case .scalar(let quantity):
            type = .scalar
            scalar.value = quantity.value
        case .ranges(let ranges):
            type = .ranges
            self.ranges = MesosValue.Ranges(ranges)
        case .set(let items):
            type = .set
            set = MesosValue.Set()
            set.item = items.map(\.string)
        }
        if let role = resource.allocationRole { allocationInfo.role = role.string }
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
