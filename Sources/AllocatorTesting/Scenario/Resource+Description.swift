package import AllocatorCore

extension ObservedResources: CustomStringConvertible {
    package var description: String { resources.map(\.listing).sorted().joined(separator: "; ") }
}

extension Resource {
    /// A one-line description with everything that identifies the resource.
    package var listing: String {
        let (metadata, disk) = (metadata, metadata.disk)
        let reservations = metadata.reservations.map { "\($0.kind == .static ? "static" : "dynamic") \($0.role)" }
        let parts = [
            reservations.isEmpty ? nil : "reserved " + reservations.joined(separator: ", "),
            disk?.persistence.map { "volume \($0.id)" },
            disk?.source.map { "\($0.kind) \($0.id?.string ?? "")" },
            metadata.isRevocable ? "revocable" : nil, metadata.isShared ? "shared" : nil,
            metadata.providerID.map { "provider \($0)" }, allocationRole.map { "for \($0)" },
        ].compactMap { $0 }
        return "\(metadata.name) \(amount.listing)" + (parts.isEmpty ? "" : " (\(parts.joined(separator: "; ")))")
    }
}

extension ResourceAmount {
    fileprivate var listing: String {
        switch self {
        case .scalar(let quantity): "\(quantity.value)"
        case .ranges(let ranges): "[" + ranges.map { "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ", ") + "]"
        case .set(let items): "{" + items.map(\.string).joined(separator: ", ") + "}"
        }
    }
}
