import AllocatorWire
import CoreMetrics
import Synchronization

/// The value behind a counter of swift-metrics.
final class CountedTotal: CounterHandler {
    /// The name of the metric that the series belongs to.
    let metric: String
    private let total = Atomic<Int64>(0)

    init(of metric: String) { self.metric = metric }

    var value: Int64 { total.load(ordering: .relaxed) }

    func increment(by amount: Int64) { total.wrappingAdd(amount, ordering: .relaxed) }

    func reset() { total.store(0, ordering: .relaxed) }
}

/// The value behind a gauge: the last recorded value.
final class LastValue: RecorderHandler {
    let metric: String
    private let bits = Atomic<UInt64>(0)

    init(of metric: String) { self.metric = metric }

    var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }
}

/// The values behind a histogram, counted in buckets.
final class CountedBuckets: RecorderHandler, TimerHandler {
    private struct Content {
        var counts: [UInt64]
        var sum = 0.0
    }

    let metric: String
    private let upperBounds: [Double]
    private let content: Mutex<Content>

    /// - Parameter upperBounds: The upper bounds, ascending.
    init(of metric: String, upperBounds: [Double]) {
        self.metric = metric
        self.upperBounds = upperBounds
        content = Mutex(Content(counts: Array(repeating: 0, count: upperBounds.count + 1)))
    }

    var histogram: WireMetricHistogram {
        let content = content.withLock { $0 }
        var histogram = WireMetricHistogram()
        histogram.upperBounds = upperBounds
        histogram.counts = content.counts
        histogram.sum = content.sum
        return histogram
    }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        let bucket = upperBounds.firstIndex { value <= $0 } ?? upperBounds.count
        content.withLock {
            $0.counts[bucket] += 1
            $0.sum += value
        }
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
}
