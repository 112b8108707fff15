/// The measurements of a subject, by column.
struct Row: Encodable {
    struct Figure: Encodable {
        let column: String
        /// The value of each repetition.
        let values: [Double]

        init(_ column: String, _ values: [Double]) {
            self.column = column
            self.values = values
        }

        init(_ column: String, _ value: Double) {
            self.init(column, [value])
        }

        var median: Double {
            let sorted = values.sorted()
            guard !sorted.isEmpty else { return .nan }
            let middle = sorted.count / 2
            return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
        }

        /// The maximum deviation from the median, in percent, or `nil` for a single value.
        var spread: Double? {
            guard values.count > 1, let least = values.min(), let most = values.max() else { return nil }
            return 100 * max(most - median, median - least) / median
        }
    }

    let name: String
    let figures: [Figure]

    init(_ name: String, _ figures: Figure...) {
        self.name = name
        self.figures = figures
    }
}

/// The measurements of one case.
struct Section: Encodable {
    let title: String
    let rows: [Row]
}
