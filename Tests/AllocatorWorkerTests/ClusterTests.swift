import AllocatorWire
import AllocatorWorker
import SwiftProtobuf
import Testing

/// The clusters of a running worker: their offers, their clocks and their limit.
@Suite(.timeLimit(.minutes(1))) struct ClusterTests {
    private static func initialize(_ cluster: String = "", request: String = "init") -> String {
        #"{"cluster": "\#(cluster)", "master": "m1", "request_id": "\#(request)", "#
            + #""initialize": {"agent_order": "BY_ID"}}"#
    }

    private static func addFramework(_ id: String, master: String = "m1") -> String {
        #"""
        {"master": "\#(master)", "request_id": "\#(id)", "add_framework": {"framework": {"id": {"value": "\#(id)"},
         "user": "u", "name": "n", "roles": ["r-\#(id)"], "capabilities": [{"type": "MULTI_ROLE"}]}}}
        """#
    }

    private static func addAgent(_ id: String) -> String {
        #"""
        {"master": "m1", "request_id": "\#(id)", "add_agent": {"agent": {"id": {"value": "\#(id)"}, "hostname": "h"},
         "capabilities": [{"type": "MULTI_ROLE"}, {"type": "HIERARCHICAL_ROLE"}],
         "total": {"resources": [{"name": "cpus", "type": "SCALAR", "scalar": {"value": 4}},
                                 {"name": "mem", "type": "SCALAR", "scalar": {"value": 1024}}]}}}
        """#
    }

    @Test func `a batch runs once: replies, echoes, then offers, then the run`() async throws {
        try await withWorker {
            $0.clock = .virtual
        } _: { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            _ = try master.publications(after: Self.initialize(), Self.addFramework("f1"))
            let got = try master.publications(after: Self.addAgent("a1"), Self.addAgent("a2"))
            let kinds = got.map(\.topic.kind)
            #expect(kinds == [.replies, .events, .replies, .events, .offers, .runs])
            let offers = got[4].publication.offers
            #expect(got[4].topic == .offers(cluster: "default", master: "m1", framework: "f1"))
            #expect(offers.frameworkID == "f1" && offers.roles.map(\.role) == ["r-f1"])
            #expect(offers.roles[0].agents.map(\.agentID) == ["a1", "a2"])
            let run = got[5].publication.run
            #expect(run.offers == 2 && run.frameworks == 1 && run.agents == 2 && run.durationNs > 0)
        }
    }

    private static func initialize(offerTimeout: String) -> String {
        #"{"master": "m1", "request_id": "init", "initialize": {"offer_timeout": "\#(offerTimeout)"}}"#
    }

    @Test func `an expired offer is rescinded from its own master, after the run of the same instant`() async throws {
        try await withWorker {
            $0.clock = .virtual
        } _: { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            _ = try master.publications(
                after: Self.initialize(offerTimeout: "1s"), Self.addFramework("f1"), Self.addAgent("a1"))
            let got = try master.publications(
                after: #"{"master": "m1", "request_id": "r", "advance": {"duration": "2s"}}"#)
            #expect(got.map(\.topic.kind) == [.replies, .events, .runs, .rescinds, .offers, .runs])
            #expect(got[3].topic == .rescinds(cluster: "default", master: "m1", framework: "f1"))
            #expect(got[3].publication.sequence == 1 && got[3].publication.timeNs == 1_000_000_000)
            let rescinds = got[3].publication.rescinds
            #expect(rescinds.frameworkID == "f1" && rescinds.rescinded == 1)
            #expect(rescinds.roles.map(\.role) == ["r-f1"])
            #expect(rescinds.roles[0].agents.map(\.agentID) == ["a1"])
            #expect(rescinds.roles[0].agents[0].resources.map(\.name) == ["cpus", "mem"])
        }
    }

    @Test func `offers expire under the system clock even if no run is due`() async throws {
        try await withWorker {
            $0.requireSubscriber = false
        } _: { worker in
            let master = try TestClients.connect(to: worker, subscribingTo: ["default/rescinds/m1/"])
            let forever = #""allocation_interval": "3600s", "offer_timeout": "0.02s""#
            try master.send(
                #"{"master": "m1", "request_id": "init", "initialize": {\#(forever)}}"#, Self.addFramework("f1"),
                Self.addAgent("a1"))
            #expect(try master.receive().publication.rescinds.rescinded == 1)
        }
    }

    @Test func `each master gets the offers of its own frameworks, numbered for itself`() async throws {
        try await withWorker {
            $0.clock = .virtual
        } _: { worker in
            var first = try TestClients.connect(
                to: worker, subscribingTo: ["default/offers/m1/", "default/replies/m1/"])
            var second = try TestClients.connect(to: worker, subscribingTo: ["json/default/offers/m2/"])
            _ = try first.publications(
                after: Self.initialize(), Self.addFramework("f1"), Self.addFramework("f2", master: "m2"))
            _ = try first.publications(after: (1...4).map { Self.addAgent("a\($0)") })
            let toSecond = try second.publicationsToBarrier()
            try #require(!toSecond.isEmpty)
            #expect(toSecond.allSatisfy { $0.topic == .offers(cluster: "default", master: "m2", framework: "f2") })
            #expect(toSecond.map(\.publication.sequence) == (1...toSecond.count).map { UInt64($0) })
        }
    }

    @Test func `only advance moves the virtual clock, and it performs the runs that fall due`() async throws {
        try await withWorker {
            $0.clock = .virtual
        } _: { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/replies/m1/", "default/runs/"])
            let start = try master.publications(after: Self.initialize())
            #expect(start[0].publication.timeNs == 0)
            let got = try master.publications(
                after: #"{"master": "m1", "request_id": "r", "advance": {"duration": "3s"}}"#)
            #expect(got.map(\.topic.kind) == [.replies, .runs, .runs, .runs])
            #expect(got.dropFirst().map(\.publication.timeNs) == [1_000_000_000, 2_000_000_000, 3_000_000_000])
            #expect(got[0].publication.timeNs == 3_000_000_000)
        }
    }

    @Test func `advance is refused under the system clock, which performs runs by itself`() async throws {
        try await withWorker { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/replies/m1/", "default/runs/"])
            _ = try master.publications(
                after: #"{"master": "m1", "initialize": {"allocation_interval": "0.05s"}}"#)
            let refused = try master.publications(
                after: #"{"master": "m1", "advance": {"duration": "1s"}}"#
            ).filter { $0.topic.kind == .replies }
            #expect(refused.map(\.publication.reply.error.code) == [.failedPrecondition])
            let first = try master.receive().publication
            let second = try master.receive().publication
            #expect(second.run.number == first.run.number + 1 && second.timeNs - first.timeNs == 50_000_000)
        }
    }

    @Test func `initialize creates independent clusters up to the limit`() async throws {
        try await withWorker {
            $0.maximumClusters = 2
            $0.clock = .virtual
        } _: { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["json/"])
            let got = try master.publications(
                after: Self.initialize("a"), Self.initialize("b"), Self.initialize("c"),
                Self.initialize("a", request: "again"),
                #"{"cluster": "a", "master": "m1", "request_id": "pause", "pause": {}}"#,
                #"{"cluster": "c", "master": "m1", "request_id": "pause", "pause": {}}"#,
                #"{"cluster": "c", "master": "m1", "request_id": "heartbeat", "heartbeat": {}}"#
            ).filter { $0.topic.kind == .replies }
            #expect(got.map(\.publication.cluster) == ["a", "b", "c", "a", "a", "c", "c"])
            #expect(
                got.map(\.publication.reply.error.code) == [
                    .unspecified, .unspecified, .resourceExhausted, .unspecified, .unspecified, .failedPrecondition,
                    .unspecified,
                ])
        }
    }

    @Test func `a refused initialize creates no cluster`() async throws {
        try await withWorker {
            $0.maximumClusters = 1
        } _: { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/replies/", "other/replies/"])
            let got = try master.publications(
                after: #"{"master": "m1", "initialize": {"allocator": "Random"}}"#, Self.initialize("other"))
            #expect(got.map(\.publication.reply.error.code) == [.invalidArgument, .unspecified])
        }
    }
}
