package import SwiftProtobuf

package typealias EventEncoder = FrameEncoder<WireEvent>
package typealias QueryEncoder = FrameEncoder<WireQuery>
package typealias PublicationEncoder = FrameEncoder<WirePublication>
package typealias AnswerEncoder = FrameEncoder<WireAnswer>
package typealias JournalEntryEncoder = FrameEncoder<WireJournalEntry>
package typealias SnapshotEncoder = FrameEncoder<WireSnapshot>

/// Protobuf has no form for it: a message's binary form ends at 2 GiB.
package struct EncodingFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String { "a message of over 2 GiB, which protobuf cannot write: make it smaller" }
}

/// Encodes a message of the schema as the bytes of one frame. Equal messages give equal bytes: maps are written in the
/// order of their keys.
///
/// JSON follows proto3's rules with the schema's own names: fields without presence that are zero are left out, 64-bit
/// integers are strings, enums are names.
///
/// JSON follows proto3's rules with the schema's own names: what has no presence and is zero is left out, 64-bit
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
            // The only error that a schema without required fields and without Any can meet.
            throw EncodingFailure()
        }
    }
}
