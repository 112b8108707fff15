/// Finds the envelope of an undecodable or oversized frame. The envelope suffices to reply to the sender and to count
/// the event in its sequence.
///
/// It reads the top-level fields, skips the call, and stops where it cannot find the start of the next field.
struct EnvelopeScan {
    /// A field of the envelope.
    private enum Finding<Value: Equatable> {
        case absent
        case found(Value)
        /// The field is present but unreadable, or occurs twice in JSON.
        case unreadable

        /// Returns the value, `absent` if the field is absent, or `nil` if it is unreadable.
        func value(ifAbsent absent: Value) -> Value? {
            switch self {
            case .absent: absent
            case .found(let value): value
            case .unreadable: nil
            }
        }

        mutating func note(_ value: Value?, replacing: Bool) {
            guard let value else {
                self = .unreadable
                return
            }
            if case .absent = self { self = .found(value) } else { self = replacing ? .found(value) : .unreadable }
        }
    }

    private var cluster = Finding<String>.absent
    private var master = Finding<String>.absent
    private var epoch = Finding<UInt64>.absent
    private var sequence = Finding<UInt64>.absent
    private var requestID = Finding<String>.absent
    private var callKind: CallKind?

    /// - Complexity: O(n) in the bytes of the frame, without a stack.
    init(_ frame: RawSpan) {
        frame.withUnsafeBytes { bytes in
            switch WireEncoding(of: frame) {
            case .json: readJSON(bytes)
            case .binary: readBinary(bytes)
            }
        }
    }

    /// The envelope of an event whose sender can be replied to. A sequence number counts only together with its epoch.
    /// - Returns: `nil` if the sender is unknown, or if there is neither a sequence number nor a request id to reply
    ///   to.
    var envelope: EventEnvelope? {
        guard let master = master.value(ifAbsent: ""), WireName.isValidMaster(master),
            let cluster = cluster.value(ifAbsent: ""), WireName.isValidCluster(WireName.cluster(cluster))
        else { return nil }
        var envelope = EventEnvelope(cluster: cluster, master: master, callKind: callKind)
        if let epoch = epoch.value(ifAbsent: 0), let sequence = sequence.value(ifAbsent: 0) {
            envelope.epoch = epoch
            envelope.sequence = sequence
        }
        if let requestID = requestID.value(ifAbsent: ""), requestID.utf8.count <= WireLimits.maximumRequestIDLength {
            envelope.requestID = requestID
        }
        return envelope.sequence > 0 || !envelope.requestID.isEmpty ? envelope : nil
    }

    // MARK: - JSON

    private mutating func readJSON(_ bytes: UnsafeRawBufferPointer) {
        JSONMembers.forEach(in: bytes) { key, value in
            guard let field = Schema.event.field(named: key) else { return }
            switch field.number {
            case 1: cluster.note(value.text, replacing: false)
            case 2: master.note(value.text, replacing: false)
            case 3: epoch.note(value.integer, replacing: false)
            case 4: sequence.note(value.integer, replacing: false)
            case 5: requestID.note(value.text, replacing: false)
            default: noteCall(field.number)
            }
        }
    }

    private mutating func noteCall(_ number: Int) {
        guard callKind == nil, let name = Schema.event.field(number: number)?.name else { return }
        callKind = CallKind.allCases.first { $0.name == name }
    }

    // MARK: - Binary

    /// Reads the binary encoding, in which the last occurrence of a field counts.
    private mutating func readBinary(_ bytes: UnsafeRawBufferPointer) {
        BinaryFields.forEach(in: bytes) { number, value in
            switch number {
            case 1: cluster.note(value.text, replacing: true)
            case 2: master.note(value.text, replacing: true)
            case 3: epoch.note(value.integer, replacing: true)
            case 4: sequence.note(value.integer, replacing: true)
            case 5: requestID.note(value.text, replacing: true)
            default: noteCall(number)
            }
        }
    }
}

extension EventEnvelope {
    /// Reads the envelope of an event that cannot be decoded.
    /// - Returns: `nil` if its sender cannot be replied to.
    package init?(ofUnreadable frame: RawSpan) {
        guard let envelope = EnvelopeScan(frame).envelope else { return nil }
        self = envelope
    }
}

extension WireQuery {
    /// Reads the request id of an undecodable question, empty if that is unreadable, too.
    package static func requestID(ofUnreadable frame: RawSpan) -> String {
        var found = ""
        frame.withUnsafeBytes { bytes in
            switch WireEncoding(of: frame) {
            case .json:
                let schema = Schema.shared[WireQuery.protoMessageName]
                JSONMembers.forEach(in: bytes) { key, value in
                    if schema.field(named: key)?.number == 1 { found = value.text ?? "" }
                }
            case .binary:
                BinaryFields.forEach(in: bytes) { number, value in
                    if number == 1 { found = value.text ?? "" }
                }
            }
        }
        return found
    }
}

/// The members of a JSON object, up to the first syntax error.
private enum JSONMembers {
    struct Value {
        /// The cursor at the beginning of the value.
        let cursor: JSONCursor

        var isNull: Bool {
            var cursor = cursor
            return cursor.skip(word: "null")
        }

        /// - Returns: The value as a string, or `nil` if it is not one.
        var text: String? {
            var cursor = cursor
            guard let text = try? cursor.string(), text.isUTF8 else { return nil }
            return text.string
        }

        /// - Returns: The value as an integer, with or without quotes, or `nil` if it is not one.
        var integer: UInt64? {
            if let text { return JSONNumber.integer(text, as: UInt64.self) }
            var cursor = cursor
            guard let token = try? cursor.number() else { return nil }
            return JSONNumber.integer(String(decoding: token, as: UTF8.self), as: UInt64.self)
        }
    }

    /// Visits the members of an object. Skips `null` members, which count as absent.
    static func forEach(in bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer, Value) -> Void) {
        var cursor = JSONCursor(bytes, at: JSONText.start(of: bytes))
        cursor.skipBlanks()
        guard cursor.skip(UInt8(ascii: "{")) else { return }
        repeat {
            cursor.skipBlanks()
            guard let key = try? cursor.string() else { return }
            cursor.skipBlanks()
            guard cursor.skip(UInt8(ascii: ":")) else { return }
            cursor.skipBlanks()
            let value = Value(cursor: cursor)
            // A truncated field still counts as present.
            let isWhole = (try? cursor.skipRoughly()) != nil
            if !value.isNull { key.withName { body($0, value) } }
            guard isWhole else { return }
            cursor.skipBlanks()
        } while cursor.skip(UInt8(ascii: ","))
    }
}

extension JSONCursor.Text {
    fileprivate var isUTF8: Bool {
        (try? UTF8Span(validating: raw.assumingMemoryBound(to: UInt8.self).span)) != nil
    }

    fileprivate func withName(_ body: (UnsafeRawBufferPointer) -> Void) {
        guard hasEscapes else { return body(raw) }
        var name = string
        name.withUTF8 { body(UnsafeRawBufferPointer($0)) }
    }
}

/// The fields of a binary message, up to the first malformed one.
private enum BinaryFields {
    struct Value {
        let form: UInt64
        fileprivate let number: UInt64
        fileprivate let bytes: UnsafeRawBufferPointer?

        var text: String? {
            guard form == 2, let bytes else { return nil }
            return String(validating: bytes.bindMemory(to: UInt8.self), as: UTF8.self)
        }

        var integer: UInt64? { form == 0 ? number : nil }
    }

    /// Visits the fields. A length-delimited field that exceeds the remaining bytes is visited without its bytes.
    static func forEach(in bytes: UnsafeRawBufferPointer, _ body: (Int, Value) -> Void) {
        var position = 0
        while position < bytes.count, let tag = ProtobufScanner.varint(of: bytes, from: &position, upTo: bytes.count),
            let field = Int(exactly: tag >> 3), field > 0
        {
            switch tag & 7 {
            case 0:
                guard let number = ProtobufScanner.varint(of: bytes, from: &position, upTo: bytes.count) else { return }
                body(field, Value(form: 0, number: number, bytes: nil))
            case 1:
                position += 8
            case 2:
                guard let length = ProtobufScanner.varint(of: bytes, from: &position, upTo: bytes.count) else { return }
                guard length <= UInt64(bytes.count - position) else {
                    return body(field, Value(form: 2, number: 0, bytes: nil))
                }
                let end = position + Int(length)
                body(field, Value(form: 2, number: 0, bytes: UnsafeRawBufferPointer(rebasing: bytes[position..<end])))
                position = end
            case 5:
                position += 4
            default:
                // A group, or an invalid wire type.
                return
            }
        }
    }
}
