import AllocatorWire

/// Gathers the series of metrics, whoever knows them: what the registry has counted, and what is read where it is kept.
struct MetricFamilies {
    private var families: [String: WireMetricFamily] = [:]

    init(_ counted: [WireMetricFamily] = []) {
        for family in counted { families[family.name] = family }
    }

    /// Adds a series of a counter or a gauge. No two of one metric may have the same labels.
    mutating func add(_ description: MetricDescription, _ value: Double, _ labels: [String: String] = [:]) {
        var series = WireMetricSeries()
        series.labels = labels
        series.number = value
        families[description.name, default: description.family].series.append(series)
    }

    /// By name.
    var message: WireMetrics {
        var message = WireMetrics()
        message.families = families.values.sorted { $0.name < $1.name }
        return message
    }
}
