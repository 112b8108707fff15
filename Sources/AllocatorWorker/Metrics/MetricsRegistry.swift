import AllocatorCore
package import AllocatorWire
package import CoreMetrics
import Synchronization

/// Stores the values that are recorded through swift-metrics, so that the worker can publish them.
///
/// Each worker creates its own registry and passes it to all code that records metrics. The global factory of
/// swift-metrics stays unused, so that several workers in one process do not share counters. Each label must be the
/// name of a `MetricDescription`. The creators of series bound their number (`LabelTable`, `FrameworkCounters`).
package final class MetricsRegistry: MetricsFactory {
    private enum Value {
        case counter(CountedTotal)
        case gauge(LastValue)
        case histogram(CountedBuckets)

        var handler: AnyObject {
            switch self {
            case .counter(let counter): counter
            case .gauge(let gauge): gauge
            case .histogram(let histogram): histogram
            }
        }
    }

    private struct Series {
        let labels: [String: String]
        /// The label names and values, sorted by label name. `Name` compares bytes, whereas `String` compares canonical
        /// equivalents.
        let key: [Name]
        let value: Value

        var message: WireMetricSeries {
            var message = WireMetricSeries()
            message.labels = labels
            switch value {
            case .counter(let counter): message.number = Double(counter.value)
            case .gauge(let gauge): message.number = gauge.value
            case .histogram(let histogram): message.histogram = histogram.histogram
            }
            return message
        }
    }

    private let descriptions: [String: MetricDescription]
    /// The series by metric name, in the order of their creation.
    private let series = Mutex<[String: [Series]]>([:])

    package init(_ descriptions: [MetricDescription] = MetricDescription.all) {
        self.descriptions = Dictionary(uniqueKeysWithValues: descriptions.map { ($0.name, $0) })
    }

    /// All metrics that have a series, sorted by name.
    ///
    /// - Complexity: O(n log n) in the number of series.
    package var families: [WireMetricFamily] {
        series.withLock { $0 }
            .filter { !$0.value.isEmpty }
            .sorted { $0.key < $1.key }
            .map { name, all in
                var family = description(of: name).family
                family.series = all.map(\.message)
                return family
            }
    }

    private func description(of label: String) -> MetricDescription {
        guard let description = descriptions[label] else {
            preconditionFailure("\(label) is counted and not described: add it to MetricDescription.all")
        }
        return description
    }

    /// Returns the value of a series, which is created if it does not exist.
    private func value(
        _ label: String, _ dimensions: [(String, String)], _ make: (MetricDescription) -> Value
    ) -> Value {
        let labels = Dictionary(dimensions) { $1 }
        let key = labels.sorted { $0.key < $1.key }.flatMap { [Name($0.key), Name($0.value)] }
        return series.withLock { series in
            if let known = series[label]?.first(where: { $0.key == key }) { return known.value }
            let value = make(description(of: label))
            series[label, default: []].append(Series(labels: labels, key: key, value: value))
            return value
        }
    }

    /// - Complexity: Linear in the series of the metric.
    private func remove(_ handler: AnyObject, of metric: String?) {
        guard let metric else { return }
        series.withLock { $0[metric]?.removeAll { $0.value.handler === handler } }
    }
}

// MARK: - MetricsFactory

extension MetricsRegistry {
    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        guard case .counter(let counter) = value(label, dimensions, { .counter(CountedTotal(of: $0.name)) }) else {
            preconditionFailure("\(label) is no counter")
        }
        return counter
    }

    /// Returns a histogram if `aggregate` is true, otherwise a gauge.
    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        switch value(label, dimensions, aggregate ? Self.histogram : { .gauge(LastValue(of: $0.name)) }) {
        case .histogram(let histogram) where aggregate: return histogram
        case .gauge(let gauge) where !aggregate: return gauge
        default: preconditionFailure("\(label) is not what it is described as")
        }
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        guard case .histogram(let histogram) = value(label, dimensions, Self.histogram) else {
            preconditionFailure("\(label) is no histogram")
        }
        return histogram
    }

    private static func histogram(_ description: MetricDescription) -> Value {
        guard case .histogram(let upperBounds) = description.kind else {
            preconditionFailure("\(description.name) is described as something else than a histogram")
        }
        return .histogram(CountedBuckets(of: description.name, upperBounds: upperBounds))
    }

    package func destroyCounter(_ handler: any CounterHandler) {
        remove(handler, of: (handler as? CountedTotal)?.metric)
    }

    package func destroyRecorder(_ handler: any RecorderHandler) {
        remove(handler, of: (handler as? LastValue)?.metric ?? (handler as? CountedBuckets)?.metric)
    }

    package func destroyTimer(_ handler: any TimerHandler) {
        remove(handler, of: (handler as? CountedBuckets)?.metric)
    }
}
