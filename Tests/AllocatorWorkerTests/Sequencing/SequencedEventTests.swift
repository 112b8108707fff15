import AllocatorWire
import AllocatorWorker
import Testing

/// The `acks/` and `replies/` publications of sequenced events of a running worker.
@Suite("Sequenced events", .timeLimit(.minutes(1))) struct SequencedEventTests {
    private static func event(
        _ sequence: Int, epoch: Int = 1, master: String = "m", cluster: String = "", _ call: String
    ) -> String {
        #"{"cluster": "\#(cluster)", "master": "\#(master)", "epoch": \#(epoch), "sequence": \#(sequence), \#(call)}"#
    }

    private static let initialize = #""initialize": {"agent_order": "BY_ID"}"#

    private static func addAgent(_ id: String) -> String {
        #""add_agent": {"agent": {"id": {"value": "\#(id)"}, "hostname": "h"}, "total": {}}"#
    }

    /// The `master epoch:sequence resend_from` of each acknowledgement.
    private func acks(_ received: [Received]) -> [String] {
        received.filter { $0.topic.kind == .acks }.map {
            "\($0.publication.master) \($0.publication.ack.epoch):\($0.publication.ack.sequence)"
                + ($0.publication.ack.resendFrom > 0 ? " from \($0.publication.ack.resendFrom)" : "")
        }
    }

    private func applied(_ received: [Received]) -> [UInt64] {
        received.filter { $0.topic.kind == .events }.map(\.publication.event.sequence)
    }

    private func errors(_ received: [Received]) -> [WireError.Code] {
        received.filter { $0.topic.kind == .replies }.compactMap {
            if case .error(let error) = $0.publication.reply.result { error.code } else { nil }
        }
    }

    @Test func `sequenced events are applied in order and acknowledged per batch`() async throws {
        try await withWorker { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            let first = try master.publications(
                after: Self.event(1, Self.initialize), Self.event(2, Self.addAgent("a1")))
            #expect(applied(first) == [1, 2])
            #expect(acks(first) == ["m 1:2"])
            #expect(acks(try master.publications(after: Self.event(3, Self.addAgent("a2")))) == ["m 1:3"])
        }
    }

    @Test func `an applied event is skipped and acknowledged again`() async throws {
        try await withWorker { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            let batch = [Self.event(1, Self.initialize), Self.event(2, Self.addAgent("a1"))]
            _ = try master.publications(after: batch)
            let again = try master.publications(after: batch)
            #expect(applied(again).isEmpty && errors(again).isEmpty)
            #expect(acks(again) == ["m 1:2"])
        }
    }

    @Test func `an event behind a gap is not applied, and the gap is reported`() async throws {
        try await withWorker { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            _ = try master.publications(after: Self.event(1, Self.initialize))
            let late = try master.publications(
                after: Self.event(3, Self.addAgent("a3")), Self.event(4, Self.addAgent("a4")))
            #expect(applied(late).isEmpty && errors(late).isEmpty)
            #expect(acks(late) == ["m 1:1 from 2"])
            let whole = try master.publications(
                after: Self.event(2, Self.addAgent("a2")), Self.event(3, Self.addAgent("a3")),
                Self.event(4, Self.addAgent("a4")))
            #expect(applied(whole) == [2, 3, 4])
            #expect(acks(whole) == ["m 1:4"])
        }
    }

    /// Happens if a connection breaks and a master's second event arrives before its first.
    @Test func `a gap from before the cluster existed is reported with the cluster's progress`() async throws {
        try await withWorker { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            let got = try master.publications(
                after: Self.event(2, Self.addAgent("a2")), Self.event(3, master: "n", Self.addAgent("a3")),
                Self.event(1, Self.initialize))
            #expect(applied(got) == [1])
            #expect(acks(got) == ["m 1:1", "n 1:0 from 1"], "no master is told less than before")
        }
    }

    @Test func `a refused event counts and needs no resend`() async throws {
        try await withWorker { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            let got = try master.publications(
                after: Self.event(1, Self.initialize), Self.event(2, #""remove_agent": {"agent_id": "missing"}"#),
                Self.event(3, #""add_agent": {}"#), Self.event(4, Self.addAgent("a1")))
            #expect(errors(got) == [.notFound, .invalidArgument])
            #expect(got.filter { $0.topic.kind == .replies }.map(\.publication.reply.sequence) == [2, 3])
            #expect(applied(got) == [1, 4])
            #expect(acks(got) == ["m 1:4"])
        }
    }

    @Test func `a higher epoch fences every lower one`() async throws {
        try await withWorker { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            _ = try master.publications(after: Self.event(1, Self.initialize))
            let second = try master.publications(after: Self.event(1, epoch: 2, Self.addAgent("a1")))
            #expect(acks(second) == ["m 2:1"])
            let fenced = try master.publications(
                after: Self.event(2, epoch: 1, Self.addAgent("a2")), Self.event(0, epoch: 1, Self.addAgent("a3")))
            #expect(errors(fenced) == [.fenced, .fenced])
            #expect(applied(fenced).isEmpty && acks(fenced).isEmpty)
            let other = try master.publications(after: Self.event(1, epoch: 1, master: "n", Self.addAgent("a4")))
            #expect(acks(other) == ["n 1:1"], "another master's epochs are its own")
        }
    }

    @Test func `a new epoch starts with its first event`() async throws {
        try await withWorker { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            _ = try master.publications(after: Self.event(1, Self.initialize), Self.event(2, Self.addAgent("a1")))
            let early = try master.publications(after: Self.event(2, epoch: 5, Self.addAgent("a2")))
            #expect(acks(early) == ["m 5:0 from 1"])
            let still = try master.publications(after: Self.event(3, Self.addAgent("a3")))
            #expect(acks(still) == ["m 1:3"], "an event that was not applied fences no master")
        }
    }

    @Test func `unsequenced events are applied on arrival and not acknowledged`() async throws {
        try await withWorker { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            let got = try master.publications(
                after: Self.event(0, epoch: 0, Self.initialize), Self.event(0, epoch: 0, Self.addAgent("a1")))
            #expect(applied(got) == [0, 0])
            #expect(acks(got).isEmpty)
        }
    }

    @Test func `events to a cluster that does not exist are acknowledged with nothing applied`() async throws {
        try await withWorker { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["gone/"])
            let got = try master.publications(
                after: Self.event(17, cluster: "gone", Self.addAgent("a1")),
                Self.event(18, cluster: "gone", Self.addAgent("a2")))
            #expect(acks(got) == ["m 1:0 from 1"])
            #expect(errors(got).isEmpty)
        }
    }

    @Test func `the first event of a sequence counts even if it was refused`() async throws {
        try await withWorker { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["c/"])
            let got = try master.publications(after: Self.event(1, cluster: "c", Self.addAgent("a1")))
            #expect(errors(got) == [.failedPrecondition])
            #expect(acks(got) == ["m 1:1"])
            let next = try master.publications(after: Self.event(2, cluster: "c", Self.initialize))
            #expect(applied(next) == [2])
        }
    }

    @Test func `acknowledgements are coalesced under load and end with the last event`() async throws {
        try await withWorker { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/acks/"])
            let count = 5_000
            for start in stride(from: 1, through: count, by: 50) {
                let batch = (start..<start + 50).map { sequence in
                    Self.event(sequence, sequence == 1 ? Self.initialize : #""heartbeat": {}"#)
                }
                try master.send(frames: batch.map { Array($0.utf8) })
            }
            let got = try master.publicationsToBarrier()
            #expect(acks(got).last == "m 1:\(count)")
            let sequences = got.map(\.publication.ack.sequence)
            #expect(sequences == sequences.sorted())
            #expect(got.count <= count / 50, "\(got.count) acknowledgements of \(count) events")
        }
    }
}
