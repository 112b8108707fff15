package import AllocatorCore

/// A fast path for the most frequent events of a busy cluster. It decodes `recover_resources`,
/// `transition_offered_to_allocated` and `add_agent` in binary directly into calls.
///
/// It gives the same results as `EventDecoder` and `Call`, but only for the usual form of these events. Otherwise, also
/// on errors, it gives up. The full decoder then reads the whole frame and reports errors.
package struct HotEventReader {
    /// The maximum size of a frame, or `nil` if a limit is so low that this reader could exceed it.
    private let maximumFrameSize: Int?
    private let messageCount: MessageCount
    /// Caches of the last names, which the next event likely repeats.
    private var master = ""
    private var role: Name = ""

    /// The nesting depth of the three calls, including the event, plus one.
    private static let deepestNesting = 8

    package init(limits: WireLimits) {
        maximumFrameSize = limits.maximumNestingDepth < Self.deepestNesting ? nil : limits.maximumFrameSize
        messageCount = MessageCount(limits: limits)
    }

    /// Reads an event. Returns `nil` if it is of another kind or not in the usual form.
    ///
    /// - Complexity: O(n) in the bytes of the frame.
    package mutating func read(_ frame: RawSpan) -> (envelope: EventEnvelope, call: Call)? {
        guard let maximumFrameSize, frame.byteCount <= maximumFrameSize,
            !messageCount.mayBeExceeded(bySize: frame.byteCount)
        else { return nil }
        return frame.withUnsafeBytes { bytes in
            guard let fields = ProtobufScanner(bytes) else { return nil }
            return try? event(fields)
        }
    }

    private mutating func event(
        _ fields: consuming ProtobufScanner
    ) throws(NeedsFullDecoder) -> (envelope: EventEnvelope, call: Call) {
        var envelope = EventEnvelope(master: "")
        var call: Call?
        var seen = SeenFields()
        while !fields.isAtEnd {
            let tag = try fields.tag()
            try seen.note(tag >> 3)
            switch tag {
            case Tag.text(1): envelope.cluster = try cluster(fields.bytes())
            case Tag.text(2): envelope.master = try master(fields.bytes())
            case Tag.integer(3): envelope.epoch = try fields.varint()
            case Tag.integer(4): envelope.sequence = try fields.varint()
            case Tag.text(5): envelope.requestID = try requestID(fields.bytes())
            default:
                guard call == nil, let hot = HotCall(tag: tag) else { throw NeedsFullDecoder() }
                envelope.callKind = hot.kind
                call = try read(hot, fields.message())
            }
        }
        guard let call, !envelope.master.isEmpty else { throw NeedsFullDecoder() }
        return (envelope, call)
    }

    // MARK: - The envelope

    private func cluster(_ bytes: UnsafeRawBufferPointer) throws(NeedsFullDecoder) -> String {
        guard !bytes.isEmpty else { return "" }
        let name = try ProtobufScanner.text(bytes)
        guard WireName.isValidCluster(name) else { throw NeedsFullDecoder() }
        return name
    }

    private mutating func master(_ bytes: UnsafeRawBufferPointer) throws(NeedsFullDecoder) -> String {
        guard !bytes.isEmpty else { throw NeedsFullDecoder() }
        if !bytes.spell(master) {
            let name = try ProtobufScanner.text(bytes)
            guard WireName.isValidMaster(name) else { throw NeedsFullDecoder() }
            master = name
        }
        return master
    }

    private func requestID(_ bytes: UnsafeRawBufferPointer) throws(NeedsFullDecoder) -> String {
        guard bytes.count <= WireLimits.maximumRequestIDLength else { throw NeedsFullDecoder() }
        return try ProtobufScanner.text(bytes)
    }

    // MARK: - The calls

    private enum HotCall {
        case addAgent
        case transitionOfferedToAllocated
        case recoverResources

        init?(tag: UInt64) {
            switch tag {
            case Tag.message(23): self = .addAgent
            case Tag.message(36): self = .transitionOfferedToAllocated
            case Tag.message(37): self = .recoverResources
            default: return nil
            }
        }

        var kind: CallKind {
            switch self {
            case .addAgent: .addAgent
            case .transitionOfferedToAllocated: .transitionOfferedToAllocated
            case .recoverResources: .recoverResources
            }
        }
    }

    private mutating func read(_ call: HotCall, _ fields: ProtobufScanner) throws(NeedsFullDecoder) -> Call {
        switch call {
        case .addAgent: try addAgent(fields)
        case .transitionOfferedToAllocated: try transitionOfferedToAllocated(fields)
        case .recoverResources: try recoverResources(fields)
        }
    }

    private mutating func recoverResources(_ fields: consuming ProtobufScanner) throws(NeedsFullDecoder) -> Call {
        var framework: Name = ""
        var agent: Name = ""
        var resources: [Resource] = []
        var filters: RefusalFilters?
        var isAllocated = false
        var seen = SeenFields()
        while !fields.isAtEnd {
            let tag = try fields.tag()
            if tag != Tag.message(3) { try seen.note(tag >> 3) }
            switch tag {
            case Tag.text(1): framework = Name(try fields.text())
            case Tag.text(2): agent = Name(try fields.text())
            case Tag.message(3): resources.append(try resource(fields.message(), &role))
            case Tag.message(4): filters = try Self.filters(fields.bytes())
            case Tag.integer(5): isAllocated = try fields.bool()
            default: throw NeedsFullDecoder()
            }
        }
        guard !framework.isEmpty, !agent.isEmpty else { throw NeedsFullDecoder() }
        return .recoverResources(
            framework: framework, agent: agent, resources: resources, filters: filters, isAllocated: isAllocated)
    }

    private mutating func transitionOfferedToAllocated(
        _ fields: consuming ProtobufScanner
    ) throws(NeedsFullDecoder) -> Call {
        var agent: Name = ""
        var resources: [Resource] = []
        var framework: Name?
        var seen = SeenFields()
        while !fields.isAtEnd {
            let tag = try fields.tag()
            if tag != Tag.message(2) { try seen.note(tag >> 3) }
            switch tag {
            case Tag.text(1): agent = Name(try fields.text())
            case Tag.message(2): resources.append(try resource(fields.message(), &role))
            case Tag.text(3):
                let name = try fields.text()
                framework = name.isEmpty ? nil : Name(name)
            default: throw NeedsFullDecoder()
            }
        }
        guard !agent.isEmpty else { throw NeedsFullDecoder() }
        return .transitionOfferedToAllocated(agent: agent, resources: resources, framework: framework)
    }

    private mutating func addAgent(_ fields: ProtobufScanner) throws(NeedsFullDecoder) -> Call {
        try HotAgentReader.addAgent(fields, &role)
    }

    /// Reads filters. An empty message counts as present.
    private static func filters(_ bytes: UnsafeRawBufferPointer) throws(NeedsFullDecoder) -> RefusalFilters {
        guard var fields = ProtobufScanner(bytes), !fields.isAtEnd else { return RefusalFilters(refuseSeconds: nil) }
        guard try fields.tag() == Tag.fixed64(1) else { throw NeedsFullDecoder() }
        let seconds = try fields.double()
        guard fields.isAtEnd, !seconds.isNaN else { throw NeedsFullDecoder() }
        return RefusalFilters(refuseSeconds: seconds)
    }
}
