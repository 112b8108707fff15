/// Parses durations in text form: a number with a unit, such as `500ms`, `5s` or `1.5h`, or a plain number.
package enum DurationText {
    /// The units, in nanoseconds.
    private static let units: [(suffix: String, nanoseconds: Double)] = [
        ("ns", 1), ("us", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3_600e9), ("d", 86_400e9),
    ]
    /// The maximum in nanoseconds, above every setting's own maximum and below overflow of `Int64`.
    private static let longest = 9e18
    /// The maximum length of the text, in bytes.
    private static let longestText = 64

    /// Examples for errors and help texts.
    package static let examples = "500ms, 5s, 10m or 1h"

    /// Parses a duration.
    ///
    /// - Returns: The duration in nanoseconds, or `nil` if the text is not a duration.
    ///
    /// - Parameter plain: The unit of a number without one.
    package static func nanoseconds(_ text: String, plain: Duration) -> Int64? {
        guard text.utf8.count <= longestText else { return nil }
        let number = text.prefix { "0123456789.eE+-".contains($0) }
        let suffix = text[number.endIndex...]
        let unit = suffix.isEmpty ? plain / .nanoseconds(1) : units.first { $0.suffix == suffix }?.nanoseconds
        guard let unit, let value = Double(number), value.isFinite else { return nil }
        let nanoseconds = (value * unit).rounded()
        return nanoseconds.magnitude <= longest ? Int64(nanoseconds) : nil
    }

    package static func duration(_ text: String, plain: Duration) -> Duration? {
        nanoseconds(text, plain: plain).map { .nanoseconds($0) }
    }
}
