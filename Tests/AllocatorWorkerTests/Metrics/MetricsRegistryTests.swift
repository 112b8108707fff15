import AllocatorWire
import AllocatorWorker
import CoreMetrics
import Testing

/// The factory behind swift-metrics that a worker counts with.
@Suite("Metrics registry") struct MetricsRegistryTests {
    private static let descriptions = [
        MetricDescription(name: "b_total", help: "B.", kind: .counter),
        MetricDescription(name: "a", help: "A.", kind: .gauge),
        MetricDescription(name: "c_seconds", help: "C.", kind: .histogram(upperBounds: [0.5, 1])),
    ]

    private let registry = MetricsRegistry(Self.descriptions)

    /// `name{label=value}` and the number, of all counters and gauges.
    private var numbers: [String] {
        registry.families.flatMap { family in
            family.series.map { series in
                let labels = series.labels.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: ",")
                return "\(family.name){\(labels)} \(series.number)"
            }
        }
    }

    @Test func `counters of the same labels are one series, of others another`() {
        let one = Counter(label: "b_total", dimensions: [("x", "1"), ("y", "2")], factory: registry)
        let same = Counter(label: "b_total", dimensions: [("y", "2"), ("x", "1")], factory: registry)
        let other = Counter(label: "b_total", dimensions: [("x", "2")], factory: registry)
        one.increment()
        same.increment(by: 4)
        other.increment()
        #expect(numbers == ["b_total{x=1,y=2} 5.0", "b_total{x=2} 1.0"])
        let family = registry.families[0]
        #expect(family.kind == .counter && family.help == "B.")
    }

    @Test func `a gauge keeps the last value`() {
        let gauge = Gauge(label: "a", dimensions: [], factory: registry)
        gauge.record(3)
        gauge.record(1.5)
        #expect(numbers == ["a{} 1.5"] && registry.families[0].kind == .gauge)
    }

    @Test func `a timer counts seconds in the first bucket that is not below them`() throws {
        let timer = Timer(label: "c_seconds", dimensions: [], factory: registry)
        for milliseconds in [0, 499, 500, 501, 1_000, 1_001, 60_000] as [Int64] {
            timer.recordNanoseconds(milliseconds * 1_000_000)
        }
        let family = try #require(registry.families.first)
        let histogram = family.series[0].histogram
        #expect(family.kind == .histogram && histogram.upperBounds == [0.5, 1])
        #expect(histogram.counts == [3, 2, 2])
        #expect(abs(histogram.sum - 63.501) < 1e-9)
    }

    @Test func `what is destroyed is gone, and begins anew where it comes again`() {
        let counter = Counter(label: "b_total", dimensions: [("x", "1")], factory: registry)
        let kept = Counter(label: "b_total", dimensions: [("x", "2")], factory: registry)
        counter.increment(by: 7)
        kept.increment()
        counter.destroy()
        #expect(numbers == ["b_total{x=2} 1.0"])
        Counter(label: "b_total", dimensions: [("x", "1")], factory: registry).increment()
        #expect(numbers == ["b_total{x=2} 1.0", "b_total{x=1} 1.0"])
    }

    @Test func `metrics are sorted by name, and those without a series are left out`() {
        _ = Counter(label: "b_total", dimensions: [], factory: registry)
        _ = Gauge(label: "a", dimensions: [], factory: registry)
        #expect(registry.families.map(\.name) == ["a", "b_total"])
    }

    @Test(.timeLimit(.minutes(1))) func `what several threads count is all counted`() async {
        let counter = Counter(label: "b_total", dimensions: [], factory: registry)
        let timer = Timer(label: "c_seconds", dimensions: [], factory: registry)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1_000 {
                        counter.increment()
                        timer.recordNanoseconds(1)
                    }
                }
            }
        }
        let families = registry.families
        #expect(families[0].series[0].number == 8_000)
        #expect(families[1].series[0].histogram.counts == [8_000, 0, 0])
    }
}
