package import AllocatorWire

/// What one metric is: its name by Prometheus' conventions (base units, and the unit last; `_total` for what only grows), what
/// it means, and its kind.
package struct MetricDescription: Hashable, Sendable {
    package let name: String
    package let help: String
    package let kind: Kind

    package enum Kind: Hashable, Sendable {
        case counter
        case gauge
        /// - Parameter upperBounds: of its buckets, ascending; what lies above the last has one more.
        case histogram(upperBounds: [Double])
    }

    package init(name: String, help: String, kind: Kind) {
        self.name = name
        self.help = help
        self.kind = kind
    }

    /// A family without series yet.
    package var family: WireMetricFamily {
        var family = WireMetricFamily()
        family.name = name
        family.help = help
        family.kind =
            switch kind {
            case .counter: .counter
            case .gauge: .gauge
            case .histogram: .histogram
            }
        return family
    }
}

extension MetricDescription.Kind {
    /// Of times, in seconds: from 100 µs, as a small run takes, to 10 s.
    static let seconds = Self.histogram(upperBounds: [
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ])

    /// Of the frames that one turn of the loop takes: up to its budget, and beyond it where a batch is to be completed.
    static let frames = Self.histogram(upperBounds: [1, 4, 16, 64, 255, 1_024, 4_095])
}
