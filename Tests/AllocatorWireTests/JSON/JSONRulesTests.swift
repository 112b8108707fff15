import AllocatorWire
import SwiftProtobuf
import Testing

/// The JSON that a master may write, and the events that it decodes to.
@Suite struct JSONRulesTests {
    private func decode(_ text: String) throws(DecodingFailure) -> WireEvent {
        try EventDecoder().decode(Array(text.utf8))
    }

    @Test func `both spellings of names are read`() throws {
        let snake = try decode(#"{"request_id":"r","add_agent":{"agent":{"id":{"value":"a"}}}}"#)
        let camel = try decode(#"{"requestId":"r","addAgent":{"agent":{"id":{"value":"a"}}}}"#)
        #expect(snake == camel)
        #expect(snake.requestID == "r" && snake.addAgent.agent.id.value == "a")
    }

    @Test func `integers may be numbers or strings`() throws {
        for epoch in ["7", #""7""#, "7.0", "7e0"] {
            #expect(try decode(#"{"epoch":\#(epoch),"pause":{}}"#).epoch == 7)
        }
    }

    @Test func `enums may be names or numbers`() throws {
        for order in [#""BY_ID""#, "1"] {
            #expect(try decode(#"{"initialize":{"agent_order":\#(order)}}"#).initialize.agentOrder == .byID)
        }
        #expect(try decode(#"{"initialize":{"agent_order":77}}"#).initialize.agentOrder == .UNRECOGNIZED(77))
    }

    @Test func `null is an absent field`() throws {
        let event = try decode(#"{"cluster":null,"add_framework":{"framework":null,"active":null}}"#)
        #expect(event.cluster.isEmpty && !event.addFramework.hasFramework && !event.addFramework.hasActive)
    }

    @Test func `the presence of a field is kept`() throws {
        #expect(try decode(#"{"add_framework":{"active":false}}"#).addFramework.hasActive)
        #expect(try decode(#"{"update_whitelist":{}}"#).updateWhitelist.hasHostnames == false)
        #expect(try decode(#"{"update_whitelist":{"hostnames":{}}}"#).updateWhitelist.hasHostnames)
    }

    @Test func `unknown fields of Mesos are skipped`() throws {
        let event = try decode(
            #"""
            {"add_agent": {"agent": {"later": {"x": [1, {"y": "}"}]}, "id": {"value": "a", "more": [[[]]]},
             "another": "\u0041\n", "z": -1.5e3, "w": null, "v": true}, "total": {"resources": [{"u": {}}]}}}
            """#)
        #expect(
            event
                == .with {
                    $0.addAgent.agent.id.value = "a"
                    $0.addAgent.total.resources = [.init()]
                })
    }

    /// In binary they are skipped everywhere: a newer master may send them.
    @Test func `unknown fields in binary are skipped`() throws {
        let event = WireEvent.with {
            $0.master = "m"
            $0.pause = .init()
        }
        // Fields 15999 and 14 of a message that has neither.
        let frame = try EventEncoder().encode(event, as: .binary) + [0xFA, 0xE7, 0x07, 0x01, 0x61, 0x70, 0x05]
        #expect(try EventDecoder().decode(frame) == event)
    }

    @Test(arguments: [" ", "\t", "\n", "\r\n", "\n \n\t", "\u{FEFF}", "\u{FEFF} \n"])
    func `blanks before the text are JSON`(
        blanks: String
    ) throws {
        for text in [#"{"master":"m","pause":{}}"#, "{\n \"master\": \"m\", \"pause\": {}}\n"] {
            #expect(try decode(blanks + text).master == "m")
        }
        #expect(try decode(blanks + "{}") == WireEvent())
    }

    /// A binary message may begin with a byte that is a blank, and go on with a brace.
    @Test(arguments: ["{\"ab\"", " {}", "\n{\"", "\t\n {\"id\": 7}"]) func `no binary message is taken for JSON`(
        text: String
    ) throws {
        for length in [9, 10, 13, 32, 123] {
            let query = WireQuery.with {
                $0.requestID = text + String(repeating: "}", count: max(0, length - text.utf8.count))
                $0.ping = .init()
            }
            #expect(try QueryDecoder().decode(QueryEncoder().encode(query, as: .binary)) == query)
            let event = WireEvent.with {
                $0.cluster = String(repeating: "c", count: length)
                $0.master = "m"
                $0.heartbeat = .init()
            }
            #expect(try EventDecoder().decode(EventEncoder().encode(event, as: .binary)) == event)
        }
    }

    @Test(arguments: [
        (#""NaN""#, Double.nan), (#""Infinity""#, .infinity), (#""-Infinity""#, -.infinity), ("1e308", 1e308),
    ])
    func `any double is read`(text: String, value: Double) throws {
        let event = try decode(#"{"recover_resources":{"filters":{"refuse_seconds":\#(text)}}}"#)
        #expect(event.recoverResources.filters.refuseSeconds.bitPattern == value.bitPattern)
    }

    @Test(arguments: [("1s", 1, 0), ("0.250s", 0, 250_000_000), ("-1.5s", -1, -500_000_000), ("0s", 0, 0)])
    func `durations are seconds`(text: String, seconds: Int64, nanoseconds: Int32) throws {
        let duration = try decode(#"{"advance":{"duration":"\#(text)"}}"#).advance.duration
        #expect(duration.seconds == seconds && duration.nanos == nanoseconds)
    }

    @Test func `not-a-number is written as proto3 specifies`() throws {
        let publication = WirePublication.with { $0.run.heldBack = ["cpus": .nan, "mem": .infinity] }
        let json = String(decoding: try PublicationEncoder().encode(publication, as: .json), as: UTF8.self)
        #expect(json == #"{"run":{"held_back":{"cpus":"NaN","mem":"Infinity"}}}"#)
    }
}
