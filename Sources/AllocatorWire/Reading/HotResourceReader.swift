import AllocatorCore

/// Reads a resource in the most frequent form: a scalar or ranges, without reservation or volume.
///
/// - Parameter role: The allocation role of the last resource, cached because the next one likely has it, too.
func resource(_ fields: consuming ProtobufScanner, _ role: inout Name) throws(NeedsFullDecoder) -> Resource {
    var name: UnsafeRawBufferPointer?
    var type: UInt64?
    var scalar: Quantity?
    var ranges: [ClosedRange<UInt64>]?
    var isRevocable = false
    var allocationRole: Name?
    var seen = SeenFields()
    while !fields.isAtEnd {
        let tag = try fields.tag()
        try seen.note(tag >> 3)
        switch tag {
        case Tag.text(1): name = try fields.bytes()
        case Tag.integer(2): type = try fields.varint()
        case Tag.message(3): scalar = try quantity(fields.message())
        case Tag.message(4): ranges = try numbers(fields.bytes())
        case Tag.message(9):
            guard try fields.bytes().isEmpty else { throw NeedsFullDecoder() }
            isRevocable = true
        case Tag.message(11): allocationRole = try allocation(fields.message(), &role)
        default: throw NeedsFullDecoder()
        }
    }
    guard let name, !name.isEmpty else { throw NeedsFullDecoder() }
    switch (type, scalar, ranges) {
    case (0, let scalar?, nil):
        return Resource(
            metadata: try metadata(name, .scalar, isRevocable), amount: .scalar(scalar), allocationRole: allocationRole)
    case (1, nil, let ranges?):
        return Resource(
            metadata: try metadata(name, .ranges, isRevocable), amount: .ranges(ranges), allocationRole: allocationRole)
    default:
        throw NeedsFullDecoder()
    }
}

private func metadata(
    _ name: UnsafeRawBufferPointer, _ type: ResourceType, _ isRevocable: Bool
) throws(NeedsFullDecoder) -> ResourceMetadata {
    if !isRevocable, let metadata = ResourceMetadata.plain(name, type) { return metadata }
    return ResourceMetadata(name: Name(try ProtobufScanner.text(name)), type: type, isRevocable: isRevocable)
}

private func quantity(_ fields: consuming ProtobufScanner) throws(NeedsFullDecoder) -> Quantity {
    guard try fields.tag() == Tag.fixed64(1) else { throw NeedsFullDecoder() }
    guard let quantity = Quantity(try fields.double()), fields.isAtEnd else { throw NeedsFullDecoder() }
    return quantity
}

/// Reads ranges, which may be empty.
private func numbers(_ bytes: UnsafeRawBufferPointer) throws(NeedsFullDecoder) -> [ClosedRange<UInt64>] {
    guard var fields = ProtobufScanner(bytes) else { return [] }
    var ranges: [ClosedRange<UInt64>] = []
    while !fields.isAtEnd {
        guard try fields.tag() == Tag.message(1) else { throw NeedsFullDecoder() }
        var range = try fields.message()
        guard try range.tag() == Tag.integer(1) else { throw NeedsFullDecoder() }
        let begin = try range.varint()
        guard try range.tag() == Tag.integer(2) else { throw NeedsFullDecoder() }
        let end = try range.varint()
        guard range.isAtEnd, begin <= end else { throw NeedsFullDecoder() }
        ranges.append(begin...end)
    }
    return ranges
}

private func allocation(_ fields: consuming ProtobufScanner, _ role: inout Name) throws(NeedsFullDecoder) -> Name {
    guard try fields.tag() == Tag.text(1) else { throw NeedsFullDecoder() }
    let bytes = try fields.bytes()
    guard fields.isAtEnd, !bytes.isEmpty else { throw NeedsFullDecoder() }
    if !bytes.spell(role.string) { role = Name(try ProtobufScanner.text(bytes)) }
    return role
}
