/// Parses scalar values that JSON allows in more than one form.
enum JSONNumber {
    /// The maximum length of a number with a fraction or an exponent in swift-protobuf.
    private static let longestDouble = 127
    private static let longestDuration: UInt64 = 315_576_000_000

    static let durationRule = "seconds such as \"1.5s\", up to \(longestDuration)"

    /// Parses an integer, also in the form `1e3` or `1.0`. Returns `nil` if it is no integer or out of range.
    static func integer<Value: FixedWidthInteger>(_ token: String, as type: Value.Type) -> Value? {
        guard isNumber(token) else { return nil }
        let isNegative = token.utf8.first == UInt8(ascii: "-")
        guard !isNegative || Value.isSigned else { return nil }
        if let value = Value(token) { return value }
        let digits = isNegative ? String(token.dropFirst()) : token
        guard digits.utf8.contains(where: { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let magnitude = double(digits).flatMap({ UInt64(exactly: $0) })
        else { return nil }
        guard isNegative else { return Value(exactly: magnitude) }
        return Int64(exactly: magnitude).flatMap { Value(exactly: -$0) }
    }

    /// Parses a finite number.
    static func double(_ token: String) -> Double? {
        guard token.utf8.count <= longestDouble, isNumber(token), let value = Double(token), value.isFinite else {
            return nil
        }
        return value
    }

    /// Whether a quoted text is a non-finite number, such as `NaN`.
    static func isWordForNumber(_ text: String) -> Bool {
        ["NaN", "Infinity", "-Infinity", "Inf", "-Inf"].contains(text)
    }

    private static func isNumber(_ token: String) -> Bool {
        var token = token
        return token.withUTF8 { bytes in
            var cursor = JSONCursor(UnsafeRawBufferPointer(bytes))
            return (try? cursor.number()) != nil && cursor.isAtEnd
        }
    }

    /// Whether a text is a duration: seconds with up to nine decimals and the unit.
    static func isDuration(_ text: String) -> Bool {
        guard text.utf8.last == UInt8(ascii: "s") else { return false }
        let number = text.dropLast().drop { $0 == "-" }
        guard text.utf8.count - 1 - number.utf8.count <= 1 else { return false }
        let parts = number.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) }),
            let seconds = UInt64(parts[0]), seconds <= longestDuration
        else { return false }
        return parts.count == 1 || parts[1].utf8.count <= 9
    }

    /// Whether a text is Base64 in either alphabet, with or without padding.
    static func isBase64(_ text: UnsafeRawBufferPointer) -> Bool {
        let padding = text.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        let digits = text.dropLast(padding)
        guard digits.allSatisfy(isBase64Digit) else { return false }
        let isStandard = digits.contains { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/") }
        let isForURLs = digits.contains { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
        guard !(isStandard && isForURLs) else { return false }
        switch digits.count % 4 {
        case 0: return padding == 0
        case 2: return padding == 0 || padding == 2
        case 3: return padding == 0 || padding == 1
        default: return false
        }
    }

    private static func isBase64Digit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "-"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
