package import AllocatorWire

/// The name, meaning and kind of a metric. Names follow the conventions of Prometheus: base units, the unit last, and
/// `_total` for counters.
package struct MetricDescription: Hashable, Sendable {
    package let name: String
    package let help: String
    package let kind: Kind

    package enum Kind: Hashable, Sendable {
        case counter
        case gauge
        /// - Parameter upperBounds: The upper bounds of the buckets, ascending. One more bucket holds the values above
        ///   the last.
        case histogram(upperBounds: [Double])
    }

    package init(name: String, help: String, kind: Kind) {
        self.name = name
        self.help = help
        self.kind = kind
    }

    /// The metric family without series.
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
    /// Buckets for durations in seconds, from 100 µs, as a small run takes, to 10 s.
    static let seconds = Self.histogram(upperBounds: [
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ])

    /// Buckets for the frames of one turn of the event loop: up to its budget, and above it if a batch had to be
    /// completed.
    static let frames = Self.histogram(upperBounds: [1, 4, 16, 64, 255, 1_024, 4_095])
}
