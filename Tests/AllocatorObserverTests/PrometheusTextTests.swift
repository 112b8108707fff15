import AllocatorObserver
import AllocatorWire
import SwiftProtobuf
import Testing

@Suite("Prometheus's text format")
struct PrometheusTextTests {
    private func family(
        _ name: String, _ kind: WireMetricFamily.Kind = .counter, help: String = "Help.", series: [WireMetricSeries]
    ) -> WireMetricFamily {
        .with {
            $0.name = name
            $0.help = help
            $0.kind = kind
            $0.series = series
        }
    }

    private func number(_ number: Double, _ labels: [String: String] = [:]) -> WireMetricSeries {
        .with {
            $0.number = number
            $0.labels = labels
        }
    }

    private func histogram(
        _ bounds: [Double], _ counts: [UInt64], sum: Double = 0, _ labels: [String: String] = [:]
    ) -> WireMetricSeries {
        .with {
            $0.labels = labels
            $0.histogram.upperBounds = bounds
            $0.histogram.counts = counts
            $0.histogram.sum = sum
        }
    }

    private func text(_ families: WireMetricFamily...) -> String {
        var text = PrometheusText()
        text.append(.with { $0.families = families })
        return text.text
    }

    @Test func `a family is its help, its type and a line for each series, labels by name`() {
        let events = family(
            "quartermaster_events_total", help: "Events.",
            series: [number(3, ["result": "ok", "call": "add_agent"]), number(1.5)])
        #expect(
            text(events) == """
                # HELP quartermaster_events_total Events.
                # TYPE quartermaster_events_total counter
                quartermaster_events_total{call="add_agent",result="ok"} 3
                quartermaster_events_total 1.5

                """)
    }

    @Test func `a histogram's buckets are cumulative and end in all`() {
        let runs = family(
            "run_seconds", .histogram, series: [histogram([0.001, 0.5], [2, 0, 3], sum: 7.25, ["cluster": "c"])])
        #expect(
            text(runs) == """
                # HELP run_seconds Help.
                # TYPE run_seconds histogram
                run_seconds_bucket{cluster="c",le="0.001"} 2
                run_seconds_bucket{cluster="c",le="0.5"} 2
                run_seconds_bucket{cluster="c",le="+Inf"} 5
                run_seconds_sum{cluster="c"} 7.25
                run_seconds_count{cluster="c"} 5

                """)
    }

    @Test(arguments: [
        (0.0, "0"), (-0.0, "0"), (12, "12"), (0.25, "0.25"), (1e16, "10000000000000000"), (1e300, "1e+300"),
        (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"),
    ])
    func `numbers are written as Go reads them`(number: Double, text: String) {
        #expect(PrometheusText.number(number) == text)
    }

    @Test func `a master's names cannot end a value or a line`() {
        let hostile = family(
            "a_total", help: "one\\two\nthree \"four\"",
            series: [number(1, ["framework": "x\"} 9\nb_total{y=\"\\"])])
        #expect(
            text(hostile) == """
                # HELP a_total one\\\\two\\nthree "four"
                # TYPE a_total counter
                a_total{framework="x\\"} 9\\nb_total{y=\\"\\\\"} 1

                """)
    }

    @Test(arguments: ["", "9a", "a-b", "a b", "a\nb", "ä", "a{", "a\"", "a\0"])
    func `a family with a name that is none is left out`(name: String) {
        var text = PrometheusText()
        text.append(family(name, series: [number(1)]))
        #expect(text.text == "")
        #expect(text.leftOut == 1)
    }

    @Test(arguments: ["", "9a", "a-b", "a:b", "le", "__name__", "a\"", "ä"])
    func `a series with a label that cannot be one is left out, and the others stay`(label: String) {
        var text = PrometheusText()
        text.append(family("a_total", series: [number(1, [label: "v"]), number(2)]))
        #expect(text.text.hasSuffix("# TYPE a_total counter\na_total 2\n"))
        #expect(text.leftOut == 1)
    }

    @Test func `a family that comes twice is written once`() {
        #expect(
            text(family("a", series: [number(1)]), family("a", series: [number(2)]))
                == text(family("a", series: [number(1)])))
    }

    @Test func `series that are not of their family's kind, or make no sense, are left out`() {
        let bad: [(WireMetricFamily.Kind, WireMetricSeries)] = [
            (.histogram, number(1)), (.counter, histogram([1], [1, 2])), (.histogram, histogram([1], [1])),
            (.histogram, histogram([2, 1], [1, 1, 1])), (.histogram, histogram([1, 1], [1, 1, 1])),
            (.histogram, histogram([.nan], [1, 1])), (.histogram, histogram([.infinity], [1, 1])),
            (.histogram, histogram([1], [.max, 1])), (.counter, WireMetricSeries()),
        ]
        for (kind, series) in bad {
            var text = PrometheusText()
            text.append(family("a", kind, series: [series]))
            #expect(text.leftOut == 1, "\(kind) \(series)")
            #expect(text.text.split(separator: "\n").allSatisfy { $0.hasPrefix("#") }, "\(text.text)")
        }
    }

    @Test func `there are never more series than may be`() {
        var text = PrometheusText()
        let many = (0...PrometheusText.maximumSeries).map { number(1, ["n": "\($0)"]) }
        text.append(family("a", series: many))
        #expect(text.leftOut == 1)
        #expect(text.text.split(separator: "\n").count == PrometheusText.maximumSeries + 2)
    }
}
