import Histogram

/// A histogram of latencies from a microsecond to an hour, with three significant digits.
package struct Latency: Sendable {
    private var histogram = Histogram<UInt64>(
        lowestDiscernibleValue: 1, highestTrackableValue: highest, numberOfSignificantValueDigits: .three)

    /// The highest recorded value in microseconds. Longer times are clamped to it.
    private static let highest: UInt64 = 3_600_000_000

    package init() {}

    mutating func record(_ duration: Duration) {
        let microseconds = max(0, duration / .microseconds(1))
        histogram.record(microseconds < Double(Self.highest) ? UInt64(microseconds) : Self.highest)
    }

    package var count: Int { Int(histogram.totalCount) }

    /// Returns the duration that `percentile` percent of the recorded values do not exceed, or `nil` if there are none.
    package func percentile(_ percentile: Double) -> Duration? {
        count == 0 ? nil : .microseconds(Int64(histogram.valueAtPercentile(percentile)))
    }
}
