/// The repeated measurements of one part of a case.
struct Measurement {
    /// The case with its size, and the part of it.
    var name: String
    var seconds: [Double]
    /// How many offers each had, where it offers.
    var offers: Int?
    /// Mesos's figure for the same part, in milliseconds on the machine of the page Performance.
    var reference: ReferenceFigure?

    var median: Double {
        let sorted = seconds.sorted()
        guard !sorted.isEmpty else { return .nan }
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    /// The least and the most.
    var spread: (least: Double, most: Double) { (seconds.min() ?? .nan, seconds.max() ?? .nan) }
}

/// A figure of Mesos: of one measurement, or the range of several.
struct ReferenceFigure {
    var milliseconds: ClosedRange<Double>

    init(_ milliseconds: Double) { self.milliseconds = milliseconds...milliseconds }

    init(_ milliseconds: ClosedRange<Double>) { self.milliseconds = milliseconds }

    /// In seconds: of a range the least, so that no ratio is flattered.
    func seconds(calibrated factor: Double) -> Double { milliseconds.lowerBound * factor / 1000 }
}
