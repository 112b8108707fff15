import AllocatorWire
import SwiftProtobuf
import Testing

/// Messages in both encodings as another implementation of protobuf wrote them. They must never change: a master built
/// against version 1 still sends them, an observer still expects them.
@Suite struct FrozenBytesTests {
    struct Frozen: Sendable, CustomTestStringConvertible {
        let name: String
        let binary: String
        let json: String

        var testDescription: String { name }
    }

    static let events = [
        Frozen(
            name: "initialize",
            binary: """
                0a016312026d31180220032a01728201220a051080e59a7718002a130a110a04637075731209097b14ae47e17a843f68017007
                """,
            json: """
                {"cluster":"c","master":"m1","epoch":"2","sequence":"3","request_id":"r","initialize":{\
                "allocation_interval":"0.250s","filter_gpu_resources":false,\
                "min_allocatable_resources":[{"quantities":{"cpus":{"value":0.01}}}],"agent_order":"BY_ID","seed":"7"}}
                """),
        Frozen(
            name: "add_agent",
            binary: """
                12026d31ba01390a090a016832040a026131222c0a130a046370757310001a090900000000000010400a150a05706f72\
                74731001\
                220a0a080898f20110a1f201
                """,
            json: """
                {"master":"m1","add_agent":{"agent":{"hostname":"h","id":{"value":"a1"}},"total":{"resources":[\
                {"name":"cpus","type":"SCALAR","scalar":{"value":4.0}},\
                {"name":"ports","type":"RANGES","ranges":{"range":[{"begin":"31000","end":"31009"}]}}]}}}
                """),
        Frozen(
            name: "heartbeat",
            binary: "12026d312a0162ea0300",
            json: #"{"master":"m1","request_id":"b","heartbeat":{}}"#),
        Frozen(
            name: "update_inverse_offer",
            binary: "12026d3192021e0a0161120166220b080312030a01661a0208002a0909000000000000f0bf",
            json: """
                {"master":"m1","update_inverse_offer":{"agent_id":"a","framework_id":"f","status":{"status":"DECLINE",\
                "framework_id":{"value":"f"},"timestamp":{"nanoseconds":"0"}},"filters":{"refuse_seconds":-1.0}}}
                """),
    ]

    static let publications = [
        Frozen(
            name: "offers",
            binary: """
                0801120764656661756c741a026d31208094ebdc0382012f0a0166122a0a05616c70686112210a0161121c0a0463707573\
                10001a0909000000000000e03f5a070a05616c706861
                """,
            json: """
                {"sequence":"1","cluster":"default","master":"m1","time_ns":"1000000000","offers":{"framework_id":"f",\
                "roles":[{"role":"alpha","agents":[{"agent_id":"a","resources":[{"name":"cpus","type":"SCALAR",\
                "scalar":{"value":0.5},"allocation_info":{"role":"alpha"}}]}]}]}}
                """),
        Frozen(
            name: "inverse offers",
            binary: "1201638a01140a0166120f0a0161120a12080a02080012020805",
            json: """
                {"cluster":"c","inverse_offers":{"framework_id":"f","agents":[{"agent_id":"a","unavailable_resources":{\
                "unavailability":{"start":{"nanoseconds":"0"},"duration":{"nanoseconds":"5"}}}}]}}
                """),
        Frozen(
            name: "an error's reply",
            binary: "08021201631a016d9201180a017210091a096164645f6167656e742a06080312026e6f",
            json: """
                {"sequence":"2","cluster":"c","master":"m","reply":{"request_id":"r","sequence":"9","call":"add_agent",\
                "error":{"code":"ALREADY_EXISTS","message":"no"}}}
                """),
        Frozen(
            name: "a reply of statuses",
            binary: """
                9201410a01731a1a6765745f696e76657273655f6f666665725f737461747573657332200a170a016112120a100a0166\
                120b0802\
                12030a01661a0208000a050a01621200
                """,
            json: """
                {"reply":{"request_id":"s","call":"get_inverse_offer_statuses","inverse_offer_statuses":{"agents":{\
                "a":{"frameworks":{"f":{"status":"ACCEPT","framework_id":{"value":"f"},\
                "timestamp":{"nanoseconds":"0"}}}},"b":{}}}}}
                """),
        Frozen(
            name: "ack",
            binary: "08041201631a016d9a010d080110ffffffffffffffffff01",
            json: """
                {"sequence":"4","cluster":"c","master":"m","ack":{"epoch":"1","sequence":"18446744073709551615"}}
                """),
        Frozen(
            name: "run",
            binary: """
                0803120163a20147080110021803280430053a0c0a016111000000000000f03f3a0c0a01621100000000000000404a0f0a0463\
                70757311000000000000e03f4a0e0a036d656d110000000000000000
                """,
            json: """
                {"sequence":"3","cluster":"c","run":{"number":"1","agents":2,"offers":3,"frameworks":4,\
                "duration_ns":"5","required_headroom":{"a":1.0,"b":2.0},"held_back":{"cpus":0.5,"mem":0.0}}}
                """),
        Frozen(
            name: "heartbeat",
            binary: "aa01090a0177100118012002",
            json: #"{"heartbeat":{"worker":"w","uptime_ns":"1","clusters":1,"events":"2"}}"#),
        Frozen(
            name: "reject",
            binary: "ba010a0a017210031a03000102",
            json: #"{"reject":{"reason":"r","size":"3","prefix":"AAEC"}}"#),
        Frozen(
            name: "metrics",
            binary: """
                0801ca01530a270a07615f746f74616c120168180122170a0c0a07636c75737465721201631100000000000000400a28\
                0a09625f736563\
                6f6e6473180322191a170a08000000000000e03f12020301190000000000001040
                """,
            json: """
                {"sequence":"1","metrics":{"families":[{"name":"a_total","help":"h","kind":"COUNTER",\
                "series":[{"labels":{"cluster":"c"},"number":2.0}]},{"name":"b_seconds","kind":"HISTOGRAM",\
                "series":[{"histogram":{"upper_bounds":[0.5],"counts":["3","1"],"sum":4.0}}]}]}}
                """),
    ]

    static let queries = [
        Frozen(name: "ping", binary: "0a0171820100", json: #"{"request_id":"q","ping":{}}"#),
        Frozen(name: "digest", binary: "8a01030a0163", json: #"{"digest":{"cluster":"c"}}"#),
        Frozen(name: "metrics", binary: "0a0171c20100", json: #"{"request_id":"q","metrics":{}}"#),
    ]

    static let answers = [
        Frozen(
            name: "digest", binary: "0a01718a010c0a0430306666100118022003",
            json: #"{"request_id":"q","digest":{"digest":"00ff","events":"1","time_ns":"2","runs":"3"}}"#),
        Frozen(
            name: "pong", binary: "0a01718201080a01771201311802",
            json: #"{"request_id":"q","pong":{"worker":"w","version":"1","uptime_ns":"2"}}"#),
        Frozen(
            name: "metrics", binary: "0a0171c201070a050a01671802",
            json: #"{"request_id":"q","metrics":{"families":[{"name":"g","kind":"GAUGE"}]}}"#),
        Frozen(name: "error", binary: "12050802120178", json: #"{"error":{"code":"NOT_FOUND","message":"x"}}"#),
    ]

    @Test(arguments: events) func `the bytes of events do not change`(_ frozen: Frozen) throws {
        try check(frozen, WireEvent.self)
    }
    @Test(arguments: publications) func `the bytes of publications do not change`(_ frozen: Frozen) throws {
        try check(frozen, WirePublication.self)
    }
    @Test(arguments: queries) func `the bytes of queries do not change`(_ frozen: Frozen) throws {
        try check(frozen, WireQuery.self)
    }
    @Test(arguments: answers) func `the bytes of answers do not change`(_ frozen: Frozen) throws {
        try check(frozen, WireAnswer.self)
    }

    private func check<Message: SwiftProtobuf.Message & Equatable>(_ frozen: Frozen, _ type: Message.Type) throws {
        let binary = try bytes(hexadecimal: frozen.binary)
        let message = try FrameDecoder<Message>().decode(binary)
        #expect(try FrameDecoder<Message>().decode(Array(frozen.json.utf8)) == message)
        #expect(try FrameEncoder().encode(message, as: .binary) == binary)
        let json = String(decoding: try FrameEncoder().encode(message, as: .json), as: UTF8.self)
        #expect(json == frozen.json)
    }

    private func bytes(hexadecimal text: String) throws -> [UInt8] {
        let digits = try text.map { try #require($0.hexDigitValue) }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
