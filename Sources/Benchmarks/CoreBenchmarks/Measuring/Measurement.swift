/// The repeated measurements of one part of a case.
struct Measurement {
    /// The case, its size and the measured part.
    var name: String
    var seconds: [Double]
    /// The number of offers in each repetition, if it makes any.
    var offers: Int?
    /// Mesos's figure for the same part, in milliseconds on the machine of the page Performance.
    var reference: ReferenceFigure?

    var median: Double {
        let sorted = seconds.sorted()
        guard !sorted.isEmpty else { return .nan }
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    /// The minimum and the maximum.
    var spread: (least: Double, most: Double) { (seconds.min() ?? .nan, seconds.max() ?? .nan) }
}

/// A figure of Mesos: a single measurement, or the range of several.
struct ReferenceFigure {
    var milliseconds: ClosedRange<Double>

    init(_ milliseconds: Double) { self.milliseconds = milliseconds...milliseconds }

    init(_ milliseconds: ClosedRange<Double>) { self.milliseconds = milliseconds }

    /// Returns the figure in seconds. Of a range, uses the lower bound, so that ratios are conservative.
    func seconds(calibrated factor: Double) -> Double { milliseconds.lowerBound * factor / 1000 }
}
