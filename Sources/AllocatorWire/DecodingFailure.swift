/// The failure to decode a frame as a message.
package struct DecodingFailure: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        case empty
        case tooLarge(size: Int, limit: Int)
        /// The frame may contain more messages than the limit allows, so none was decoded.
        case tooManyMessages(limit: Int)
        /// The frame ends inside a field, a value or a string.
        case truncated
        /// Bytes follow the end of the message.
        case trailingBytes
        case nestedTooDeep(limit: Int)
        case invalidUTF8
        /// JSON: an unknown field of a message that is not one of Mesos's.
        case unknownField
        /// JSON: a duplicate field or map key.
        case duplicateField
        /// JSON: an unknown name of an enum value.
        case unknownEnumValue
        /// JSON: a value of the wrong type or out of the field's range.
        case wrongType
        /// JSON: two fields of one oneof.
        case conflictingFields
        /// The bytes violate the rules of the encoding.
        case malformed

        /// Whether the frame exceeds a limit, although it may be well-formed.
        package var isLimit: Bool {
            switch self {
            case .tooLarge, .tooManyMessages: true
            default: false
            }
        }
    }

    /// A faulty field of a JSON text: its path, the problem and its position.
    package struct Place: Hashable, Sendable {
        /// The path of schema field names, empty for the text as a whole.
        package let path: String
        /// The problem, and after a colon the remedy.
        package let problem: String
        package let line: Int
        /// The column, in Unicode characters.
        package let column: Int
    }

    package let encoding: WireEncoding
    package let reason: Reason

    /// The offset of the first wrong or missing byte, if known.
    package let offset: Int?

    /// The position in the JSON text, or `nil` for binary frames and frames that were not parsed.
    package let place: Place?

    package init(_ reason: Reason, in encoding: WireEncoding, at offset: Int? = nil, place: Place? = nil) {
        self.reason = reason
        self.encoding = encoding
        self.offset = offset
        self.place = place
    }
}

extension DecodingFailure: CustomStringConvertible {
    /// A one-line description with the remedy.
    package var description: String {
        if let place {
            let subject = place.path.isEmpty ? "the JSON" : place.path
            return "\(subject) \(place.problem) (line \(place.line), column \(place.column))"
        }
        let byte = offset.map { ", at byte \($0)" } ?? ""
        return switch reason {
        case .empty: "an empty frame: send one message per frame"
        case .tooLarge(let size, let limit): "\(size) bytes, over the limit of \(limit): send less in one call"
        case .tooManyMessages(let limit): "\(name) of over \(limit) messages, the limit: send less in one call"
        case .truncated: "\(name) that ends too early\(byte): send the whole frame"
        case .trailingBytes: "\(name) with bytes after its end\(byte): send one message per frame"
        case .nestedTooDeep(let limit): "\(name) nested deeper than \(limit) levels\(byte)"
        case .invalidUTF8: "\(name) with a string that is not UTF-8\(byte)"
        case .unknownField, .duplicateField, .unknownEnumValue, .wrongType, .conflictingFields, .malformed:
            "not a message of the schema\(byte): send protobuf, or JSON that begins with {"
        }
    }

    private var name: String {
        switch encoding {
        case .binary: "binary"
        case .json: "JSON"
        }
    }
}
