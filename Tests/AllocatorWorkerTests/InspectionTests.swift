import AllocatorWire
import AllocatorWorker
import SwiftProtobuf
import Testing
import ZeroMQ

/// Queries about a cluster, over real sockets and in both encodings.
@Suite(.timeLimit(.minutes(2))) struct InspectionTests {
    private static func ask(
        _ question: WireQuery.OneOf_Question, as encoding: WireEncoding = .json, at worker: WorkerInProcess
    ) throws -> WireAnswer {
        let socket = try Socket(.req, in: Context())
        try socket.set(.receiveTimeout, to: .seconds(20))
        try socket.connect(worker.endpoints.control)
        let query = WireQuery.with {
            $0.requestID = "q"
            $0.question = question
        }
        _ = try socket.send(try QueryEncoder().encode(query, as: encoding))
        guard let frames = try socket.receiveFrames() else { throw NothingCame() }
        #expect((frames[0].first == UInt8(ascii: "{")) == (encoding == .json))
        let answer = try AnswerDecoder().decode(frames[0])
        #expect(answer.requestID == "q")
        return answer
    }

    /// Two frameworks, one of them inactive, and an unmet guarantee that holds back half of the resources.
    private static let events = [
        #"{"master": "m", "initialize": {"agent_order": "BY_ID"}}"#,
        #"{"master": "m", "update_quota": {"quota": {"role": "s", "guarantees": {"cpus": {"value": 3}}}}}"#,
        #"{"master": "m", "add_framework": {"framework": {"id": {"value": "f"}, "name": "f", "role": "r"}}}"#,
        #"{"master": "m", "add_framework": {"framework": {"id": {"value": "g"}, "name": "g", "role": "s"}, "#
            + #""active": false}}"#,
        agent("a", cpus: 4), agent("b", cpus: 2), #"{"master": "m", "advance": {"duration": "1s"}}"#,
    ]

    private static func agent(_ id: String, cpus: Int) -> String {
        let resource = #"{"name": "cpus", "type": "SCALAR", "scalar": {"value": \#(cpus)}}"#
        let agent = #"{"id": {"value": "\#(id)"}, "hostname": "\#(id)"}"#
        return #"{"master": "m", "add_agent": {"agent": \#(agent), "total": {"resources": [\#(resource)]}}}"#
    }

    private static func withCluster(
        _ body: @escaping @Sendable (WorkerInProcess) async throws -> Void
    ) async throws {
        try await withWorker {
            $0.clock = .virtual
        } _: { worker in
            var master = try TestClients.connect(to: worker)
            // Each event is a separate batch.
            for event in events { _ = try master.publications(after: event) }
            try await body(worker)
        }
    }

    @Test(arguments: WireEncoding.allCases)
    func `explain tells why a framework gets no offers`(encoding: WireEncoding) async throws {
        try await Self.withCluster { worker in
            func groups(_ framework: String) throws -> [WireReasonGroup] {
                let question = WireQuery.OneOf_Question.explain(.with { $0.frameworkID = framework })
                return try Self.ask(question, as: encoding, at: worker).explanation.groups
            }
            let inactive = try groups("g")
            #expect(inactive.map(\.agents) == [2] && inactive[0].examples == ["a", "b"])
            #expect(inactive[0].reason.reason == .frameworkInactive(.init()))
            let waiting = try groups("f")
            let headrooms = waiting.map(\.reason.reason).compactMap { reason in
                if case .heldBack(let headroom) = reason { headroom } else { nil }
            }
            let headroom = try #require(headrooms.first, "\(waiting)")
            #expect(waiting.map(\.examples) == [["b"], ["a"]] && waiting[0].reason.nothingAvailable.holders.count == 1)
            #expect(headroom.roles == ["s"] && headroom.required == ["cpus": 3])
        }
    }

    @Test(arguments: WireEncoding.allCases)
    func `what_if tells the effect of events without applying them`(encoding: WireEncoding) async throws {
        try await Self.withCluster { worker in
            let before = try Self.ask(.digest(.init()), at: worker).digest
            let events = [
                #"{"master": "m", "activate_framework": {"framework_id": "g"}}"#,
                #"{"master": "m", "remove_agent": {"agent_id": "missing"}}"#,
            ]
            let question = try WireWhatIfQuery.with {
                $0.events = try events.map { try EventDecoder().decode(Array($0.utf8)) }
            }
            let answer = try Self.ask(.whatIf(question), as: encoding, at: worker).whatIf
            #expect(answer.replies.map(\.call) == ["activate_framework", "remove_agent"])
            #expect(answer.replies[1].error.code == .notFound)
            #expect(answer.runs.flatMap(\.offers).map(\.frameworkID).contains("g"))
            let change = try #require(answer.shares.first { $0.role == "s" && $0.frameworkID == "g" })
            #expect(change.before == 0 && change.after == 0.5)
            #expect(try Self.ask(.digest(.init()), at: worker).digest == before)
        }
    }

    @Test(arguments: WireEncoding.allCases)
    func `history tells what the latest runs offered`(encoding: WireEncoding) async throws {
        try await Self.withCluster { worker in
            func history(_ change: (inout WireHistoryQuery) -> Void = { _ in }) throws -> WireHistory {
                try Self.ask(.history(.with(change)), as: encoding, at: worker).history
            }
            let all = try history()
            #expect(all.oldest == 1 && all.newest == UInt64(all.runs.count))
            #expect(all.runs.map(\.run.number) == Array(1...all.newest))
            let given = all.runs.flatMap(\.given)
            #expect(Set(given.map(\.frameworkID)) == ["f"] && given.reduce(0) { $0 + ($1.resources["cpus"] ?? 0) } == 3)
            #expect(try history { $0.fromRun = 3 }.runs.first?.run.number == 3)
            #expect(try history { $0.fromRun = 1_000 }.runs.isEmpty)
            #expect(try history { $0.frameworkID = "g" }.runs.allSatisfy { $0.given.isEmpty })
            #expect(try history { $0.role = "r" }.runs.flatMap(\.given) == given)
        }
    }

    @Test func `the latest thousand runs are stored, and come a hundred at a time`() async throws {
        try await withWorker {
            $0.clock = .virtual
        } _: { worker in
            var master = try TestClients.connect(to: worker)
            let events = [
                #"{"master": "m", "initialize": {}}"#, #"{"master": "m", "advance": {"duration": "1200s"}}"#,
            ]
            _ = try master.publications(after: events)
            func history(from run: UInt64) throws -> WireHistory {
                try Self.ask(.history(.with { $0.fromRun = run }), at: worker).history
            }
            let first = try history(from: 0)
            #expect(first.oldest == 201 && first.newest == 1_200)
            #expect(first.runs.map(\.run.number) == Array(201...300))
            #expect(try history(from: 301).runs.map(\.run.number) == Array(301...400))
            #expect(try history(from: 1_150).runs.map(\.run.number) == Array(1_150...1_200))
            _ = try master.publications(after: #"{"master": "m", "initialize": {"reset": true}}"#)
            _ = try master.publications(after: #"{"master": "m", "advance": {"duration": "2s"}}"#)
            #expect(try history(from: 0).runs.map(\.run.number) == [1, 2], "after a reset it begins anew")
        }
    }

    @Test func `a run with many frameworks is truncated, and a filter finds the rest`() async throws {
        try await withWorker {
            $0.clock = .virtual
        } _: { worker in
            var master = try TestClients.connect(to: worker)
            let frameworks = (100..<500).map {
                #"""
                {"master": "m", "add_framework": {"framework": {"id": {"value": "f\#($0)"}, "name": "f", \#
                "role": "r\#($0 % 2)"}}}
                """#
            }
            _ = try master.publications(after: [#"{"master": "m", "initialize": {}}"#] + frameworks)
            _ = try master.publications(after: (0..<400).map { Self.agent("a\($0)", cpus: 1) })
            func run(_ change: (inout WireHistoryQuery) -> Void = { _ in }) throws -> WirePastRun {
                let history = try Self.ask(.history(.with(change)), at: worker).history
                return try #require(history.runs.first { $0.run.offers > 0 })
            }
            let all = try run { $0.fromRun = 2 }
            #expect(all.run.frameworks == 400 && all.given.count == 300 && all.givenLeftOut == 100)
            #expect(all.given.map(\.frameworkID) == (100..<400).map { "f\($0)" })
            let last = try run { $0.frameworkID = "f499" }
            #expect(last.given.map(\.frameworkID) == ["f499"] && last.givenLeftOut == 0)
            let role = try run { $0.role = "r1" }
            #expect(role.given.count == 200 && role.givenLeftOut == 0)
        }
    }

    @Test(arguments: [
        (#"{"state": {"cluster": "none"}}"#, WireError.Code.notFound),
        (#"{"state": {"view": "AGENTS", "id": "missing"}}"#, .notFound),
        (#"{"state": {"view": "FRAMEWORKS", "id": "missing"}}"#, .notFound),
        (#"{"state": {"view": "ROLES", "role": "nothing"}}"#, .notFound),
        (#"{"state": {"view": 9}}"#, .invalidArgument),
        (#"{"explain": {}}"#, .invalidArgument),
        (#"{"explain": {"framework_id": "missing"}}"#, .notFound),
        (#"{"explain": {"framework_id": "f", "role": "nothing"}}"#, .notFound),
        (#"{"explain": {"framework_id": "f", "agent_id": "missing"}}"#, .notFound),
        (#"{"what_if": {"events": [{"master": "m"}]}}"#, .invalidArgument),
        (#"{"what_if": {"events": [{"pause": {}}]}}"#, .invalidArgument),
        (#"{"what_if": {"events": [{"master": "m", "initialize": {}}]}}"#, .invalidArgument),
        (#"{"what_if": {"advance": "3600s"}}"#, .resourceExhausted),
        (#"{"history": {"cluster": "none"}}"#, .notFound),
    ])
    func `an unanswerable query gets the reason`(question: String, code: WireError.Code) async throws {
        try await Self.withCluster { worker in
            let query = try QueryDecoder().decode(Array(question.utf8))
            let answer = try Self.ask(try #require(query.question), at: worker)
            #expect(answer.error.code == code && !answer.error.message.isEmpty, "\(answer)")
        }
    }

    @Test func `a long answer comes in pages that together are complete`() async throws {
        try await withWorker {
            $0.clock = .virtual
        } _: { worker in
            var master = try TestClients.connect(to: worker)
            let count = 3_000
            let agents = (0..<count).map { Self.agent("a\($0 + 10_000)", cpus: 1) }
            _ = try master.publications(after: [#"{"master": "m", "initialize": {}}"#] + agents)
            var seen: [String] = []
            var parts = 0
            var after = ""
            repeat {
                let question = WireStateQuery.with {
                    $0.view = .agents
                    $0.after = after
                }
                let state = try Self.ask(.state(question), as: .binary, at: worker).state
                seen += state.agents.map(\.id)
                after = state.last
                parts += 1
            } while !after.isEmpty && parts < 100
            #expect(seen == (0..<count).map { "a\($0 + 10_000)" } && parts > 1)
        }
    }
}
