import AllocatorObserver
import AllocatorWire
import SwiftProtobuf
import Testing

@Suite("Samples of the plots")
struct SamplerTests {
    private typealias Row = (name: String, labels: [String: String], number: Double)

    private func metrics(_ rows: [Row]) -> WireMetrics {
        .with { metrics in
            metrics.families = Dictionary(grouping: rows, by: \.name).sorted { $0.key < $1.key }.map { name, rows in
                .with {
                    $0.name = name
                    $0.series = rows.map { row in
                        .with {
                            $0.labels = row.labels
                            $0.number = row.number
                        }
                    }
                }
            }
        }
    }

    private func offers(_ number: Double, cluster: String = "c", framework: String = "f") -> Row {
        (Sampler.Family.offers, ["cluster": cluster, "framework": framework], number)
    }

    private func share(_ role: String, _ number: Double, cluster: String = "c") -> Row {
        (Sampler.Family.shares, ["cluster": cluster, "role": role], number)
    }

    private let second: Int64 = 1_000_000_000

    @Test func `counters become rates, summed over the frameworks of the cluster`() {
        var sampler = Sampler(cluster: "c")
        #expect(sampler.sample(metrics([offers(10), offers(5, framework: "g")]), at: second) == nil)
        let next = metrics([offers(16), offers(9, framework: "g"), offers(1_000, cluster: "other")])
        let sample = sampler.sample(next, at: 3 * second)
        #expect(sample?.offers == 5)
        #expect(sample?.time == 3_000)
    }

    @Test func `the outcomes of offers are counted separately`() {
        var sampler = Sampler(cluster: "c")
        func rows(_ accepted: Double, _ declined: Double) -> [Row] {
            [
                (Sampler.Family.acceptances, ["cluster": "c", "framework": "f"], accepted),
                (Sampler.Family.declines, ["cluster": "c", "framework": "f"], declined),
            ]
        }
        _ = sampler.sample(metrics(rows(10, 100)), at: second)
        let sample = sampler.sample(metrics(rows(13, 107)), at: 2 * second)
        #expect(sample?.acceptances == 3 && sample?.declines == 7 && sample?.offers == 0)
    }

    @Test func `a worker that was started anew has no rate below nothing`() {
        var sampler = Sampler(cluster: "c")
        _ = sampler.sample(metrics([offers(10)]), at: second)
        #expect(sampler.sample(metrics([offers(3)]), at: 2 * second)?.offers == 0)
        #expect(sampler.sample(metrics([offers(4)]), at: 3 * second)?.offers == 1)
    }

    @Test func `repeated or older metrics give no sample`() {
        var sampler = Sampler(cluster: "c")
        _ = sampler.sample(metrics([]), at: 2 * second)
        #expect(sampler.sample(metrics([]), at: 2 * second) == nil)
        #expect(sampler.sample(metrics([]), at: second) == nil)
    }

    @Test func `shares are those of the cluster's roles, the largest of them`() {
        var sampler = Sampler(cluster: "c")
        _ = sampler.sample(metrics([]), at: second)
        let many = (0..<100).map { share("role-\($0)", Double($0) / 100) }
        let hostile: [Row] = [
            share("<b>", 2), share("x", .nan), share("y", .infinity), share("z", 9, cluster: "other"),
        ]
        let shares = sampler.sample(metrics(many + hostile), at: 2 * second)?.shares
        #expect(shares?.count == SampleHistory.maximumRoles)
        #expect(shares?["<b>"] == 2)
        #expect(shares?["role-99"] == 0.99)
        #expect(shares?["role-0"] == nil && shares?["x"] == nil && shares?["y"] == nil && shares?["z"] == nil)
    }

    @Test func `the history keeps the newest`() {
        var history = SampleHistory()
        for time in 1...2_000 { history.append(SampleHistory.Sample(time: Int64(time))) }
        #expect(history.newest.count == SampleHistory.maximumSamples)
        #expect(history.newest.first?.time == Int64(2_001 - SampleHistory.maximumSamples))
        #expect(history.newest.last?.time == 2_000)
        #expect(history.samples.count <= SampleHistory.maximumSamples + 60)
    }
}
