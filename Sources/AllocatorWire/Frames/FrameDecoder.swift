package import SwiftProtobuf

package typealias EventDecoder = FrameDecoder<WireEvent>
package typealias QueryDecoder = FrameDecoder<WireQuery>
package typealias PublicationDecoder = FrameDecoder<WirePublication>
package typealias AnswerDecoder = FrameDecoder<WireAnswer>
package typealias JournalEntryDecoder = FrameDecoder<WireJournalEntry>
package typealias SnapshotDecoder = FrameDecoder<WireSnapshot>

/// Decodes an untrusted frame as a message of the schema. The limits bound the time and the stack.
///
/// In binary, unknown fields are skipped, and unknown enum numbers are preserved for the conversion to check. In JSON,
/// unknown fields are skipped in Mesos's messages and fail in all others. Unknown enum names fail, too (`JSONCheck`).
package struct FrameDecoder<Message: SwiftProtobuf.Message>: Sendable {
    private let limits: WireLimits
    private let checksJSON: Bool

    /// - Parameter checksJSON: Whether to run `JSONCheck`. `false` for previously accepted content, in which earlier
    ///   versions skipped fields that are refused now.
    package init(limits: WireLimits = WireLimits(), checksJSON: Bool = true) {
        self.limits = limits
        self.checksJSON = checksJSON
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
        if checksJSON { try checkJSON(frame) }
        var options = JSONDecodingOptions()
        options.messageDepthLimit = limits.maximumNestingDepth
        // The check allows unknown fields in Mesos's messages only.
        options.ignoreUnknownFields = true
        do {
            return try frame.withUnsafeBytes { bytes in
                let text = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(JSONText.start(of: bytes)))
                return try Message(jsonUTF8Bytes: BorrowedBytes(text), options: options)
            }
        } catch {
            // `JSONCheck` is meant to be stricter than swift-protobuf. If it is not, the frame is still refused.
            throw DecodingFailure(.malformed, in: .json)
        }
    }

    private func checkJSON(_ frame: RawSpan) throws(DecodingFailure) {
        try frame.withUnsafeBytes { bytes throws(DecodingFailure) in
            do throws(UTF8.ValidationError) {
                _ = try UTF8Span(validating: bytes.assumingMemoryBound(to: UInt8.self).span)
            } catch {
                throw JSONText.failure(
                    .invalidUTF8, problem: "is not UTF-8", in: bytes, at: error.byteOffsets.lowerBound)
            }
            do throws(JSONMistake) {
                try JSONCheck.check(
                    JSONCursor(bytes, at: JSONText.start(of: bytes)), as: Schema.shared[Message.protoMessageName],
                    deepest: limits.maximumNestingDepth)
            } catch {
                throw JSONText.failure(error, in: bytes)
            }
        }
    }

    private func binaryFailure(_ error: any Error, size: Int) -> DecodingFailure {
        let reason = (error as? BinaryDecodingError).map(reason) ?? .malformed
        return DecodingFailure(reason, in: .binary, at: reason == .truncated ? size : nil)
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
}

/// An unowned view of JSON bytes for swift-protobuf, which accepts spans for binary only. It must not escape the
/// closure that it is created in.
private struct BorrowedBytes: SwiftProtobufContiguousBytes {
    private let bytes: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    // The protocol requires these initializers; parsing calls only `withUnsafeBytes`.
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
