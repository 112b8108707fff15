/// The estimate of a figure whose scatter is much wider than the difference of interest: the mean of many measurements,
/// and its standard error.
struct Estimate {
    let mean: Double
    /// The standard error of the mean, for independent measurements; not a number for fewer than two.
    let standardError: Double

    init(of values: [Double]) {
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let squares = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
        self.mean = mean
        standardError = (squares / (count - 1) / count).squareRoot()
    }
}
