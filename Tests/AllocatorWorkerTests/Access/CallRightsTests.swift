import AllocatorClient
import AllocatorCore
import AllocatorWire
import AllocatorWorker
import Foundation
import SwiftProtobuf
import Testing
import ZeroMQ

/// Which right each call takes, and what becomes of one whose sender lacks it.
@Suite("Rights to calls", .timeLimit(.minutes(2))) struct CallRightsTests {
    /// A call as its field of an event, and what it is about.
    struct Example: Sendable, CustomTestStringConvertible {
        let name: String
        let body: String
        let right: String

        var testDescription: String { name }

        func event(from master: String, request: String = "r") -> String {
            #"{"master": "\#(master)", "request_id": "\#(request)", "\#(name)": \#(body)}"#
        }

        init(_ name: String, _ right: String, _ body: String) {
            (self.name, self.right, self.body) = (name, right, body)
        }
    }

    private static let framework =
        #"{"framework": {"id": {"value": "f"}, "roles": ["r"], "capabilities": [{"type": "MULTI_ROLE"}]}}"#
    private static let cpus =
        #"[{"name": "cpus", "type": "SCALAR", "scalar": {"value": 1}, "allocation_info": {"role": "r"}}]"#
    private static let agent = #"{"agent": {"id": {"value": "a"}, "hostname": "h"}, "total": {}}"#

    /// One of each call; `f` is a framework of another master.
    static let examples: [Example] = [
        Example("initialize", "cluster", "{}"),
        Example("recover", "cluster", "{}"),
        Example("add_framework", "framework", framework),
        Example("remove_framework", "framework", #"{"framework_id": "f"}"#),
        Example("activate_framework", "framework", #"{"framework_id": "f"}"#),
        Example("deactivate_framework", "framework", #"{"framework_id": "f"}"#),
        Example("update_framework", "framework", framework),
        Example("add_agent", "cluster", agent),
        Example("remove_agent", "cluster", #"{"agent_id": "a"}"#),
        Example("update_agent", "cluster", agent),
        Example("add_resource_provider", "cluster", #"{"agent_id": "a", "total": {}}"#),
        Example("activate_agent", "cluster", #"{"agent_id": "a"}"#),
        Example("deactivate_agent", "cluster", #"{"agent_id": "a"}"#),
        Example("update_whitelist", "cluster", "{}"),
        Example("request_resources", "framework", #"{"framework_id": "f"}"#),
        Example(
            "update_allocation", "framework",
            #"""
            {"framework_id": "f", "agent_id": "a", "offered_resources": \#(cpus),
             "conversions": [{"consumed": \#(cpus), "converted": \#(cpus)}]}
            """#),
        Example("update_available", "cluster", #"{"agent_id": "a"}"#),
        Example("update_unavailability", "cluster", #"{"agent_id": "a"}"#),
        Example("update_inverse_offer", "framework", #"{"framework_id": "f", "agent_id": "a"}"#),
        Example("get_inverse_offer_statuses", "cluster", "{}"),
        Example(
            "transition_offered_to_allocated", "framework",
            #"{"framework_id": "f", "agent_id": "a", "resources": \#(cpus)}"#),
        Example(
            "recover_resources", "framework", #"{"framework_id": "f", "agent_id": "a", "resources": \#(cpus)}"#),
        Example("suppress_offers", "framework", #"{"framework_id": "f"}"#),
        Example("revive_offers", "framework", #"{"framework_id": "f"}"#),
        Example("update_quota", "cluster", #"{"quota": {"role": "r"}}"#),
        Example("update_weights", "cluster", #"{"weights": [{"role": "r", "weight": 2}]}"#),
        Example("pause", "cluster", "{}"),
        Example("resume", "cluster", "{}"),
        Example("advance", "cluster", #"{"duration": "1s"}"#),
        Example("heartbeat", "none", "{}"),
    ]

    private static func call(_ example: Example) throws -> Call {
        try Call(try EventDecoder().decode(Array(example.event(from: "m1").utf8)))
    }

    @Test func `every call is about something, and the page says the same`() throws {
        #expect(Self.examples.map(\.name) == CallKind.allCases.map(\.name))
        let page = try String(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../../../Sources/AllocatorWire/AllocatorWire.docc/WireProtocol.md").standardized,
            encoding: .utf8)
        func row(_ right: String) throws -> [String] {
            let line = try #require(page.split(separator: "\n").first { $0.hasPrefix("| \(right) |") })
            return line.split(separator: "`").map(String.init).filter { $0.allSatisfy { $0.isLetter || $0 == "_" } }
                .filter { $0 != "framework_id" && !$0.isEmpty }
        }
        let titles = [
            ("cluster", "`cluster: true`"), ("framework", "the right to the framework's master"),
            ("none", "none of these"),
        ]
        for (right, title) in titles {
            let documented = Set(try row(title).filter { name in CallKind.allCases.contains { $0.name == name } })
            #expect(documented == Set(Self.examples.filter { $0.right == right }.map(\.name)), "\(right)")
        }
    }

    @Test(arguments: examples) func `a call is about what the table says`(example: Example) throws {
        let expected: CallScope =
            switch example.right {
            case "framework": .framework("f")
            case "cluster": .cluster
            default: .sender
            }
        #expect(try Self.call(example).scope == expected)
    }

    @Test func `a transition that names no framework may be about any`() throws {
        let unnamed = Example(
            "transition_offered_to_allocated", "", #"{"agent_id": "a", "resources": \#(Self.cpus)}"#)
        #expect(try Self.call(unnamed).scope == .unnamedFramework)
    }

    // MARK: - A running worker

    private static let setUp = [
        #"{"master": "m2", "initialize": {"agent_order": "BY_ID"}}"#,
        #"""
        {"master": "m2", "add_agent": {"agent": {"id": {"value": "a"}, "hostname": "h"}, "capabilities":
         [{"type": "MULTI_ROLE"}], "total": {"resources": [{"name": "cpus", "type": "SCALAR", \#
         "scalar": {"value": 4}}]}}}
        """#,
        #"{"master": "m2", "add_framework": \#(framework)}"#,
    ]

    private static func codes(_ received: [Received]) -> [WireError.Code?] {
        received.filter { $0.topic.kind == .replies }.map {
            if case .error(let error) = $0.publication.reply.result { error.code } else { nil }
        }
    }

    /// Rights to the masters m1 and a barrier's, and the further ones that are given.
    private static func withSender<Result: Sendable>(
        _ rights: String,
        _ body: @escaping @Sendable (inout TestClients, WorkerInProcess, KeyRing) async throws -> Result
    ) async throws -> Result {
        let ring = try KeyRing()
        try ring.write([ring.adminEntry, ring.entry("master", ring.master, rights)])
        return try await withGuardedWorker(ring) { worker in
            var admin = try TestClients.connect(to: worker, subscribingTo: ["default/"], as: ring.admin)
            _ = try admin.publications(after: setUp)
            return try await body(&admin, worker, ring)
        }
    }

    /// Sends as the key `master`; what is published to the admin up to the reply to the last of the events.
    private static func send(
        _ events: [String], seenBy admin: inout TestClients, _ worker: WorkerInProcess, _ ring: KeyRing
    ) throws -> [Received] {
        let socket = try Socket(.push, in: try Context())
        try socket.set(.linger, to: .seconds(5))
        try ring.master.identify(socket)
        try socket.connect(worker.endpoints.events)
        let last = #"{"master": "m1", "request_id": "last", "heartbeat": {}}"#
        for event in events + [last] { _ = try socket.send(Array(event.utf8)) }
        var got: [Received] = []
        while got.last?.publication.reply.requestID != "last" { got.append(try admin.receive()) }
        got.removeLast()
        return got
    }

    private static func digest(_ worker: WorkerInProcess, _ ring: KeyRing) throws -> String {
        var control = try ControlConnection(
            to: Endpoint(worker.endpoints.control, default: .connect),
            with: ConnectionKeys(own: ring.admin.own, worker: ring.admin.worker), in: Context())
        return try control.ask(.digest(.init())).digest.digest
    }

    @Test func `a key without further rights changes nothing but its own masters' frameworks`() async throws {
        try await Self.withSender("masters: [m1], clusters: [default]") { admin, worker, ring in
            let before = try Self.digest(worker, ring)
            let refused = Self.examples.filter { $0.right != "none" }
            let got = try Self.send(
                refused.map { $0.event(from: "m1", request: $0.name) }, seenBy: &admin, worker, ring)
            #expect(Self.codes(got) == refused.map { _ in .permissionDenied })
            #expect(got.map(\.publication.reply.requestID) == refused.map(\.name))
            #expect(got.allSatisfy { $0.publication.reply.error.message.contains("allow-list") })
            #expect(try Self.digest(worker, ring) == before)
            // Its own framework is another matter.
            let own =
                #"{"framework": {"id": {"value": "g"}, "roles": ["r"], "capabilities": [{"type": "MULTI_ROLE"}]}}"#
            let accepted = try Self.send(
                [
                    #"{"master": "m1", "request_id": "1", "add_framework": \#(own)}"#,
                    #"{"master": "m1", "request_id": "2", "suppress_offers": {"framework_id": "g"}}"#,
                    #"{"master": "m1", "request_id": "3", "remove_framework": {"framework_id": "g"}}"#,
                ], seenBy: &admin, worker, ring)
            #expect(Self.codes(accepted) == [nil, nil, nil])
        }
    }

    @Test func `with any_master and cluster nothing is denied`() async throws {
        try await Self.withSender("masters: [m1], clusters: [default], cluster: true, any_master: true") {
            admin, worker, ring in
            let got = try Self.send(
                Self.examples.map { $0.event(from: "m1", request: $0.name) }, seenBy: &admin, worker, ring)
            let codes = Self.codes(got)
            #expect(codes.count == Self.examples.count && !codes.contains(.permissionDenied))
        }
    }

    @Test func `each of the two rights is of its own kind`() async throws {
        for (rights, denied) in [("cluster: true", "framework"), ("any_master: true", "cluster")] {
            try await Self.withSender("masters: [m1], clusters: [default], \(rights)") { admin, worker, ring in
                let got = try Self.send(
                    Self.examples.map { $0.event(from: "m1", request: $0.name) }, seenBy: &admin, worker, ring)
                let refused = got.filter { $0.publication.reply.error.code == .permissionDenied }
                    .map(\.publication.reply.requestID)
                #expect(refused == Self.examples.filter { $0.right == denied }.map(\.name))
            }
        }
    }

    @Test func `a denied event counts in the sequence, is counted and is not decided anew`() async throws {
        try await Self.withSender("masters: [m1], clusters: [default]") { admin, worker, ring in
            let remove = #""remove_framework": {"framework_id": "f"}"#
            let got = try Self.send(
                [
                    #"{"master": "m1", "epoch": 1, "sequence": 1, \#(remove)}"#,
                    #"{"master": "m1", "epoch": 1, "sequence": 2, "request_id": "next", "heartbeat": {}}"#,
                    #"{"master": "m1", "epoch": 1, "sequence": 1, \#(remove)}"#,
                ], seenBy: &admin, worker, ring)
            #expect(Self.codes(got) == [.permissionDenied, nil])
            #expect(got.filter { $0.topic.kind == .acks }.last?.publication.ack.sequence == 2)
            var control = try ControlConnection(
                to: Endpoint(worker.endpoints.control, default: .connect),
                with: ConnectionKeys(own: ring.admin.own, worker: ring.admin.worker), in: Context())
            let view = MetricsView(try control.ask(.metrics(.init())).metrics)
            #expect(view.number("denied_total", ["socket": "events", "key": "master"]) == 1)
        }
    }

    @Test func `a framework is not taken over, and who has taken one over has the right to it`() async throws {
        try await Self.withSender("masters: [m1], clusters: [default]") { admin, worker, ring in
            let takeOver = #"{"master": "m1", "request_id": "1", "activate_framework": {"framework_id": "f"}}"#
            #expect(Self.codes(try Self.send([takeOver], seenBy: &admin, worker, ring)) == [.permissionDenied])
            // The admin, who may, hands it over.
            _ = try admin.publications(after: #"{"master": "m1", "activate_framework": {"framework_id": "f"}}"#)
            #expect(Self.codes(try Self.send([takeOver], seenBy: &admin, worker, ring)) == [nil])
        }
    }
}
