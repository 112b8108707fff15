import AllocatorWire

/// Collects the series of all metrics: the counted ones of the registry, and readings that other types keep themselves.
struct MetricFamilies {
    private var families: [String: WireMetricFamily] = [:]

    init(_ counted: [WireMetricFamily] = []) {
        for family in counted { families[family.name] = family }
    }

    /// Adds a series of a counter or a gauge. The labels must be unique within the metric.
    mutating func add(_ description: MetricDescription, _ value: Double, _ labels: [String: String] = [:]) {
        var series = WireMetricSeries()
        series.labels = labels
        series.number = value
        families[description.name, default: description.family].series.append(series)
    }

    /// The families sorted by name.
    var message: WireMetrics {
        var message = WireMetrics()
        message.families = families.values.sorted { $0.name < $1.name }
        return message
    }
}
