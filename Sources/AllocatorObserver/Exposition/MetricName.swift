/// The rules for names in Prometheus's text format.
package enum MetricName {
    /// Whether a metric's name is valid: `[a-zA-Z_:][a-zA-Z0-9_:]*`.
    package static func isValid(_ name: String) -> Bool {
        isWellFormed(name, colons: true)
    }

    /// Whether a label's name is valid: `[a-zA-Z_][a-zA-Z0-9_]*`, except `le`, the label of histogram buckets, and
    /// names that begin with `__`, which Prometheus reserves.
    package static func isValidLabel(_ name: String) -> Bool {
        isWellFormed(name, colons: false) && name != "le" && !name.hasPrefix("__")
    }

    private static func isWellFormed(_ name: String, colons: Bool) -> Bool {
        guard let first = name.utf8.first, !isDigit(first) else { return false }
        return name.utf8.allSatisfy { byte in
            isDigit(byte) || isLetter(byte) || byte == UInt8(ascii: "_") || colons && byte == UInt8(ascii: ":")
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
