import AllocatorCore
import AllocatorWire
import AllocatorWorker
import SwiftProtobuf
import Testing
import ZeroMQ

/// The bounds of queries: pages of answers, and a cached digest.
@Suite("Bounds of questions", .timeLimit(.minutes(2))) struct QuestionBoundTests {
    private static func ask(_ question: WireQuery.OneOf_Question, at worker: WorkerInProcess) throws -> WireAnswer {
        let socket = try Socket(.req, in: Context())
        try socket.set(.receiveTimeout, to: .seconds(10))
        try socket.set(.linger, to: .zero)
        try socket.connect(worker.endpoints.control)
        _ = try socket.send(try QueryEncoder().encode(.with { $0.question = question }, as: .binary))
        guard let frames = try socket.receiveFrames(limit: 1) else { throw NothingCame() }
        return try AnswerDecoder().decode(frames[0])
    }

    private static func event(_ call: String) -> String { #"{"master": "m", \#(call)}"# }

    private static func addAgent(_ id: String) -> String {
        event(
            #"""
            "add_agent": {"agent": {"id": {"value": "\#(id)"}, "hostname": "h"}, \#
            "capabilities": [{"type": "MULTI_ROLE"}],
             "unavailability": {"start": {"nanoseconds": 5}}, "total": {"resources": [
             {"name": "cpus", "type": "SCALAR", "scalar": {"value": 4}}, {"name": "mem", "type": "SCALAR", \#
             "scalar": {"value": 64}}]}}
            """#)
    }

    private static func addFramework(_ id: String) -> String {
        event(
            #"""
            "add_framework": {"framework": {"id": {"value": "\#(id)"}, "roles": ["\#(id)"], \#
            "capabilities": [{"type": "MULTI_ROLE"}]}}
            """#)
    }

    private static let initialize = event(#""initialize": {"agent_order": "BY_ID"}"#)

    // MARK: - Pages

    private static func page(after agent: String = "", at worker: WorkerInProcess) throws -> WireOutstanding {
        try ask(
            .outstanding(
                .with {
                    $0.master = "m"
                    $0.after = agent
                }), at: worker
        ).outstanding
    }

    /// The `framework agent` of each offer and inverse offer.
    private static func offers(_ outstanding: WireOutstanding) -> [String] {
        outstanding.offers.flatMap { batch in
            batch.roles.flatMap { role in role.agents.map { "\(batch.frameworkID) \($0.agentID)" } }
        }
            + outstanding.inverseOffers.flatMap { batch in
                batch.agents.map { "inverse \(batch.frameworkID) \($0.agentID)" }
            }
    }

    @Test func `outstanding offers come in pages, each offer once`() async throws {
        let agents = (0..<60).map { "a\($0)" }
        let set = [Self.initialize] + agents.map(Self.addAgent) + ["f", "g"].map(Self.addFramework)
        let whole = try await withWorker { worker in
            var party = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            _ = try party.publications(after: set)
            let page = try Self.page(at: worker)
            #expect(page.last.isEmpty)
            return Self.offers(page)
        }
        #expect(whole.count >= 60 && whole.contains { $0.hasPrefix("inverse") })
        try await withWorker {
            $0.queryWork = 1
        } _: { worker in
            var party = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            _ = try party.publications(after: set)
            var paged: [String] = []
            var pages = 0
            var last = ""
            repeat {
                let page = try Self.page(after: last, at: worker)
                #expect(page.last.isEmpty || page.last > last)
                last = page.last
                paged += Self.offers(page)
                pages += 1
            } while !last.isEmpty && pages < 100
            #expect(pages > 2 && paged.count == whole.count && Set(paged) == Set(whole))
            // A cursor needn't be the id of an agent: it is a position in their order.
            #expect(Self.offers(try Self.page(after: "a9999", at: worker)).isEmpty)
        }
    }

    // MARK: - The digest

    @Test func `the digest is that of the present state after any earlier query`() async throws {
        let batches: [[String]] = [
            [Self.initialize, Self.addAgent("a"), Self.addAgent("b")], [Self.addFramework("f")],
            [Self.event(#""advance": {"duration": "1s"}"#)], [Self.event(#""remove_agent": {"agent_id": "none"}"#)],
            [Self.event(#""update_weights": {"weights": [{"role": "f", "weight": 3}]}"#)],
            [Self.event(#""heartbeat": {}"#)], [Self.addFramework("g")], [Self.event(#""pause": {}"#)],
            [Self.event(#""advance": {"duration": "3s"}"#)], [Self.event(#""deactivate_agent": {"agent_id": "a"}"#)],
            [Self.event(#""initialize": {"agent_order": "BY_ID", "reset": true}"#)],
        ]
        try await withWorker {
            $0.clock = .virtual
        } _: { worker in
            var party = try TestClients.connect(to: worker)
            var model = Allocator(clock: .virtual)
            for batch in batches {
                _ = try party.publications(after: batch)
                for event in batch {
                    _ = try? model.apply(try Call(try EventDecoder().decode(Array(event.utf8))), by: "m")
                }
                model.finishBatch()
                for _ in 0..<2 {
                    let digest = try Self.ask(.digest(.init()), at: worker).digest
                    #expect(digest.digest == model.digest() && digest.events == model.appliedCalls, "\(batch)")
                    _ = try Self.ask(.state(.with { $0.view = .roles }), at: worker)
                    _ = try Self.ask(.state(.with { $0.view = .frameworks }), at: worker)
                    _ = try Self.ask(.explain(.with { $0.frameworkID = "f" }), at: worker)
                }
            }
        }
    }

    @Test func `a master that starts listening changes the digest`() async throws {
        try await withWorker {
            $0.clock = .virtual
            $0.requireSubscriber = true
        } _: { worker in
            var party = try TestClients.connect(to: worker)
            _ = try party.publications(after: Self.initialize, Self.addFramework("f"))
            let before = try Self.ask(.digest(.init()), at: worker).digest.digest
            #expect(try Self.ask(.digest(.init()), at: worker).digest.digest == before)
            try party.subscribe(to: "default/offers/m/")
            #expect(try Self.ask(.digest(.init()), at: worker).digest.digest != before)
        }
    }
}
