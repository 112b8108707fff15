import AllocatorJournal
import AllocatorWire
import AllocatorWorker
import Foundation
import SwiftProtobuf
import Testing
import ZeroMQ

/// The metrics of a running worker, on their topic and on asking.
@Suite("Metrics", .timeLimit(.minutes(2))) struct MetricsTests {
    private static func ask(_ worker: WorkerInProcess, _ encoding: WireEncoding = .binary) throws -> MetricsView {
        let socket = try Socket(.req, in: Context())
        try socket.set(.receiveTimeout, to: .seconds(10))
        try socket.set(.linger, to: .zero)
        try socket.connect(worker.endpoints.control)
        let query = WireQuery.with { $0.metrics = .init() }
        _ = try socket.send(try QueryEncoder().encode(query, as: encoding))
        guard let frames = try socket.receiveFrames(limit: 1) else { throw NothingCame() }
        #expect((frames[0].first == UInt8(ascii: "{")) == (encoding == .json))
        return MetricsView(try AnswerDecoder().decode(frames[0]).metrics)
    }

    // MARK: A history

    private static func event(_ sequence: Int, _ call: String, cluster: String = "default") -> String {
        #"{"cluster": "\#(cluster)", "master": "m", "epoch": 1, "sequence": \#(sequence), \#(call)}"#
    }

    private static func framework(_ id: String, _ role: String) -> String {
        #"""
        "add_framework": {"framework": {"id": {"value": "\#(id)"}, "user": "u", "name": "n", "roles": ["\#(role)"],
         "capabilities": [{"type": "MULTI_ROLE"}]}}
        """#
    }

    private static func agent(_ id: String) -> String {
        #"""
        "add_agent": {"agent": {"id": {"value": "\#(id)"}, "hostname": "h"}, "capabilities": [{"type": "MULTI_ROLE"}],
         "total": {"resources": [{"name": "cpus", "type": "SCALAR", "scalar": {"value": 4}}]}}
        """#
    }

    private static func held(_ cpus: Int) -> String {
        #"""
        [{"name": "cpus", "type": "SCALAR", "scalar": {"value": \#(cpus)}, "allocation_info": {"role": "r"}}]
        """#
    }

    /// Two agents of 4 cpus are offered to f. It declines one and uses half of the other, and the rest is rescinded.
    ///
    /// g waits. One event is refused, one is repeated, and one leaves a gap.
    private static let history: [[String]] = [
        [event(1, #""initialize": {"agent_order": "BY_ID", "offer_timeout": "5.200s"}"#)],
        [
            event(
                2,
                #"""
                "update_quota": {"quota": {"role": "r", "guarantees": {"cpus": {"value": 3}}, \#
                "limits": {"cpus": {"value": 20}}}}
                """#)
        ],
        [event(3, framework("f", "r"))],
        [event(4, agent("a1")), event(5, agent("a2"))],
        [
            event(
                6,
                #"""
                "recover_resources": {"framework_id": "f", "agent_id": "a1", "resources": \#(held(4)),
                 "filters": {"refuse_seconds": 100}}
                """#)
        ],
        [
            event(
                7,
                #"""
                "transition_offered_to_allocated": {"framework_id": "f", "agent_id": "a2", "resources": \#(held(2))}
                """#)
        ],
        [event(7, #""pause": {}"#), event(9, #""pause": {}"#)],
        [event(8, #""remove_agent": {"agent_id": "unknown"}"#)],
        [event(9, #""advance": {"duration": "5.500s"}"#)],
        [event(10, #""suppress_offers": {"framework_id": "f"}"#)],
        [event(11, framework("g", "s"))],
    ]

    private static func play(_ history: [[String]], at worker: WorkerInProcess) throws {
        var master = try TestClients.connect(to: worker, subscribingTo: ["default/acks/m/"])
        for batch in history { _ = try master.publications(after: batch) }
    }

    @Test(arguments: WireEncoding.allCases)
    func `after a known history every number is known`(encoding: WireEncoding) async throws {
        try await withWorker {
            ($0.clock, $0.name) = (.virtual, "alpha")
        } _: { worker in
            try Self.play(Self.history, at: worker)
            // The worker caches an answer, and this is the first question.
            let view = try Self.ask(worker, encoding)
            #expect(view.number("build_info", ["worker": "alpha", "version": Worker.version]) == 1)
            expectEvents(view)
            expectOffers(view)
            expectState(view)
        }
    }

    private func expectEvents(_ view: MetricsView) {
        #expect(
            view.summary("events_total", cluster: "default") == [
                // By call, cluster and result.
                "add_agent default ok: 2", "add_framework default ok: 2", "advance default ok: 1",
                "initialize default ok: 1", "recover_resources default ok: 1", "remove_agent default not_found: 1",
                "suppress_offers default ok: 1", "transition_offered_to_allocated default ok: 1",
                "update_quota default ok: 1",
            ])
        #expect(view.summary("events_skipped_total", cluster: "default") == ["default duplicate: 1", "default gap: 1"])
        #expect(view.summary("events_unacknowledged", cluster: "default") == ["default: 0"])
        #expect(view.summary("acknowledgements_total", cluster: "default") == ["default: 11"])
        #expect(view.number("rejected_frames_total") == 0)
        #expect((view.number("received_frames_total") ?? 0) >= 13)
    }

    private func expectOffers(_ view: MetricsView) {
        // Runs: for f, for the agents, five of time, for g. The rest of a2 is taken back after the last of time.
        #expect(view.summary("allocation_runs_total", cluster: "default") == ["default: 8"])
        #expect(view.count("allocation_run_duration_seconds", ["cluster": "default"]) == 8)
        #expect(view.count("allocation_run_latency_seconds", ["cluster": "default"]) == 8)
        #expect(view.count("event_offer_latency_seconds", ["cluster": "default"]) == 2)
        #expect(
            view.summary("offers_total", cluster: "default") == ["default f: 2", "default g: 2", "default other: 0"])
        for metric in ["declines_total", "acceptances_total", "rescinded_offers_total"] {
            #expect(
                view.summary(metric, cluster: "default") == ["default f: 1", "default g: 0", "default other: 0"],
                "\(metric)")
        }
        #expect(view.summary("inverse_offers_total", cluster: "default") == ["default: 0"])
    }

    private func expectState(_ view: MetricsView) {
        #expect(view.summary("clusters") == [": 1"])
        #expect(view.summary("agents") == ["default: 2"])
        #expect(view.summary("frameworks") == ["default: 2"])
        #expect(view.summary("roles") == ["default: 2"])
        #expect(view.summary("filters") == ["default: 1"])
        #expect(view.summary("outstanding_offers") == ["default: 2"])
        #expect(view.summary("allocation_paused") == ["default: 0"])
        // By cluster and resource, and by cluster, resource and role. One cpu is held back for r's guarantee.
        #expect(view.summary("resources") == ["default cpus: 8"])
        // f and g, on either agent: g has all of one, and of the other all but what is held back.
        #expect(
            view.summary("explained_pairs_total") == [
                "default held_back: 1", "default nothing_available: 1", "default suppressed: 2",
            ])
        #expect(view.summary("resources_offered_or_allocated") == ["default cpus: 7"])
        #expect(view.summary("role_offered_or_allocated") == ["default cpus r: 2", "default cpus s: 5"])
        #expect(view.summary("role_dominant_share_ratio") == ["default r: 0.25", "default s: 0.625"])
        #expect(view.summary("role_weight") == ["default r: 1", "default s: 1"])
        #expect(view.summary("role_subscribed_frameworks") == ["default r: 1", "default s: 1"])
        #expect(view.summary("role_suppressed_frameworks") == ["default r: 1", "default s: 0"])
        #expect(view.summary("role_offer_filters") == ["default r: 1", "default s: 0"])
        #expect(view.summary("role_quota_guarantee") == ["default cpus r: 3"])
        #expect(view.summary("role_quota_limit") == ["default cpus r: 20"])
        #expect(view.summary("role_quota_consumed") == ["default cpus r: 2"])
    }

    // MARK: The families

    @Test func `every metric is there by name, with its kind, its meaning and no labels twice`() async throws {
        let folder = "/tmp/metrics-\(UInt64.random(in: 0 ... .max))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await withWorker {
            ($0.clock, $0.data, $0.durability) = (.virtual, folder, .batch)
        } _: { worker in
            try Self.play(Self.history, at: worker)
            let view = try Self.ask(worker)
            let names = view.metrics.families.map(\.name)
            // Those of keys are there where keys are asked for; see AccessTests.
            let ofKeys = ["quartermaster_denied_total", "quartermaster_refused_connections_total"]
            let descriptions = MetricDescription.all.filter { !ofKeys.contains($0.name) }
            #expect(descriptions.count == MetricDescription.all.count - ofKeys.count)
            #expect(names == descriptions.map(\.name).sorted())
            for description in descriptions {
                let family = try #require(view.metrics.families.first { $0.name == description.name })
                #expect(family.kind == description.family.kind && family.help == description.help)
                #expect(Set(family.series.map(\.labels)).count == family.series.count)
                for series in family.series { expectForm(series, of: family) }
            }
            #expect(try #require(view.count("journal_commit_duration_seconds")) > 0)
        }
    }

    private func expectForm(_ series: WireMetricSeries, of family: WireMetricFamily) {
        switch (series.value, family.kind) {
        case (.number(let number), .counter), (.number(let number), .gauge): #expect(number >= 0, "\(family.name)")
        case (.histogram(let histogram), .histogram):
            #expect(histogram.counts.count == histogram.upperBounds.count + 1 && histogram.sum >= 0, "\(family.name)")
        default: Issue.record("\(family.name) has a series of another kind")
        }
    }

    @Test func `metrics are published with each heartbeat, in binary and in JSON, to subscribers`() async throws {
        try await withWorker {
            $0.clock = .virtual
        } _: { worker in
            try Self.play(Self.history, at: worker)
            let party = try TestClients.connect(
                to: worker, subscribingTo: ["heartbeat/", "metrics/", "json/metrics/"])
            var numbers: [WireEncoding: [UInt64]] = [:]
            var heartbeats: [UInt64] = []
            while numbers[.binary, default: []].count < 3 || numbers[.json, default: []].count < 3 {
                let received = try party.receive()
                if received.topic == .heartbeat {
                    heartbeats.append(received.publication.sequence)
                    continue
                }
                #expect(received.topic == .metrics && received.publication.cluster.isEmpty)
                let view = MetricsView(received.publication.metrics)
                #expect(view.summary("agents") == ["default: 2"])
                #expect(view.number("subscriptions", ["topic": "metrics"]) == 2)
                #expect((view.number("subscriptions", ["topic": "replies"]) ?? 0) >= 1, "the party's own")
                numbers[received.encoding, default: []].append(received.publication.sequence)
            }
            for encoding in WireEncoding.allCases {
                let got = try #require(numbers[encoding])
                #expect(got == Array(got[0]...(got[0] + 2)) && got == heartbeats)
            }
        }
    }

    @Test func `a batch beyond a turn's budget shows as a turn that was exhausted`() async throws {
        try await withWorker {
            $0.clock = .virtual
        } _: { worker in
            var master = try TestClients.connect(to: worker)
            let resumes = Array(repeating: #"{"master": "m", "resume": {}}"#, count: 999)
            _ = try master.publications(after: [#"{"master": "m", "initialize": {}}"#] + resumes)
            let view = try Self.ask(worker)
            #expect(try #require(view.number("turns_exhausted_total")) >= 1)
            let frames = try #require(view.series("turn_frames")?.histogram)
            #expect(frames.upperBounds[4...5] == [255, 1_024] && frames.counts[5] == 1)
            #expect(view.number("backlog_seconds") != nil)
        }
    }

    @Test func `several workers of a process count for themselves`() async throws {
        try await withWorker {
            $0.clock = .virtual
        } _: { busy in
            try Self.play(Self.history, at: busy)
            try await withWorker { idle in
                let view = try Self.ask(idle)
                #expect(view.number("clusters") == 0 && view.family("offers_total") == nil)
                #expect(view.number("received_frames_total") == 0)
            }
            #expect(try Self.ask(busy).summary("offers_total").contains("default f: 2"))
        }
    }

    @Test func `a cluster that is only mentioned gets no series`() async throws {
        try await withWorker {
            $0.clock = .virtual
        } _: { worker in
            var master = try TestClients.connect(to: worker)
            _ = try master.publications(
                after: (0..<100).map { #"{"cluster": "c\#($0)", "master": "m", "request_id": "r", "pause": {}}"# })
            let view = try Self.ask(worker)
            #expect(view.summary("events_total").contains("pause other failed_precondition: 100"))
            #expect(view.metrics.families.allSatisfy { $0.series.allSatisfy { $0.labels["cluster"]?.first != "c" } })
        }
    }

    @Test func `after a restart the clusters that were kept are there, and counting begins anew`() async throws {
        let folder = "/tmp/metrics-\(UInt64.random(in: 0 ... .max))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for isFirst in [true, false] {
            try await withWorker {
                ($0.clock, $0.data) = (.virtual, folder)
            } _: { worker in
                if isFirst { try Self.play(Self.history, at: worker) }
                let view = try Self.ask(worker)
                #expect(view.summary("agents") == ["default: 2"])
                #expect(view.summary("allocation_runs_total", cluster: "default") == ["default: \(isFirst ? 8 : 0)"])
            }
        }
    }
}
