import AllocatorWire
import SwiftProtobuf
import Testing

/// What a master may write in JSON, and what becomes of it.
@Suite struct JSONRulesTests {
    private func decode(_ text: String) throws(DecodingFailure) -> WireEvent {
        try EventDecoder().decode(Array(text.utf8))
    }

    @Test func bothSpellingsOfNamesAreRead() throws {
        let snake = try decode(#"{"request_id":"r","add_agent":{"agent":{"id":{"value":"a"}}}}"#)
        let camel = try decode(#"{"requestId":"r","addAgent":{"agent":{"id":{"value":"a"}}}}"#)
        #expect(snake == camel)
        #expect(snake.requestID == "r" && snake.addAgent.agent.id.value == "a")
    }

    @Test func integersMayBeNumbersOrStrings() throws {
        for epoch in ["7", #""7""#, "7.0", "7e0"] {
            #expect(try decode(#"{"epoch":\#(epoch),"pause":{}}"#).epoch == 7)
        }
    }

    @Test func enumsMayBeNamesOrNumbers() throws {
        for order in [#""BY_ID""#, "1"] {
            #expect(try decode(#"{"initialize":{"agent_order":\#(order)}}"#).initialize.agentOrder == .byID)
        }
        #expect(try decode(#"{"initialize":{"agent_order":77}}"#).initialize.agentOrder == .UNRECOGNIZED(77))
    }

    @Test func nullIsAbsent() throws {
        let event = try decode(#"{"cluster":null,"add_framework":{"framework":null,"active":null}}"#)
        #expect(event.cluster.isEmpty && !event.addFramework.hasFramework && !event.addFramework.hasActive)
    }

    @Test func presenceIsKept() throws {
        #expect(try decode(#"{"add_framework":{"active":false}}"#).addFramework.hasActive)
        #expect(try decode(#"{"update_whitelist":{}}"#).updateWhitelist.hasHostnames == false)
        #expect(try decode(#"{"update_whitelist":{"hostnames":{}}}"#).updateWhitelist.hasHostnames)
    }

    @Test func unknownFieldsAreSkipped() throws {
        let event = try decode(
            #"{"later":{"x":[1,{"y":"}"}]},"pause":{"more":[[[]]]},"master":"m","another":"\u0041","z":-1.5e3}"#)
        #expect(
            event
                == .with {
                    $0.master = "m"
                    $0.pause = .init()
                })
    }

    @Test func anUnknownNameOfAnEnumIsAFailure() {
        #expect(throws: DecodingFailure(.unknownEnumValue, in: .json)) {
            try decode(#"{"initialize":{"agent_order":"SIDEWAYS"}}"#)
        }
    }

    @Test func afterAnUnknownFieldAnUnknownNameOfAnEnumIsSkipped() throws {
        let event = try decode(#"{"later":1,"add_framework":{"framework":{"capabilities":[{"type":"LATER"}]}}}"#)
        #expect(event.addFramework.framework.capabilities.map(\.hasType) == [false])
    }

    @Test func twoCallsInOneEventAreAFailure() {
        #expect(throws: DecodingFailure(.conflictingFields, in: .json)) { try decode(#"{"pause":{},"resume":{}}"#) }
    }

    @Test(arguments: [
        (#""NaN""#, Double.nan), (#""Infinity""#, .infinity), (#""-Infinity""#, -.infinity), ("1e308", 1e308),
    ])
    func anyDoubleIsRead(text: String, value: Double) throws {
        let event = try decode(#"{"recover_resources":{"filters":{"refuse_seconds":\#(text)}}}"#)
        #expect(event.recoverResources.filters.refuseSeconds.bitPattern == value.bitPattern)
    }

    @Test(arguments: [("1s", 1, 0), ("0.250s", 0, 250_000_000), ("-1.5s", -1, -500_000_000), ("0s", 0, 0)])
    func durationsAreSeconds(text: String, seconds: Int64, nanoseconds: Int32) throws {
        let duration = try decode(#"{"advance":{"duration":"\#(text)"}}"#).advance.duration
        #expect(duration.seconds == seconds && duration.nanos == nanoseconds)
    }

    @Test func notANumberIsWrittenAsProto3HasIt() throws {
        let publication = WirePublication.with { $0.run.heldBack = ["cpus": .nan, "mem": .infinity] }
        let json = String(decoding: try PublicationEncoder().encode(publication, as: .json), as: UTF8.self)
        #expect(json == #"{"run":{"held_back":{"cpus":"NaN","mem":"Infinity"}}}"#)
    }
}
