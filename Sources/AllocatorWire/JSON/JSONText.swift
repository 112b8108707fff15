/// Detection of JSON frames, and descriptions of positions in them.
enum JSONText {
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Returns the offset of the text, after a byte order mark if there is one.
    static func start(of bytes: UnsafeRawBufferPointer) -> Int {
        bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
    }

    /// Whether a frame is JSON: it begins with `{`, optionally after a byte order mark or blanks.
    ///
    /// A whitespace byte may also begin a binary message: `0x0A` is the tag of field 1. In JSON, `{` and then a quote
    /// or `}` follow the whitespace, and no other control characters occur. A binary message has control characters in
    /// the tags of its call, question or answer. So no message can be both.
    static func isJSON(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let first = bytes.first else { return false }
        if first == UInt8(ascii: "{") { return true }
        let start = start(of: bytes)
        guard start > 0 || isBlank(first) else { return false }
        var cursor = JSONCursor(bytes, at: start)
        cursor.skipBlanks()
        guard cursor.skip(UInt8(ascii: "{")) else { return false }
        if start > 0 { return true }
        cursor.skipBlanks()
        switch cursor.next {
        case UInt8(ascii: "\""), UInt8(ascii: "}"): return !bytes.contains { $0 < 0x09 }
        default: return false
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): true
        default: false
        }
    }

    // MARK: - Failures

    static func failure(_ mistake: JSONMistake, in bytes: UnsafeRawBufferPointer) -> DecodingFailure {
        failure(mistake.reason, path: mistake.path, problem: mistake.problem, in: bytes, at: mistake.offset)
    }

    static func failure(
        _ reason: DecodingFailure.Reason, path: String = "", problem: String, in bytes: UnsafeRawBufferPointer,
        at offset: Int
    ) -> DecodingFailure {
        let before = bytes[start(of: bytes)..<max(offset, start(of: bytes))]
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let ofLine = before.lastIndex(of: UInt8(ascii: "\n")).map { before[($0 + 1)...] } ?? before
        // Skips UTF-8 continuation bytes, which begin with the bits 10.
        let column = ofLine.count { $0 & 0xC0 != 0x80 } + 1
        return DecodingFailure(
            reason, in: .json, at: offset,
            place: DecodingFailure.Place(path: bounded(path), problem: problem, line: line, column: column))
    }

    /// Truncates a path, which map keys can make arbitrarily long.
    private static func bounded(_ path: String) -> String {
        JSONExcerpt.line(path, atMost: maximumPathLength)
    }

    private static let maximumPathLength = 512
}
