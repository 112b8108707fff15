import AllocatorWire
import AllocatorWorker
import Testing
import ZeroMQ

/// However many clusters, frameworks and roles there are, the series stay few.
@Suite("Bounded series", .timeLimit(.minutes(5))) struct ManySeriesTests {
    private static func events(_ count: Int) -> [String] {
        let agent = #"""
            {"master": "m", "add_agent": {"agent": {"id": {"value": "a"}, "hostname": "h"}, \#
            "capabilities": [{"type": "MULTI_ROLE"}],
             "total": {"resources": [{"name": "cpus", "type": "SCALAR", "scalar": {"value": 4}}]}}}
            """#
        return [#"{"master": "m", "initialize": {}}"#, agent]
            + (0..<count).map {
                #"""
                {"master": "m", "add_framework": {"framework": {"id": {"value": "f\#($0)"}, "user": "u", "name": "n",
                 "roles": ["r\#($0)"], "capabilities": [{"type": "MULTI_ROLE"}]}}}
                """#
            }
    }

    @Test func `ten thousand frameworks in as many roles are told in some hundreds of series`() async throws {
        try await withWorker {
            $0.clock = .virtual
        } _: { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["metrics/"])
            let all = Self.events(10_000)
            for begin in stride(from: 0, to: all.count, by: 5_000) {
                try master.send(frames: all[begin..<min(begin + 5_000, all.count)].map { Array($0.utf8) })
            }
            _ = try master.publicationsToBarrier()
            // The roles are gone through in several reports.
            var view = MetricsView(WireMetrics())
            while view.number("frameworks", ["cluster": "default"]) != 10_000 || view.family("role_weight") == nil {
                view = MetricsView(try master.receive().publication.metrics)
            }
            #expect(view.family("role_weight")?.series.count == 51)
            #expect(view.number("role_weight", ["cluster": "default", "role": "other"]) == 9_950)
            #expect(view.number("role_subscribed_frameworks", ["cluster": "default", "role": "other"]) == 9_950)
            #expect(view.metrics.families.reduce(0) { $0 + $1.series.count } < 700)
        }
    }

    @Test func `of more clusters than have labels the others are one`() async throws {
        try await withWorker {
            $0.clock = .virtual
        } _: { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["metrics/"])
            for number in 0..<20 {
                _ = try master.publications(
                    after: #"{"cluster": "c\#(number)", "master": "m", "initialize": {}}"#,
                    #"{"cluster": "c\#(number)", "master": "m", "update_weights": {"weights": [{"role": "r", "#
                        + #""weight": 2}]}}"#,
                    #"{"cluster": "c\#(number)", "master": "m", "advance": {"duration": "2s"}}"#)
            }
            var view = MetricsView(WireMetrics())
            while view.number("clusters") != 20 { view = MetricsView(try master.receive().publication.metrics) }
            #expect(view.number("allocation_runs_total", ["cluster": "c15"]) == 2)
            #expect(view.number("allocation_runs_total", ["cluster": "other"]) == 8)
            #expect(view.number("roles", ["cluster": "c0"]) == 1 && view.number("roles", ["cluster": "other"]) == 4)
            #expect(view.family("role_weight")?.series.count == 16)
        }
    }
}
