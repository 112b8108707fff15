/// A tokenizer for JSON (RFC 8259) that reads in place and never beyond the end of the bytes.
struct JSONCursor {
    /// A syntax error at the cursor.
    enum Mistake: Error, Hashable {
        /// The text ends prematurely.
        case truncated
        case unexpected
        /// A string contains an unescaped control character.
        case controlCharacter
        case badEscape
    }

    let bytes: UnsafeRawBufferPointer
    private(set) var offset: Int

    init(_ bytes: UnsafeRawBufferPointer, at offset: Int = 0) {
        self.bytes = bytes
        self.offset = offset
    }

    var isAtEnd: Bool { offset == bytes.count }

    /// The byte at the cursor, or `nil` at the end.
    @inline(__always)
    var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    @inline(__always)
    mutating func skipBlanks() {
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): offset += 1
            default: return
            }
        }
    }

    /// Skips a byte if it is the one at the cursor.
    @inline(__always)
    mutating func skip(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        offset += 1
        return true
    }

    mutating func require(_ byte: UInt8) throws(Mistake) {
        guard skip(byte) else { throw isAtEnd ? .truncated : .unexpected }
    }

    // MARK: Strings

    struct Text {
        /// The bytes between the quotes.
        let raw: UnsafeRawBufferPointer
        let hasEscapes: Bool

        /// - Precondition: The bytes are UTF-8, and `string()` has checked the escapes.
        var string: String { hasEscapes ? JSONCursor.unescape(raw) : String(decoding: raw, as: UTF8.self) }
    }

    /// Reads the string that begins at the cursor.
    mutating func string() throws(Mistake) -> Text {
        try require(UInt8(ascii: "\""))
        let start = offset
        var hasEscapes = false
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                defer { offset += 1 }
                return Text(raw: UnsafeRawBufferPointer(rebasing: bytes[start..<offset]), hasEscapes: hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                try skipEscape()
            case 0..<0x20: throw .controlCharacter
            default: offset += 1
            }
        }
        throw .truncated
    }

    private mutating func skipEscape() throws(Mistake) {
        let start = offset
        offset += 1
        guard let kind = next else { throw .truncated }
        offset += 1
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return
        case UInt8(ascii: "u"): break
        default:
            offset = start
            throw .badEscape
        }
        let unit = try hexadecimal(escapeAt: start)
        guard unit & 0xF800 == 0xD800 else { return }
        // A high surrogate, which a low surrogate must follow.
        guard unit < 0xDC00, skip(UInt8(ascii: "\\")), skip(UInt8(ascii: "u")),
            try hexadecimal(escapeAt: start) & 0xFC00 == 0xDC00
        else {
            offset = start
            throw .badEscape
        }
    }

    private mutating func hexadecimal(escapeAt start: Int) throws(Mistake) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next else { throw .truncated }
            guard let digit = Self.hexadecimalDigit(byte) else {
                offset = start
                throw .badEscape
            }
            value = value << 4 | digit
            offset += 1
        }
        return value
    }

    private static func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    private static func unescape(_ raw: UnsafeRawBufferPointer) -> String {
        var units: [UInt16] = []
        var text = ""
        var index = 0
        var start = 0
        func plain() -> String { String(decoding: raw[start..<index], as: UTF8.self) }
        while index < raw.count {
            guard raw[index] == UInt8(ascii: "\\") else {
                index += 1
                continue
            }
            text += plain()
            units.removeAll(keepingCapacity: true)
            // Consecutive escapes are decoded together, because two may form a surrogate pair.
            while index + 5 < raw.count, raw[index] == UInt8(ascii: "\\"), raw[index + 1] == UInt8(ascii: "u") {
                let digits = raw[(index + 2)..<(index + 6)].compactMap(hexadecimalDigit)
                units.append(UInt16(truncatingIfNeeded: digits.reduce(0) { $0 << 4 | $1 }))
                index += 6
            }
            if units.isEmpty {
                text.unicodeScalars.append(Self.escaped(raw[index + 1]))
                index += 2
            } else {
                text += String(decoding: units, as: UTF16.self)
            }
            start = index
        }
        return text + plain()
    }

    private static func escaped(_ byte: UInt8) -> Unicode.Scalar {
        switch byte {
        case UInt8(ascii: "b"): "\u{08}"
        case UInt8(ascii: "f"): "\u{0C}"
        case UInt8(ascii: "n"): "\n"
        case UInt8(ascii: "r"): "\r"
        case UInt8(ascii: "t"): "\t"
        default: Unicode.Scalar(byte)
        }
    }

    // MARK: Other values

    /// Skips the number that begins at the cursor, and returns its text.
    mutating func number() throws(Mistake) -> UnsafeRawBufferPointer {
        let start = offset
        _ = skip(UInt8(ascii: "-"))
        if !skip(UInt8(ascii: "0")) { try skipDigits() }
        if skip(UInt8(ascii: ".")) { try skipDigits() }
        if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
            if !skip(UInt8(ascii: "+")) { _ = skip(UInt8(ascii: "-")) }
            try skipDigits()
        }
        try requireEndOfWord()
        return UnsafeRawBufferPointer(rebasing: bytes[start..<offset])
    }

    private mutating func skipDigits() throws(Mistake) {
        let start = offset
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { offset += 1 }
        guard offset > start else { throw isAtEnd ? .truncated : .unexpected }
    }

    /// Skips a word such as `null` if it is the one at the cursor.
    mutating func skip(word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard bytes.count - offset >= count,
            bytes[offset..<(offset + count)].elementsEqual(UnsafeRawBufferPointer(start: word.utf8Start, count: count))
        else { return false }
        var behind = self
        behind.offset += count
        guard (try? behind.requireEndOfWord()) != nil else { return false }
        self = behind
        return true
    }

    /// Throws if a letter, a digit or another word character follows.
    private func requireEndOfWord() throws(Mistake) {
        switch next {
        case nil, UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ":"), UInt8(ascii: " "),
            UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
            return
        default: throw .unexpected
        }
    }

    /// Skips a value by matching quotes and brackets only, so that the value may be malformed.
    ///
    /// - Complexity: O(n) in its bytes, without a stack.
    mutating func skipRoughly() throws(Mistake) {
        skipBlanks()
        var depth = 0
        repeat {
            guard let byte = next else { throw .truncated }
            switch byte {
            case UInt8(ascii: "\""): try skipStringRoughly()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                offset += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard depth > 0 else { throw .unexpected }
                depth -= 1
                offset += 1
            case UInt8(ascii: ",") where depth == 0: throw .unexpected
            default: skipWordRoughly(depth: depth)
            }
        } while depth > 0
    }

    private mutating func skipStringRoughly() throws(Mistake) {
        offset += 1
        while let byte = next {
            offset += byte == UInt8(ascii: "\\") && offset + 1 < bytes.count ? 2 : 1
            if byte == UInt8(ascii: "\"") { return }
        }
        throw .truncated
    }

    /// Skips to a possible end of the value. Inside brackets, separators are skipped, too.
    private mutating func skipWordRoughly(depth: Int) {
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "}"), UInt8(ascii: "]"): return
            case UInt8(ascii: ",") where depth == 0: return
            default: offset += 1
            }
        }
    }
}
