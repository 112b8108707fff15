/// Why the bytes of a frame are not the message that they should be.
package struct DecodingFailure: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        case empty
        case tooLarge(size: Int, limit: Int)
        /// It may hold more messages than the limit allows; none of them was decoded.
        case tooManyMessages(limit: Int)
        /// It ends inside of a field, a value or a string.
        case truncated
        /// More follows after the end of the message.
        case trailingBytes
        case nestedTooDeep(limit: Int)
        case invalidUTF8
        /// JSON: a field that a message of ours does not have.
        case unknownField
        /// JSON: a field, or a key of a map, that comes twice.
        case duplicateField
        /// JSON: the name of an enum's value is none of the schema's.
        case unknownEnumValue
        /// JSON: a value that the field cannot hold: of another kind, or out of its range.
        case wrongType
        /// JSON: two of the fields that exclude each other.
        case conflictingFields
        /// It breaks the rules of its encoding.
        case malformed

        /// Whether it was refused for its size, and may otherwise be right.
        package var isLimit: Bool {
            switch self {
            case .tooLarge, .tooManyMessages: true
            default: false
            }
        }
    }

    /// The field of a JSON text that is wrong, its problem and its place.
    package struct Place: Hashable, Sendable {
        /// The names of the fields on the way, as the schema writes them; empty: the text as a whole.
        package let path: String
        /// The problem, and after a colon what to do.
        package let problem: String
        package let line: Int
        /// In characters of Unicode.
        package let column: Int
    }

    package let encoding: WireEncoding
    package let reason: Reason

    /// The offset of the first wrong or missing byte, if known.
    package let offset: Int?

    /// Nil for binary, and where the frame was not looked into.
    package let place: Place?

    package init(_ reason: Reason, in encoding: WireEncoding, at offset: Int? = nil, place: Place? = nil) {
        self.reason = reason
        self.encoding = encoding
        self.offset = offset
        self.place = place
    }
}

extension DecodingFailure: CustomStringConvertible {
    /// One line that says what to do about it.
    package var description: String {
        if let place {
            let subject = place.path.isEmpty ? "the JSON" : place.path
            return "\(subject) \(place.problem) (line \(place.line), column \(place.column))"
        }
        let byte = offset.map { ", at byte \($0)" } ?? ""
        return switch reason {
        case .empty: "an empty frame: send one message a frame"
        case .tooLarge(let size, let limit): "\(size) bytes, over the limit of \(limit): send less in one call"
        case .tooManyMessages(let limit): "\(name) of over \(limit) messages, the limit: send less in one call"
        case .truncated: "\(name) that ends too early\(byte): send the frame whole"
        case .trailingBytes: "\(name) with more behind its end\(byte): send one message a frame"
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
