package import SwiftProtobuf

package typealias EventEncoder = FrameEncoder<WireEvent>
package typealias QueryEncoder = FrameEncoder<WireQuery>
package typealias PublicationEncoder = FrameEncoder<WirePublication>
package typealias AnswerEncoder = FrameEncoder<WireAnswer>
package typealias JournalEntryEncoder = FrameEncoder<WireJournalEntry>
package typealias SnapshotEncoder = FrameEncoder<WireSnapshot>

/// The failure to encode a message that exceeds protobuf's limit of 2 GiB.
package struct EncodingFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String { "a message of over 2 GiB, which protobuf cannot write: make it smaller" }
}

/// Encodes a message of the schema as a frame. Encoding is deterministic: maps are sorted by key.
///
/// JSON follows the proto3 mapping with the schema's field names: zero fields without presence are omitted, 64-bit
/// integers are strings, enums are names.
package struct FrameEncoder<Message: SwiftProtobuf.Message>: Sendable {
    package init() {}

    package func encode(_ message: Message, as encoding: WireEncoding) throws(EncodingFailure) -> [UInt8] {
        do {
            switch encoding {
            case .binary:
                var options = BinaryEncodingOptions()
                options.useDeterministicOrdering = true
                return try message.serializedBytes(options: options)
            case .json:
                var options = JSONEncodingOptions()
                options.preserveProtoFieldNames = true
                options.useDeterministicOrdering = true
                return try message.jsonUTF8Bytes(options: options)
            }
        } catch {
            // The size limit is the only possible error, because the schema has no required fields and no Any.
            throw EncodingFailure()
        }
    }
}
