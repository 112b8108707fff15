package import AllocatorWire

/// Metrics in Prometheus's text format, version 0.0.4.
///
/// Series from the wire with invalid names or inconsistent numbers are omitted and counted.
package struct PrometheusText: Sendable {
    /// The `Content-Type` of the text.
    package static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    /// The maximum number of series written, which bounds the size of a scrape.
    package static let maximumSeries = 50_000

    package private(set) var text = ""

    /// The number of omitted families and series.
    package private(set) var leftOut = 0

    private var series = 0
    private var families: Set<String> = []

    package init() {}

    package mutating func append(_ metrics: WireMetrics) {
        for family in metrics.families { append(family) }
    }

    package mutating func append(_ family: WireMetricFamily) {
        guard MetricName.isValid(family.name), let type = family.kind.prometheusType,
            families.insert(family.name).inserted
        else {
            leftOut += 1
            return
        }
        text += "# HELP \(family.name) \(Self.escapedHelp(family.help))\n# TYPE \(family.name) \(type)\n"
        for series in family.series { append(series, of: family) }
    }

    private mutating func append(_ series: WireMetricSeries, of family: WireMetricFamily) {
        guard self.series < Self.maximumSeries, let labels = Self.labels(series.labels) else {
            leftOut += 1
            return
        }
        switch (series.value, family.kind) {
        case (.number(let number), .counter), (.number(let number), .gauge):
            text += "\(family.name)\(Self.braced(labels)) \(Self.number(number))\n"
        case (.histogram(let histogram), .histogram) where histogram.isConsistent:
            append(histogram, family.name, labels)
        default:
            leftOut += 1
            return
        }
        self.series += 1
    }

    private mutating func append(_ histogram: WireMetricHistogram, _ name: String, _ labels: [String]) {
        var total: UInt64 = 0
        for (bound, count) in zip(histogram.upperBounds + [.infinity], histogram.counts) {
            total += count
            text += "\(name)_bucket\(Self.braced(labels + ["le=\"\(Self.number(bound))\""])) \(total)\n"
        }
        text += "\(name)_sum\(Self.braced(labels)) \(Self.number(histogram.sum))\n"
        text += "\(name)_count\(Self.braced(labels)) \(total)\n"
    }

    // MARK: - Parts

    /// Formats labels as `name="value"`, sorted by name. Returns `nil` if a name is invalid.
    private static func labels(_ labels: [String: String]) -> [String]? {
        guard labels.keys.allSatisfy(MetricName.isValidLabel) else { return nil }
        return labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(escapedValue($0.value))\"" }
    }

    private static func braced(_ labels: [String]) -> String {
        labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}"
    }

    /// Formats a number, whole ones without a fraction.
    package static func number(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number > 0 ? "+Inf" : "-Inf" }
        return Int64(exactly: number).map(String.init) ?? "\(number)"
    }

    private static func escapedHelp(_ text: String) -> String {
        escaped(text, quotes: false)
    }

    private static func escapedValue(_ text: String) -> String {
        escaped(text, quotes: true)
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped.append(contentsOf: "\\\\".unicodeScalars)
            case "\n": escaped.append(contentsOf: "\\n".unicodeScalars)
            case "\"" where quotes: escaped.append(contentsOf: "\\\"".unicodeScalars)
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}

extension WireMetricFamily.Kind {
    fileprivate var prometheusType: String? {
        switch self {
        case .counter: "counter"
        case .gauge: "gauge"
        case .histogram: "histogram"
        case .unspecified, .UNRECOGNIZED: nil
        }
    }
}

extension WireMetricHistogram {
    /// Whether the bounds ascend, there is one count more than bounds, and the total fits.
    fileprivate var isConsistent: Bool {
        guard counts.count == upperBounds.count + 1 else { return false }
        guard zip(upperBounds, upperBounds.dropFirst()).allSatisfy({ $0 < $1 }) else { return false }
        guard upperBounds.allSatisfy(\.isFinite) else { return false }
        var total: UInt64 = 0
        for count in counts {
            let (sum, hasOverflowed) = total.addingReportingOverflow(count)
            guard !hasOverflowed else { return false }
            total = sum
        }
        return true
    }
}
