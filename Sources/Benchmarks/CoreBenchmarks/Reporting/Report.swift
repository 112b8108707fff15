import Foundation

/// Measurements as text of 80 columns and as JSON.
struct Report {
    /// The factor by which this machine is slower than the one of Mesos's figures.
    var calibration: Double
    var measurements: [Measurement] = []

    // MARK: Text

    static let header =
        "case".padded(to: 48) + "median ms".padded(to: -11) + "± %".padded(to: -6) + "reference".padded(to: -9)
        + "ratio".padded(to: -6)

    /// One line: the median, the spread, Mesos's scaled figure, and the speedup.
    func line(of measurement: Measurement) -> String {
        let median = measurement.median
        let spread = measurement.spread
        let deviation = 100 * max(spread.most - median, median - spread.least) / median
        var line = measurement.name.padded(to: 48) + Self.digits(median * 1000).padded(to: -11)
        line += (measurement.seconds.count > 1 ? String(format: "%.0f", deviation) : "").padded(to: -6)
        if let reference = measurement.reference?.seconds(calibrated: calibration) {
            line += Self.digits(reference * 1000).padded(to: -9)
            line += String(format: "%.0f", reference / median).padded(to: -6)
        }
        return line
    }

    /// Formats a value with four significant digits.
    private static func digits(_ value: Double) -> String {
        guard value.isFinite else { return "-" }
        let decimals = value >= 1000 ? 0 : value >= 100 ? 1 : value >= 10 ? 2 : value >= 1 ? 3 : 5
        return String(format: "%.\(decimals)f", value)
    }

    // MARK: JSON

    private struct Line: Encodable {
        var name: String
        var seconds: [Double]
        var median: Double
        var offers: Int?
        var referenceSeconds: Double?
        var ratio: Double?
    }

    func json() throws -> String {
        let lines = measurements.filter { !$0.seconds.isEmpty }.map { measurement in
            let reference = measurement.reference?.seconds(calibrated: calibration)
            return Line(
                name: measurement.name, seconds: measurement.seconds, median: measurement.median,
                offers: measurement.offers, referenceSeconds: reference,
                ratio: reference.map { $0 / measurement.median })
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return String(decoding: try encoder.encode(lines), as: UTF8.self)
    }
}

extension String {
    /// Pads with trailing spaces, or with leading ones if `columns` is negative.
    func padded(to columns: Int) -> String {
        let spaces = String(repeating: " ", count: max(0, abs(columns) - count))
        return columns < 0 ? spaces + self : self + spaces
    }
}
