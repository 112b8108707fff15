/// What is known of a figure that scatters much wider than the difference that is looked for: the mean of many measurements, and how far
/// it may lie off by chance.
struct Estimate {
    let mean: Double
    /// The standard deviation of the mean, supposing that the measurements do not hang together; not a number for fewer than two.
    let standardError: Double

    init(of values: [Double]) {
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let squares = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
        self.mean = mean
        standardError = (squares / (count - 1) / count).squareRoot()
    }
}
