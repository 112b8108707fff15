/// Formats text in columns.
package enum Columns {
    /// Replaces control characters, so that a text from any source stays on one line and cannot control the terminal.
    package static func plain(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? " " : $0 }))
    }

    /// Truncates a text to a width, with an ellipsis.
    package static func cut(_ text: String, to width: Int) -> String {
        text.count > width ? text.prefix(width - 1) + "…" : text
    }

    /// Removes the spaces at the end of a line.
    package static func trimmedEnd(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }

    package static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    package static func leftPadded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    /// Formats a number with a comma between groups of thousands.
    package static func count(_ number: Int) -> String {
        var groups: [Substring] = []
        var digits = String(number.magnitude)[...]
        while digits.count > 3 {
            groups.insert(digits.suffix(3), at: 0)
            digits = digits.dropLast(3)
        }
        groups.insert(digits, at: 0)
        return (number < 0 ? "-" : "") + groups.joined(separator: ",")
    }

    /// Formats a number with a fixed number of decimals. A number too large for `Int` gets its default description.
    package static func fixed(_ number: Double, _ decimals: Int) -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        guard let scaled = Int(exactly: (number.magnitude * scale).rounded()) else { return "\(number)" }
        guard decimals > 0 else { return (number < 0 ? "-" : "") + count(scaled) }
        let fraction = String(scaled % Int(scale))
        let zeroes = String(repeating: "0", count: decimals - fraction.count)
        return (number < 0 ? "-" : "") + count(scaled / Int(scale)) + "." + zeroes + fraction
    }

    /// Whether the character is a line break, a control character, or one that changes the direction of text.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
