package import SwiftProtobuf

package typealias EventDecoder = FrameDecoder<WireEvent>
package typealias QueryDecoder = FrameDecoder<WireQuery>
package typealias PublicationDecoder = FrameDecoder<WirePublication>
package typealias AnswerDecoder = FrameDecoder<WireAnswer>
package typealias JournalEntryDecoder = FrameDecoder<WireJournalEntry>
package typealias SnapshotDecoder = FrameDecoder<WireSnapshot>

/// Reads the bytes of one frame, whoever sent them, as a message of the schema. It ends with the message or with a
/// `DecodingFailure`, in time and stack that the limits bound.
///
/// Unknown fields are skipped in both encodings. An unknown number of an enum is kept as such, for the reader of the field
/// to judge; in JSON an unknown name is a failure, unless the frame has shown before that it was written with a newer
/// schema, by a field that this one does not have: then it is skipped with that field, as proto3 has it.
package struct FrameDecoder<Message: SwiftProtobuf.Message>: Sendable {
    private let limits: WireLimits

    package init(limits: WireLimits = WireLimits()) {
        self.limits = limits
    }

    /// - Complexity: O(n) in the bytes of the frame, which is not copied.
    package func decode(_ frame: RawSpan) throws(DecodingFailure) -> Message {
        let encoding = WireEncoding(of: frame)
        guard !frame.isEmpty else { throw DecodingFailure(.empty, in: encoding, at: 0) }
        guard frame.byteCount <= limits.maximumFrameSize else {
            throw DecodingFailure(
                .tooLarge(size: frame.byteCount, limit: limits.maximumFrameSize), in: encoding,
                at: limits.maximumFrameSize)
        }
        guard !MessageCount(limits: limits).isExceeded(by: frame, as: encoding) else {
            throw DecodingFailure(.tooManyMessages(limit: limits.maximumMessages), in: encoding)
        }
        return switch encoding {
        case .binary: try decodeBinary(frame)
        case .json: try decodeJSON(frame)
        }
    }

    package func decode(_ frame: [UInt8]) throws(DecodingFailure) -> Message {
        try decode(frame.span.bytes)
    }

    private func decodeBinary(_ frame: RawSpan) throws(DecodingFailure) -> Message {
        var options = BinaryDecodingOptions()
        options.messageDepthLimit = limits.maximumNestingDepth
        options.discardUnknownFields = true
        do {
            return try Message(serializedBytes: frame, options: options)
        } catch {
            throw binaryFailure(error, size: frame.byteCount)
        }
    }

    private func decodeJSON(_ frame: RawSpan) throws(DecodingFailure) -> Message {
        var options = JSONDecodingOptions()
        options.messageDepthLimit = limits.maximumNestingDepth
        do {
            return try frame.withUnsafeBytes { try Message(jsonUTF8Bytes: BorrowedBytes($0), options: options) }
        } catch JSONDecodingError.unknownField {
            // Read once more below, with the leniency that a newer schema asks for.
        } catch {
            throw jsonFailure(error, in: frame)
        }
        options.ignoreUnknownFields = true
        do {
            return try frame.withUnsafeBytes { try Message(jsonUTF8Bytes: BorrowedBytes($0), options: options) }
        } catch {
            throw jsonFailure(error, in: frame)
        }
    }

    private func binaryFailure(_ error: any Error, size: Int) -> DecodingFailure {
        let reason = (error as? BinaryDecodingError).map(reason) ?? .malformed
        return DecodingFailure(reason, in: .binary, at: reason == .truncated ? size : nil)
    }

    /// Where a frame is not UTF-8, that is the reason, wherever the reader stumbled over it.
    private func jsonFailure(_ error: any Error, in frame: RawSpan) -> DecodingFailure {
        do throws(UTF8.ValidationError) {
            try frame.withUnsafeBytes { bytes throws(UTF8.ValidationError) in
                _ = try UTF8Span(validating: bytes.assumingMemoryBound(to: UInt8.self).span)
            }
        } catch {
            return DecodingFailure(.invalidUTF8, in: .json, at: error.byteOffsets.lowerBound)
        }
        let reason = (error as? JSONDecodingError).map(reason) ?? .malformed
        return DecodingFailure(reason, in: .json, at: reason == .truncated ? frame.byteCount : nil)
    }

    private func reason(_ error: BinaryDecodingError) -> DecodingFailure.Reason {
        switch error {
        case .truncated: .truncated
        case .trailingGarbage: .trailingBytes
        case .invalidUTF8: .invalidUTF8
        case .messageDepthLimit: .nestedTooDeep(limit: limits.maximumNestingDepth)
        case .malformedProtobuf, .missingRequiredFields, .internalExtensionError: .malformed
        }
    }

    private func reason(_ error: JSONDecodingError) -> DecodingFailure.Reason {
        switch error {
        case .truncated: .truncated
        case .trailingGarbage: .trailingBytes
        case .messageDepthLimit: .nestedTooDeep(limit: limits.maximumNestingDepth)
        case .unrecognizedEnumValue: .unknownEnumValue
        case .conflictingOneOf: .conflictingFields
        // swift-protobuf calls a double out of its range invalid UTF-8; what is that in truth does not come here.
        case .numberRange, .invalidUTF8, .schemaMismatch, .malformedBool, .malformedDuration, .illegalNull:
            .wrongType
        default: .malformed
        }
    }
}

/// Lets swift-protobuf read JSON where it lies: it takes a span for binary only. Lives no longer than the closure that it
/// is made in.
private struct BorrowedBytes: SwiftProtobufContiguousBytes {
    private let bytes: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    // The protocol asks for these; reading asks for `withUnsafeBytes` only.
    init(repeating: UInt8, count: Int) {
        preconditionFailure("borrowed bytes are read, never made")
    }

    init<S: Sequence>(_ sequence: S) where S.Element == UInt8 {
        preconditionFailure("borrowed bytes are read, never made")
    }

    var count: Int { bytes.count }

    func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try body(bytes)
    }

    mutating func withUnsafeMutableBytes<R>(_ body: (UnsafeMutableRawBufferPointer) throws -> R) rethrows -> R {
        preconditionFailure("borrowed bytes are read, never written")
    }
}
