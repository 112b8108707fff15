import AllocatorWire
import AllocatorWorker
import SwiftProtobuf
import Testing

/// An unreadable or too large numbered event counts as a refused one: it gets a reply, and the events behind it are
/// applied.
@Suite("Unreadable events", .timeLimit(.minutes(2))) struct UnreadableEventTests {
    struct Bad: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// The part that follows an envelope.
        let frame: @Sendable (Envelope) -> [UInt8]
        var code = WireError.Code.invalidArgument
        /// A part of the reason.
        var says = ""
        /// Whether the frame is also published under `rejects/`.
        var isRejected = true
    }

    struct Envelope: Sendable {
        var master = "m"
        var epoch: UInt64 = 1
        var sequence: UInt64 = 0
        var requestID = ""

        func json(_ call: String) -> [UInt8] { json(Array(call.utf8)) }

        func json(_ call: [UInt8]) -> [UInt8] {
            let fields =
                #"{"master": "\#(master)", "epoch": "\#(epoch)", "sequence": \#(sequence), "#
                + #""request_id": "\#(requestID)", "#
            return Array(fields.utf8) + call
        }

        func binary(_ call: [UInt8] = [], _ set: (inout WireEvent) -> Void = { _ in }) -> [UInt8] {
            var event = WireEvent.with {
                $0.master = master
                $0.epoch = epoch
                $0.sequence = sequence
                $0.requestID = requestID
            }
            set(&event)
            return (try? EventEncoder().encode(event, as: .binary)).map { $0 + call } ?? []
        }
    }

    private static func json(
        _ name: String, _ call: String, _ code: WireError.Code = .invalidArgument, says: String = "",
        isRejected: Bool = true
    ) -> Bad {
        Bad(testDescription: name, frame: { $0.json(call) }, code: code, says: says, isRejected: isRejected)
    }

    private static let frameLimit = 4_000
    private static let messageLimit = 500

    static let all: [Bad] = [
        json("a value of the wrong type", #""add_agent": {"agent": 5}}"#, says: "add_agent.agent is 5"),
        json(
            "a number below its range",
            #"""
            "add_agent": {"agent": {"id": {"value": "a"}}, "total": {"resources": [{"name": "ports", "type": "RANGES",
             "ranges": {"range": [{"begin": -1, "end": 5}]}}]}}}
            """#, says: "add_agent.total.resources[0].ranges.range[0].begin is -1"),
        json(
            "an unknown field", #""update_quota": {"quota": {"role": "r"}, "limit": {}}}"#, says: "update_quota.limit"),
        json("an unknown call", #""add_agents": {}}"#, says: "did you mean add_agent?"),
        json("an unknown name of an enum", #""initialize": {"agent_order": "SIDEWAYS"}}"#, says: "BY_ID"),
        json("two calls", #""pause": {}, "resume": {}}"#, says: "pause"),
        json("a field given twice", #""pause": {}, "pause": {}}"#, says: "twice"),
        json("text behind the end", #""pause": {}} {"pause": {}}"#, says: "text after its end"),
        json("a comma too many", #""pause": {},}"#),
        json("a word that is none", #""pause": {"x": nothing}}"#),
        json("cut off inside of the call", #""add_agent": {"agent": {"id": {"val"#, says: "too early"),
        json("an escape that is none", #""add_agent": {"agent": {"hostname": "\x"}}}"#),
        json("a control character", "\"add_agent\": {\"agent\": {\"hostname\": \"\u{1}\"}}}"),
        json("nested too deep", #""add_agent": {"agent": "# + String(repeating: #"{"a": "#, count: 200)),
        Bad(
            testDescription: "JSON that is not UTF-8",
            frame: { $0.json(Array(#""x": ""#.utf8) + [0xC3, 0x28, 0x22, 0x7D]) }),
        json(
            "JSON over the limit of bytes",
            #""update_whitelist": {"hostnames": {"values": ["# + String(repeating: " ", count: 4_000) + "]}}}",
            .resourceExhausted, says: "4000"),
        json(
            "JSON over the limit of messages",
            #""recover": {"quotas": ["# + Array(repeating: "{}", count: 600).joined(separator: ",") + "]}}",
            .resourceExhausted, says: "500"),
        json("JSON with a bad call", #""remove_agent": {}}"#, says: "remove_agent.agent_id", isRejected: false),
        json("JSON without a call", #""cluster": ""}"#, isRejected: false),
        Bad(testDescription: "a call longer than the frame", frame: { $0.binary([0xBA, 0x01, 0x7F, 0x0A]) }),
        Bad(
            testDescription: "a text that is not UTF-8",
            frame: { $0.binary([0xC2, 0x01, 0x04, 0x0A, 0x02, 0xC3, 0x28]) }),
        Bad(testDescription: "half a tag behind the envelope", frame: { $0.binary([0x80]) }),
        Bad(testDescription: "a group that never ends", frame: { $0.binary([0xFB, 0x07]) }),
        Bad(
            testDescription: "binary over the limit of bytes",
            frame: { $0.binary { $0.removeAgent.agentID = String(repeating: "a", count: frameLimit) } },
            code: .resourceExhausted, says: "4000"),
        Bad(
            testDescription: "binary over the limit of messages",
            frame: { $0.binary { $0.recover.quotas = Array(repeating: .init(), count: 600) } },
            code: .resourceExhausted, says: "500"),
        Bad(
            testDescription: "binary with a bad call", frame: { $0.binary { $0.removeAgent = .init() } },
            isRejected: false),
    ]

    private static func limitedWorker(_ body: @escaping @Sendable (WorkerInProcess) async throws -> Void) async throws {
        try await withWorker {
            $0.limits.maximumFrameSize = frameLimit
            $0.limits.maximumMessages = messageLimit
        } _: {
            try await body($0)
        }
    }

    private static func good(_ sequence: UInt64, epoch: UInt64 = 1) -> [UInt8] {
        let call = sequence == 1 ? #""initialize": {"agent_order": "BY_ID"}}"# : #""heartbeat": {}}"#
        return Envelope(epoch: epoch, sequence: sequence, requestID: "good-\(sequence)").json(call)
    }

    private func replies(_ received: [Received]) -> [WireReply] {
        received.filter { $0.topic.kind == .replies }.map(\.publication.reply)
    }

    private func acks(_ received: [Received]) -> [String] {
        received.filter { $0.topic.kind == .acks }.map(\.publication.ack).map {
            "\($0.epoch):\($0.sequence)" + ($0.resendFrom > 0 ? " from \($0.resendFrom)" : "")
        }
    }

    @Test(arguments: all) func `a numbered unreadable event gets a reply and counts, and a resend is skipped`(bad: Bad)
        async throws
    {
        try await Self.limitedWorker { worker in
            var master = try TestClients.connect(
                to: worker, subscribingTo: ["default/replies/m/", "default/acks/m/", "rejects/"])
            let batch = [Self.good(1), bad.frame(Envelope(sequence: 2, requestID: "bad")), Self.good(3)]
            let got = try master.publications(afterFrames: batch)
            #expect(replies(got).map(\.requestID) == ["good-1", "bad", "good-3"])
            let reply = try #require(replies(got).first { $0.requestID == "bad" })
            #expect(reply.sequence == 2 && reply.error.code == bad.code)
            #expect(reply.error.message.contains(bad.says) && !reply.error.message.isEmpty, "\(reply.error.message)")
            #expect(acks(got) == ["1:3"])
            let rejects = got.filter { $0.topic == .rejects }.map(\.publication.reject)
            #expect(rejects.map(\.reason) == (bad.isRejected ? [reply.error.message] : []))
            let again = try master.publications(afterFrames: batch)
            #expect(replies(again).isEmpty && acks(again) == ["1:3"], "a resend is skipped")
        }
    }

    @Test(arguments: all) func `an unreadable event without a number gets a reply if it has a request id`(bad: Bad)
        async throws
    {
        try await Self.limitedWorker { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            let got = try master.publications(afterFrames: [bad.frame(Envelope(epoch: 0, requestID: "bad"))])
            #expect(got.map(\.topic.kind) == [.replies])
            #expect(replies(got).map(\.requestID) == ["bad"] && replies(got).map(\.error.code) == [bad.code])
        }
    }

    @Test func `an unreadable event with neither number nor request id is only rejected`() async throws {
        try await Self.limitedWorker { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/", "rejects/"])
            let got = try master.publications(after: #"{"master": "m", "add_agent": 3}"#)
            #expect(got.map(\.topic) == [.rejects])
        }
    }

    @Test func `an unreadable event behind a gap does not count, and one of a lower epoch is fenced`() async throws {
        try await Self.limitedWorker { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/replies/m/", "default/acks/m/"])
            _ = try master.publications(afterFrames: [Self.good(1, epoch: 5)])
            let bad = #""add_agent": 3}"#
            let gap = try master.publications(afterFrames: [Envelope(epoch: 5, sequence: 3, requestID: "g").json(bad)])
            #expect(replies(gap).isEmpty && acks(gap) == ["5:1 from 2"])
            let fenced = try master.publications(afterFrames: [
                Envelope(epoch: 4, sequence: 2, requestID: "f").json(bad)
            ])
            #expect(replies(fenced).map(\.error.code) == [.fenced] && acks(fenced).isEmpty)
            let next = try master.publications(afterFrames: [Self.good(2, epoch: 5)])
            #expect(acks(next) == ["5:2"])
        }
    }

    @Test(arguments: [
        (#"{"sequence": "x", "master": "m", "request_id": "r", "pause": 1}"#, true),
        (#"{"sequence": 1, "sequence": 2, "master": "m", "request_id": "r", "pause": {}}"#, true),
        (#"{"sequence": 1, "epoch": -1, "master": "m", "request_id": "r", "pause": {}}"#, true),
        (#"{"sequence": 1, "epoch": {}, "master": "m", "pause": {}}"#, false),
        (#"{"sequence": 1, "master": "m", "master": "n", "request_id": "r", "pause": {}}"#, false),
        (#"{"sequence": 1, "master": "m", "cluster": 3, "request_id": "r", "pause": {}}"#, false),
        (#"{"sequence": 1, "master": "m", "cluster": "json", "request_id": "r", "pause": 1}"#, false),
        (#"{"sequence": 1, "master": "m/1", "request_id": "r", "pause": 1}"#, false),
        (#"{"sequence": 1, "master": "\ud800", "request_id": "r", "pause": 1}"#, false),
        (#"{"sequence": null, "epoch": null, "cluster": null, "master": "m", "request_id": "r", "pause": 1}"#, true),
    ])
    func `an unreadable envelope does not change the sequence`(frame: String, isAnswered: Bool) async throws {
        try await Self.limitedWorker { worker in
            var master = try TestClients.connect(
                to: worker, subscribingTo: ["default/replies/", "default/acks/m/", "rejects/"])
            let got = try master.publications(after: frame)
            #expect(got.filter { $0.topic == .rejects }.count == 1 && acks(got).isEmpty)
            #expect(replies(got).map(\.requestID) == (isAnswered ? ["r"] : []))
            #expect(replies(got).allSatisfy { $0.sequence == 0 && $0.error.code == .invalidArgument })
        }
    }

    /// Field names in camelCase, in another order, with escapes, after blanks and a byte order mark.
    @Test(arguments: [
        #"{"pause": 1, "requestId": "bad", "sequence": "1", "epoch": 1.0, "master": "m"}"#,
        #"{"\u006daster": "\u006d", "request_id": "b\u0061d", "sequence": 1e0, "epoch": 1, "#
            + #""pause": [{"master": "x"}]}"#,
        "\n\t {\"pause\": \"}{\", \"master\": \"m\", \"epoch\": 1, \"sequence\": 1, \"request_id\": \"bad\"}\n",
        "\u{FEFF}{\"pause\": 1, \"master\": \"m\", \"epoch\": 1, \"sequence\": 1, \"request_id\": \"bad\"}",
    ])
    func `the envelope is found in any valid spelling`(frame: String) async throws {
        try await Self.limitedWorker { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            let got = try master.publications(after: frame)
            #expect(replies(got).map { "\($0.requestID) \($0.sequence) \($0.call)" } == ["bad 1 pause"])
            #expect(acks(got) == ["1:1"])
        }
    }
}
