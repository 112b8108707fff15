import AllocatorWire
import Testing

/// Metrics to be looked into by name and labels.
struct MetricsView {
    let metrics: WireMetrics

    init(_ metrics: WireMetrics) { self.metrics = metrics }

    func family(_ name: String) -> WireMetricFamily? { metrics.families.first { $0.name == "quartermaster_\(name)" } }

    /// Nil where there is no such series.
    func series(_ name: String, _ labels: [String: String] = [:]) -> WireMetricSeries? {
        family(name)?.series.first { $0.labels == labels }
    }

    func number(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        guard case .number(let number) = series(name, labels)?.value else { return nil }
        return number
    }

    /// How many values a histogram has.
    func count(_ name: String, _ labels: [String: String] = [:]) -> UInt64? {
        guard case .histogram(let histogram) = series(name, labels)?.value else { return nil }
        return histogram.counts.reduce(0, +)
    }

    /// The series of a metric, all or those of a cluster, as `values of labels by name: number`, sorted.
    func summary(_ name: String, cluster: String? = nil) -> [String] {
        (family(name)?.series ?? []).filter { cluster == nil || $0.labels["cluster"] == cluster }.map { series in
            let labels = series.labels.sorted { $0.key < $1.key }.map(\.value).joined(separator: " ")
            return "\(labels): \(series.number.formatted)"
        }.sorted()
    }
}

extension Double {
    fileprivate var formatted: String { self == rounded() ? "\(Int(self))" : "\(self)" }
}
