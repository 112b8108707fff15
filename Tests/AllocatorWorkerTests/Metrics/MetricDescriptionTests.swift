import AllocatorWorker
import Testing

/// The names follow Prometheus's conventions (https://prometheus.io/docs/practices/naming), as `promtool check metrics`
/// requires.
@Suite("Metric descriptions") struct MetricDescriptionTests {
    @Test(arguments: MetricDescription.all)
    func `a name is of the worker, in small letters, and ends in its unit or in _total`(metric: MetricDescription) {
        let words = metric.name.split(separator: "_", omittingEmptySubsequences: false)
        #expect(words.count > 1 && words[0] == "quartermaster")
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        #expect(words.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(letters.contains) })
        switch metric.kind {
        case .counter: #expect(words.last == "total")
        case .gauge: #expect(!["total", "count", "sum", "bucket"].contains(words.last))
        case .histogram: #expect(words.last == "seconds" || words.last == "frames")
        }
    }

    @Test(arguments: MetricDescription.all)
    func `a name has base units and does not tell its kind`(metric: MetricDescription) {
        let words = Set(metric.name.split(separator: "_").map(String.init))
        let others = [
            "milliseconds", "microseconds", "nanoseconds", "minutes", "hours", "days", "kilobytes", "megabytes", "bits",
            "percent", "ms", "us", "ns", "sec", "mb", "kb", "counter", "gauge", "histogram", "summary",
        ]
        #expect(words.isDisjoint(with: others))
    }

    @Test(arguments: MetricDescription.all) func `what it means is a sentence`(metric: MetricDescription) {
        #expect(metric.help.last == "." && !metric.help.contains("\n"))
    }

    @Test func `no two have the same name`() {
        #expect(Set(MetricDescription.all.map(\.name)).count == MetricDescription.all.count)
    }

    @Test(arguments: MetricDescription.all) func `buckets ascend`(metric: MetricDescription) {
        guard case .histogram(let bounds) = metric.kind else { return }
        #expect(!bounds.isEmpty && zip(bounds, bounds.dropFirst()).allSatisfy(<))
    }
}
