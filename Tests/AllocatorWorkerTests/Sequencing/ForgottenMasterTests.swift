import AllocatorCore
import AllocatorTesting
import AllocatorWire
import AllocatorWorker
import Foundation
import SwiftProtobuf
import Testing
import ZeroMQ

/// Forgetting masters, and the upper bound of epochs.
@Suite("Forgotten masters", .timeLimit(.minutes(2))) struct ForgottenMasterTests {
    private static func event(_ master: String, epoch: UInt64, _ sequence: Int, _ call: String) -> String {
        #"{"master": "\#(master)", "epoch": "\#(epoch)", "sequence": \#(sequence), "request_id": "r", \#(call)}"#
    }

    private static let heartbeat = #""heartbeat": {}"#
    private static let initialize = #""initialize": {"agent_order": "BY_ID"}"#
    private static let reset = #""initialize": {"agent_order": "BY_ID", "reset": true}"#
    private static let addFramework =
        #""add_framework": {"framework": {"id": {"value": "f"}, "roles": ["r"], "#
        + #""capabilities": [{"type": "MULTI_ROLE"}]}}"#

    private static func ask(_ worker: WorkerInProcess, _ question: WireQuery.OneOf_Question) throws -> WireAnswer {
        let socket = try Socket(.req, in: Context())
        try socket.set(.receiveTimeout, to: .seconds(10))
        try socket.set(.linger, to: .zero)
        try socket.connect(worker.endpoints.control)
        _ = try socket.send(try QueryEncoder().encode(.with { $0.question = question }, as: .binary))
        guard let frames = try socket.receiveFrames(limit: 1) else { throw NothingCame() }
        return try AnswerDecoder().decode(frames[0])
    }

    private static func forget(_ worker: WorkerInProcess, _ master: String, force: Bool = false) throws -> WireAnswer {
        try ask(
            worker,
            .forgetMaster(
                .with {
                    $0.master = master
                    $0.force = force
                }))
    }

    private static func codes(_ received: [Received]) -> [WireError.Code?] {
        received.filter { $0.topic.kind == .replies }.map {
            if case .error(let error) = $0.publication.reply.result { error.code } else { nil }
        }
    }

    @Test func `a forgotten master may start again with any epoch`() async throws {
        try await withWorker { worker in
            var party = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            _ = try party.publications(
                after: Self.event("m", epoch: 9, 1, Self.initialize), Self.event("m", epoch: 9, 2, Self.heartbeat))
            let lower = Self.event("m", epoch: 3, 1, Self.heartbeat)
            let fenced = try party.publications(after: lower)
            #expect(Self.codes(fenced) == [.fenced])
            let message = try #require(fenced.first { $0.topic.kind == .replies }).publication.reply.error.message
            #expect(message.contains("clock") && message.contains("forget_master"))
            let answer = try Self.forget(worker, "m").forgottenMaster
            #expect(answer.epoch == 9 && answer.appliedSequence == 2)
            #expect(Self.codes(try party.publications(after: lower)) == [nil])
        }
    }

    @Test func `a master with frameworks or subscribers is forgotten only with force`() async throws {
        try await withWorker { worker in
            var party = try TestClients.connect(to: worker, subscribingTo: ["default/runs/"])
            _ = try party.publications(
                after: Self.event("m", epoch: 1, 1, Self.initialize), Self.event("m", epoch: 1, 2, Self.addFramework),
                Self.event("n", epoch: 1, 1, Self.heartbeat))
            #expect(try Self.forget(worker, "unknown").error.code == .notFound)
            #expect(try Self.forget(worker, "a/b").error.code == .invalidArgument)
            #expect(try Self.ask(worker, .forgetMaster(.with { $0.cluster = "none" })).error.code == .notFound)
            let owner = try Self.forget(worker, "m").error
            #expect(owner.code == .failedPrecondition && owner.message.contains("1 frameworks"))
            try party.subscribe(to: "json/default/acks/n/")
            let listener = try Self.forget(worker, "n").error
            #expect(listener.code == .failedPrecondition && listener.message.contains("subscribed"))
            for master in ["m", "n"] {
                #expect(try Self.forget(worker, master, force: true).forgottenMaster.epoch == 1)
                #expect(try Self.forget(worker, master, force: true).error.code == .notFound)
            }
        }
    }

    @Test func `a forgotten master makes room for another one`() async throws {
        try await withWorker {
            $0.clusterLimits.masters = 2
        } _: { worker in
            var party = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            _ = try party.publications(
                after: Self.event("m", epoch: 1, 1, Self.initialize), Self.event("n", epoch: 1, 1, Self.heartbeat))
            let third = Self.event("o", epoch: 1, 1, Self.heartbeat)
            let refused = try party.publications(after: third)
            #expect(Self.codes(refused) == [.resourceExhausted])
            let reply = try #require(refused.first { $0.topic.kind == .replies }).publication.reply
            #expect(reply.error.message.contains("forget_master"))
            _ = try Self.forget(worker, "n").forgottenMaster
            #expect(Self.codes(try party.publications(after: third)) == [nil])
        }
    }

    @Test func `a reset forgets all masters but the one that sends it`() async throws {
        try await withWorker { worker in
            var party = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            _ = try party.publications(
                after: Self.event("m", epoch: 1, 1, Self.initialize), Self.event("n", epoch: 7, 1, Self.heartbeat))
            // Neither an initialize without reset nor a refused one forgets a master.
            _ = try party.publications(
                after: Self.event("m", epoch: 1, 2, Self.initialize),
                Self.event("m", epoch: 1, 3, #""initialize": {"allocation_interval": "-1s", "reset": true}"#))
            let kept = try party.publications(after: Self.event("n", epoch: 7, 2, Self.heartbeat))
            #expect(Self.codes(kept) == [nil])
            _ = try party.publications(after: Self.event("m", epoch: 1, 4, Self.reset))
            let late = try party.publications(after: Self.event("n", epoch: 7, 3, Self.heartbeat))
            #expect(Self.codes(late).isEmpty)
            #expect(late.filter { $0.topic.kind == .acks }.map(\.publication.ack.resendFrom) == [1])
            let others = try party.publications(
                after: Self.event("n", epoch: 2, 1, Self.heartbeat), Self.event("m", epoch: 1, 5, Self.heartbeat))
            #expect(Self.codes(others) == [nil, nil])
        }
    }

    // MARK: - Across a restart

    private static func worker<Result: Sendable>(
        in path: String, _ body: @escaping @Sendable (WorkerInProcess) async throws -> Result
    ) async throws -> Result {
        let read = try WorkerConfiguration.read(
            file: nil, environment: [:], arguments: [.data: path, .clock: "virtual"])
        return try await withWorker {
            ($0.data, $0.durability, $0.clock) = (read.data, read.durability, read.clock)
        } _: {
            try await body($0)
        }
    }

    @Test func `a forgotten master stays forgotten across a restart, and an absurd epoch leaves no trace`() async throws
    {
        let path = "/tmp/forgotten-\(UInt64.random(in: 0 ... .max))"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let digest = try await Self.worker(in: path) { worker in
            var party = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            _ = try party.publications(
                after: Self.event("m", epoch: 9, 1, Self.initialize), Self.event("n", epoch: 9, 1, Self.heartbeat),
                Self.event("o", epoch: 9, 1, Self.heartbeat), Self.event("p", epoch: 1, 1, Self.heartbeat))
            #expect(try Self.forget(worker, "n").forgottenMaster.epoch == 9)
            _ = try party.publications(after: Self.event("m", epoch: 9, 2, Self.reset))
            let absurd = try party.publications(
                after: Self.event("m", epoch: .max, 1, Self.heartbeat), Self.event("q", epoch: .max, 1, Self.heartbeat))
            #expect(Self.codes(absurd) == [.invalidArgument, .invalidArgument])
            return try Self.ask(worker, .digest(.init())).digest
        }
        try await Self.worker(in: path) { worker in
            #expect(try Self.ask(worker, .digest(.init())).digest == digest)
            var party = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            let again = try party.publications(
                after: Self.event("n", epoch: 2, 1, Self.heartbeat), Self.event("o", epoch: 2, 1, Self.heartbeat),
                Self.event("q", epoch: 1, 1, Self.heartbeat), Self.event("m", epoch: 9, 3, Self.heartbeat))
            #expect(Self.codes(again) == [nil, nil, nil, nil])
        }
    }

    // MARK: - Epochs

    private static let day: UInt64 = 86_400_000_000_000

    @Test(
        arguments: [
            (1, true), (1_700_000_000_000_000_000, true), (1_700_000_000_000_000_000 + day, true),
            (1_700_000_000_000_000_000 + day + 1, false), (1 << 63, false), (.max, false),
        ] as [(UInt64, Bool)])
    func `an epoch is accepted up to a day ahead of the clock`(epoch: UInt64, isTaken: Bool) {
        var bound = EpochBound()
        let event = EventEnvelope(master: "m", epoch: epoch, sequence: 1)
        let refusal = bound.refusal(of: event, now: 1_700_000_000_000_000_000)
        #expect((refusal == nil) == isTaken)
        if let refusal {
            #expect(refusal.code == 1 && refusal.message.contains("clock"))
            // It is accepted later.
            #expect(bound.refusal(of: event, now: Int64(clamping: epoch - 1)) == nil || epoch > UInt64(Int64.max))
        }
    }

    @Test func `an absurd epoch creates no cluster, and the master can continue with another`() async throws {
        try await withWorker { worker in
            var party = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            let absurd = Self.event("m", epoch: .max, 1, Self.initialize)
            #expect(Self.codes(try party.publications(after: absurd)) == [.invalidArgument])
            #expect(try Self.ask(worker, .digest(.init())).error.code == .notFound)
            let now = UInt64(Date().timeIntervalSince1970 * 1_000_000_000)
            let taken = try party.publications(
                after: Self.event("m", epoch: 1, 1, Self.initialize), Self.event("m", epoch: now, 1, Self.heartbeat))
            #expect(Self.codes(taken) == [nil, nil])
            #expect(Self.codes(try party.publications(after: absurd)) == [.invalidArgument])
        }
    }

    @Test func `the progress table keeps masters apart`() {
        var random = SplitMix64(seed: 7)
        var table = ProgressTable(limit: 40)
        var model: [String: UInt64] = [:]
        for _ in 0..<5_000 {
            let master = "m\(random.next() % 60)"
            if random.next().isMultiple(of: 3) {
                #expect(table.remove(master)?.sequence == model.removeValue(forKey: master))
            } else {
                let event = EventEnvelope(master: master, epoch: 1, sequence: (model[master] ?? 0) + 1)
                #expect(table.hasRoom(for: event) == (model[master] != nil || model.count < 40))
                guard table.hasRoom(for: event) else { continue }
                table.record(event)
                model[master] = event.sequence
            }
        }
        #expect(table.entries.map(\.master) == model.keys.sorted())
        #expect(table.entries.allSatisfy { model[$0.master] == $0.progress.sequence })
    }
}
