import AllocatorCore
import AllocatorWire
import AllocatorWorker
import FoundationEssentials
import Glibc
import SwiftProtobuf
import Testing
import ZeroMQ

/// Successive workers on one data directory.
@Suite("A recovered cluster", .timeLimit(.minutes(1))) struct RecoveredClusterTests {
    private static func event(_ sequence: Int, _ call: String) -> String {
        #"{"master": "m", "epoch": 1, "sequence": \#(sequence), "request_id": "r\#(sequence)", \#(call)}"#
    }

    private static let setUp = [
        event(1, #""initialize": {"agent_order": "BY_ID"}"#),
        event(
            2,
            #"""
            "add_framework": {"framework": {"id": {"value": "f"}, "roles": ["r"], \#
            "capabilities": [{"type": "MULTI_ROLE"}]}}
            """#),
        event(3, addAgent("a1")),
    ]

    private static func addAgent(_ id: String) -> String {
        #"""
        "add_agent": {"agent": {"id": {"value": "\#(id)"}, "hostname": "h"}, "capabilities": [{"type": "MULTI_ROLE"}],
         "total": {"resources": [{"name": "cpus", "type": "SCALAR", "scalar": {"value": 4}}]}}
        """#
    }

    @Test(arguments: ["full", "batch"], [1, 100_000])
    func `an unreadable event still counts after a restart`(
        durability: String, snapshotEvery: Int
    ) async throws {
        let folder = DataFolder()
        let bad = Self.event(4, #""add_agent": {"agent": 5}"#)
        let before = try await Self.worker(in: folder, durability, snapshotEvery: snapshotEvery) { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/replies/m/"])
            let got = try master.publications(after: Self.setUp + [bad])
            #expect(got.map(\.publication.reply.requestID) == ["r1", "r2", "r3", "r4"])
            #expect(got.last?.publication.reply.error.code == .invalidArgument)
            return try Self.digest(worker)
        }
        try await Self.worker(in: folder, durability, snapshotEvery: snapshotEvery) { worker in
            #expect(try Self.digest(worker) == before)
            let outstanding = try worker.ask(.outstanding(.with { $0.master = "m" })).outstanding
            #expect(outstanding.epoch == 1 && outstanding.appliedSequence == 4)
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/replies/m/"])
            let got = try master.publications(after: [bad, Self.event(5, #""heartbeat": {}"#)])
            #expect(got.map(\.publication.reply.requestID) == ["r5"], "what was answered before is skipped")
        }
    }

    private static func replayed(_ worker: WorkerInProcess, _ kind: String, from: UInt64 = 0) throws -> WireReplayed {
        var query = WireReplayQuery()
        query.kind = kind
        query.master = ["runs", "events"].contains(kind) ? "" : "m"
        query.fromSequence = from
        return try worker.ask(.replay(query)).replayed
    }

    private static func digest(_ worker: WorkerInProcess) throws -> WireDigest {
        try worker.ask(.digest(.init())).digest
    }

    private static func worker<Result: Sendable>(
        in folder: DataFolder, _ durability: String = "full", snapshotEvery: Int = 100_000,
        limits: ClusterLimits = ClusterLimits(), requiresSubscriber: Bool = false,
        _ body: @escaping @Sendable (WorkerInProcess) async throws -> Result
    ) async throws -> Result {
        let settings: [Setting: String] = [
            .data: folder.path, .durability: durability, .clock: "virtual", .snapshotEvery: "\(snapshotEvery)",
        ]
        let read = try WorkerConfiguration.read(file: nil, environment: [:], arguments: settings)
        return try await withWorker {
            ($0.data, $0.durability, $0.clock) = (read.data, read.durability, read.clock)
            $0.snapshotPace = read.snapshotPace
            $0.clusterLimits = limits
            if requiresSubscriber { ($0.requireSubscriber, $0.subscriberGrace) = (true, 0) }
        } _: {
            try await body($0)
        }
    }

    @Test(arguments: [100_000, 2]) func `a cluster is recovered under lower limits, which bound further calls`(
        snapshotEvery: Int
    ) async throws {
        let folder = DataFolder()
        let before = try await Self.worker(in: folder, snapshotEvery: snapshotEvery) { worker in
            var master = try TestClients.connect(to: worker)
            _ = try master.publications(after: Self.setUp + [Self.event(4, Self.addAgent("a2"))])
            return try Self.digest(worker)
        }
        var limits = ClusterLimits()
        (limits.allocator.agents, limits.allocator.frameworks, limits.masters) = (1, 1, 1)
        try await Self.worker(in: folder, snapshotEvery: snapshotEvery, limits: limits) { worker in
            #expect(try Self.digest(worker) == before)
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/replies/"])
            let stranger = #"{"master": "n", "epoch": 1, "sequence": 1, "request_id": "n", "heartbeat": {}}"#
            let got = try master.publications(after: Self.event(5, Self.addAgent("a3")), stranger)
            #expect(got.map(\.publication.reply.error.code) == [.resourceExhausted, .resourceExhausted])
        }
        // Replay doesn't check refused events against the limits again.
        let after = try await Self.worker(in: folder, snapshotEvery: snapshotEvery) { try Self.digest($0) }
        #expect(after == before)
    }

    @Test(arguments: ["full", "batch", "none"]) func `a cluster continues where the former worker ended`(
        durability: String
    ) async throws {
        let folder = DataFolder()
        let before = try await Self.worker(in: folder, durability) { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            let got = try master.publications(after: Self.setUp)
            #expect(got.contains { $0.topic.kind == .offers })
            return try Self.digest(worker)
        }
        try await Self.worker(in: folder, durability) { worker in
            #expect(try Self.digest(worker) == before)
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            try master.send(frames: Self.setUp.map { Array($0.utf8) })
            let again = try master.receive()
            #expect(again.topic.kind == .acks, "they were applied before: nothing happens but this")
            #expect(again.publication.ack.sequence == 3)
            let next = try master.publications(after: Self.event(4, Self.addAgent("a2")))
            let offers = next.filter { $0.topic.kind == .offers }
            #expect(offers.map(\.publication.sequence) == [2], "the numbers go on")
            #expect(next.filter { $0.topic.kind == .replies }.map(\.publication.sequence) == [4])
        }
    }

    @Test func `replay rescinds the offers of a master that stopped listening`() async throws {
        let folder = DataFolder()
        let before = try await Self.worker(in: folder, requiresSubscriber: true) { worker in
            do {
                var master = try TestClients.connect(to: worker, subscribingTo: ["default/offers/m/"])
                #expect(try master.publications(after: Self.setUp).count == 1)
            }
            while try Self.replayed(worker, "rescinds").newest == 0 { try await Task.sleep(for: .milliseconds(20)) }
            // Without the snapshot of a clean shutdown.
            try FileManager.default.copyItem(atPath: folder.path, toPath: folder.path + "-copy")
            return try Self.digest(worker)
        }
        let copy = folder.path + "-copy"
        try FileManager.default.removeItem(atPath: folder.path)
        try FileManager.default.moveItem(atPath: copy, toPath: folder.path)
        try await Self.worker(in: folder) { worker in
            #expect(try Self.digest(worker) == before)
            let rescinded = try Self.replayed(worker, "rescinds").publications.map(\.rescinds)
            #expect(rescinded.flatMap(\.roles).flatMap(\.agents).map(\.agentID) == ["a1"])
        }
    }

    @Test func `publications since the newest snapshot can be replayed after a restart`() async throws {
        let first = DataFolder()
        let folder = try await Self.worker(in: first) { worker in
            var master = try TestClients.connect(to: worker)
            _ = try master.publications(after: Self.setUp)
            // A copy of the files, as a crash would leave them: without the snapshot of a clean shutdown.
            return try first.copy()
        }
        try await Self.worker(in: folder) { worker in
            let offers = try Self.replayed(worker, "offers")
            #expect(offers.oldest == 1 && offers.newest == 1)
            #expect(offers.publications.first?.offers.frameworkID == "f")
            #expect(try Self.replayed(worker, "replies").publications.map(\.reply.requestID) == ["r1", "r2", "r3"])
            #expect(try Self.replayed(worker, "events").publications.map(\.event.sequence) == [1, 2, 3])
        }
        try await Self.worker(in: folder) { worker in
            let offers = try Self.replayed(worker, "offers", from: 1)
            #expect(
                offers.publications.isEmpty && offers.oldest == 2 && offers.newest == 1,
                "behind a snapshot they are gone")
            var query = WireOutstandingQuery()
            query.master = "m"
            let outstanding = try worker.ask(.outstanding(query)).outstanding
            #expect(outstanding.offers.first?.roles.first?.agents.map(\.agentID) == ["a1"])
            #expect(outstanding.offersSequence == 1 && outstanding.epoch == 1 && outstanding.appliedSequence == 3)
        }
    }

    @Test func `no resend of a refused event is requested after a restart`() async throws {
        let folder = DataFolder()
        try await Self.worker(in: folder) { worker in
            var master = try TestClients.connect(to: worker)
            _ = try master.publications(
                after: Self.setUp + [Self.event(4, #""remove_agent": {"agent_id": "missing"}"#)])
        }
        try await Self.worker(in: folder) { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            let next = try master.publications(after: Self.event(5, Self.addAgent("a2")))
            #expect(next.last { $0.topic.kind == .acks }?.publication.ack.sequence == 5)
            #expect(next.first { $0.topic.kind == .replies }?.publication.sequence == 5)
        }
    }

    @Test func `intermediate snapshots change nothing`() async throws {
        let folder = DataFolder()
        var last = WireDigest()
        for part in 0..<3 {
            last = try await Self.worker(in: folder, snapshotEvery: 2) { [last] worker in
                if part > 0 { #expect(try Self.digest(worker) == last) }
                var master = try TestClients.connect(to: worker)
                if part == 0 { _ = try master.publications(after: Self.setUp) }
                for number in 1...5 {
                    let sequence = 3 + part * 5 + number
                    _ = try master.publications(after: Self.event(sequence, Self.addAgent("b\(sequence)")))
                }
                return try Self.digest(worker)
            }
        }
        #expect(last.events == 18)
    }

    @Test func `replies before a cluster exists have no number, so that a restart changes none`() async throws {
        let folder = DataFolder()
        let heartbeat = #"{"master": "m", "request_id": "early", "heartbeat": {}}"#
        try await Self.worker(in: folder) { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/replies/m/"])
            #expect(try master.publications(after: heartbeat).map(\.publication.sequence) == [0])
            #expect(try master.publications(after: Self.setUp[0]).map(\.publication.sequence) == [1])
            #expect(try master.publications(after: heartbeat).map(\.publication.sequence) == [2])
        }
        try await Self.worker(in: folder) { worker in
            let kept = try Self.replayed(worker, "replies")
            #expect(kept.newest == 2)
        }
    }

    @Test func `a second worker on the same data directory does not start`() async throws {
        let folder = DataFolder()
        try await Self.worker(in: folder) { _ in
            let error = await #expect(throws: (any Error).self) { try await Self.worker(in: folder) { _ in } }
            #expect(
                "\(error.map { "\($0)" } ?? "")".contains("\(getpid())"),
                "the error names who has it: \(String(describing: error))")
        }
    }

    @Test func `a cluster is not recovered under another clock`() async throws {
        let folder = DataFolder()
        try await Self.worker(in: folder) { worker in
            var master = try TestClients.connect(to: worker)
            _ = try master.publications(after: Self.setUp)
        }
        let error = await #expect(throws: (any Error).self) {
            try await withWorker {
                $0.data = folder.path
            } _: { _ in
            }
        }
        #expect("\(error.map { "\($0)" } ?? "")".contains("clock"), "\(String(describing: error))")
    }

    @Test func `clusters are stored separately, whatever their names`() async throws {
        let folder = DataFolder()
        let names = ["a", "..", "A-b_c.d", String(repeating: "x", count: 255)]
        let digests = try await Self.worker(in: folder) { worker in
            var master = try TestClients.connect(to: worker)
            for (number, name) in names.enumerated() {
                let initialize = #""initialize": {"seed": \#(number)}"#
                _ = try master.publications(after: #"{"cluster": "\#(name)", "master": "m", \#(initialize)}"#)
            }
            return try names.map { name in try worker.ask(.digest(.with { $0.cluster = name })).digest.digest }
        }
        #expect(Set(digests).count == names.count)
        try await Self.worker(in: folder) { worker in
            let again = try names.map { name in try worker.ask(.digest(.with { $0.cluster = name })).digest.digest
            }
            #expect(again == digests)
        }
    }
}
