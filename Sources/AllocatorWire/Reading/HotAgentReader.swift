import AllocatorCore

/// A fast path for `add_agent` events without attributes, domain and planned maintenance.
enum HotAgentReader {
    static func addAgent(_ fields: consuming ProtobufScanner, _ role: inout Name) throws(NeedsFullDecoder) -> Call {
        var agent: AgentDescription?
        var capabilities: AgentCapabilities = []
        var total: [Resource]?
        var used: [Name: [Resource]] = [:]
        var seen = SeenFields()
        while !fields.isAtEnd {
            let tag = try fields.tag()
            if tag != Tag.message(2), tag != Tag.message(5) { try seen.note(tag >> 3) }
            switch tag {
            case Tag.message(1): agent = try description(fields.message())
            case Tag.message(2): capabilities.formUnion(try capability(fields.bytes()))
            case Tag.message(4): total = try resources(fields.bytes(), &role)
            case Tag.message(5):
                let (id, resources) = try use(fields.message(), &role)
                guard used.updateValue(resources, forKey: id) == nil else { throw NeedsFullDecoder() }
            default: throw NeedsFullDecoder()
            }
        }
        guard var agent, let total else { throw NeedsFullDecoder() }
        agent.capabilities = capabilities
        return .addAgent(agent, unavailability: nil, total: total, used: used)
    }

    private static func description(_ fields: consuming ProtobufScanner) throws(NeedsFullDecoder) -> AgentDescription {
        var hostname: Name = ""
        var id: Name?
        var port: Int32?
        var seen = SeenFields()
        while !fields.isAtEnd {
            let tag = try fields.tag()
            try seen.note(tag >> 3)
            switch tag {
            case Tag.text(1): hostname = Name(try fields.text())
            case Tag.message(6): id = try identifier(fields.message())
            case Tag.integer(8):
                guard let number = Int32(exactly: try fields.varint()) else { throw NeedsFullDecoder() }
                port = number
            default: throw NeedsFullDecoder()
            }
        }
        guard let id else { throw NeedsFullDecoder() }
        return AgentDescription(id: id, hostname: hostname, port: port)
    }

    private static func identifier(_ fields: consuming ProtobufScanner) throws(NeedsFullDecoder) -> Name {
        guard try fields.tag() == Tag.text(1) else { throw NeedsFullDecoder() }
        let id = try fields.text()
        guard fields.isAtEnd, !id.isEmpty else { throw NeedsFullDecoder() }
        return Name(id)
    }

    /// Reads a known capability. Unknown ones need the full decoder.
    private static func capability(_ bytes: UnsafeRawBufferPointer) throws(NeedsFullDecoder) -> AgentCapabilities {
        guard var fields = ProtobufScanner(bytes), try fields.tag() == Tag.integer(1) else { throw NeedsFullDecoder() }
        let number = try fields.varint()
        guard fields.isAtEnd else { throw NeedsFullDecoder() }
        switch number {
        case 1: return .multiRole
        case 2: return .hierarchicalRole
        case 3: return .reservationRefinement
        case 4: return .resourceProvider
        case 5: return .resizeVolume
        case 6: return .agentOperationFeedback
        case 7: return .agentDraining
        case 8: return .taskResourceLimits
        default: throw NeedsFullDecoder()
        }
    }

    /// Reads the resources of a `ResourceList`, which may be empty.
    private static func resources(
        _ bytes: UnsafeRawBufferPointer, _ role: inout Name
    ) throws(NeedsFullDecoder) -> [Resource] {
        guard var fields = ProtobufScanner(bytes) else { return [] }
        var resources: [Resource] = []
        while !fields.isAtEnd {
            guard try fields.tag() == Tag.message(1) else { throw NeedsFullDecoder() }
            resources.append(try resource(fields.message(), &role))
        }
        return resources
    }

    /// Reads an entry of the map.
    private static func use(
        _ fields: consuming ProtobufScanner, _ role: inout Name
    ) throws(NeedsFullDecoder) -> (id: Name, resources: [Resource]) {
        guard try fields.tag() == Tag.text(1) else { throw NeedsFullDecoder() }
        let id = Name(try fields.text())
        guard !id.isEmpty, try fields.tag() == Tag.message(2) else { throw NeedsFullDecoder() }
        let resources = try resources(fields.bytes(), &role)
        guard fields.isAtEnd else { throw NeedsFullDecoder() }
        return (id, resources)
    }
}
