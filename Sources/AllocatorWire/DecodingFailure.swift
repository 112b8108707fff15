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
        /// JSON: the name of an enum's value is none of the schema's.
        case unknownEnumValue
        /// JSON: a value that the field cannot hold, such as one out of its range.
        case wrongType
        /// JSON: two of the fields that exclude each other.
        case conflictingFields
        /// It breaks the rules of its encoding, or has a list, an object or a string where the field has another.
        case malformed
    }

    package let encoding: WireEncoding
    package let reason: Reason

    /// Of the first byte that is wrong, or missing, where that is known.
    package let offset: Int?

    package init(_ reason: Reason, in encoding: WireEncoding, at offset: Int? = nil) {
        self.reason = reason
        self.encoding = encoding
        self.offset = offset
    }
}

extension DecodingFailure: CustomStringConvertible {
    /// One line that says what to do about it.
    package var description: String {
        let place = offset.map { ", at byte \($0)" } ?? ""
        return switch reason {
        case .empty: "an empty frame: send one message a frame"
        case .tooLarge(let size, let limit): "\(size) bytes, over the limit of \(limit): send less in one call"
        case .tooManyMessages(let limit): "\(name) of over \(limit) messages, the limit: send less in one call"
        case .truncated: "\(name) that ends too early\(place): send the frame whole"
        case .trailingBytes: "\(name) with more behind its end\(place): send one message a frame"
        case .nestedTooDeep(let limit): "\(name) nested deeper than \(limit) levels\(place)"
        case .invalidUTF8: "\(name) with a string that is not UTF-8\(place)"
        case .unknownEnumValue: "\(name) with the name of an enum's value that the schema does not have\(place)"
        case .wrongType: "\(name) with a value that its field cannot hold\(place)"
        case .conflictingFields: "\(name) with several fields of which one excludes the others\(place): keep one"
        case .malformed where encoding == .json:
            "JSON that is not well formed, or with a value of the wrong kind\(place)"
        case .malformed: "not a message of the schema\(place): send protobuf, or JSON that begins with {"
        }
    }

    private var name: String {
        switch encoding {
        case .binary: "binary"
        case .json: "JSON"
        }
    }
}
