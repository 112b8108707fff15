/// Counts the messages in a frame before decoding allocates them.
///
/// An empty message takes two bytes in a frame and hundreds when decoded, so a frame within its size limit could
/// exhaust the memory. The count does not use the schema: every field that may be a message counts. So it is never too
/// low and, because text rarely parses as messages, rarely much too high.
struct MessageCount {
    private let limit: Int
    private let deepest: Int

    init(limits: WireLimits) {
        limit = limits.maximumMessages
        deepest = limits.maximumNestingDepth
    }

    /// Whether a frame is large enough to exceed the limit: a message has at least two bytes in both encodings.
    func mayBeExceeded(bySize size: Int) -> Bool { size / 2 > limit }

    /// - Complexity: O(n) in the bytes of the frame, each of which is read once.
    func isExceeded(by frame: RawSpan, as encoding: WireEncoding) -> Bool {
        guard mayBeExceeded(bySize: frame.byteCount) else { return false }
        return frame.withUnsafeBytes { bytes in
            switch encoding {
            case .binary: isExceeded(byBinary: bytes)
            case .json: isExceeded(byJSON: bytes)
            }
        }
    }

    /// Counts the messages of a binary frame. A malformed field ends its message, as in decoding; earlier counts stand.
    private func isExceeded(byBinary bytes: UnsafeRawBufferPointer) -> Bool {
        var (position, count) = (0, 0)
        // The ends of the messages around `position`, outermost first.
        var ends = [bytes.count]
        while count <= limit, let end = ends.last {
            if position == end {
                count += 1
                ends.removeLast()
                continue
            }
            guard let length = Self.skipField(of: bytes, from: &position, upTo: end) else {
                position = end
                ends.removeLast()
                continue
            }
            // The decoder refuses deeper messages.
            guard let length, ends.count <= deepest else {
                position += length ?? 0
                continue
            }
            ends.append(position + length)
        }
        return count > limit
    }

    /// Skips a field. For a length-delimited field, moves to its contents and returns their length.
    ///
    /// - Returns: `nil` for malformed fields. The tags that begin and end a group count as fields, so that the group's
    ///   contents are counted.
    private static func skipField(
        of bytes: UnsafeRawBufferPointer, from position: inout Int, upTo end: Int
    ) -> Int?? {
        guard let tag = ProtobufScanner.varint(of: bytes, from: &position, upTo: end) else { return nil }
        switch tag & 7 {
        case 0: return ProtobufScanner.varint(of: bytes, from: &position, upTo: end) == nil ? nil : .some(nil)
        case 1: return skip(8, &position, end) ? .some(nil) : nil
        case 2:
            guard let length = ProtobufScanner.varint(of: bytes, from: &position, upTo: end),
                length <= UInt64(end - position)
            else {
                return nil
            }
            return .some(Int(length))
        case 3, 4: return .some(nil)
        case 5: return skip(4, &position, end) ? .some(nil) : nil
        default: return nil
        }
    }

    private static func skip(_ count: Int, _ position: inout Int, _ end: Int) -> Bool {
        guard count <= end - position else { return false }
        position += count
        return true
    }

    /// Counts objects in JSON: every opening brace outside strings.
    private func isExceeded(byJSON bytes: UnsafeRawBufferPointer) -> Bool {
        var (count, isInString, isEscaped) = (0, false, false)
        for byte in bytes {
            if isEscaped {
                isEscaped = false
            } else if isInString {
                if byte == UInt8(ascii: "\\") { isEscaped = true }
                if byte == UInt8(ascii: "\"") { isInString = false }
            } else if byte == UInt8(ascii: "\"") {
                isInString = true
            } else if byte == UInt8(ascii: "{") {
                count += 1
                if count > limit { return true }
            }
        }
        return false
    }
}
