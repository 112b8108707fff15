import AllocatorWire
import Testing

/// Invalid JSON, and the error that its sender receives: the field, the problem and its place.
@Suite(.timeLimit(.minutes(2))) struct BadJSONTests {
    struct Bad: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: [UInt8]
        let reason: DecodingFailure.Reason
        let path: String
        /// Part of what is said of the field.
        let says: String
        let line: Int
        let column: Int

        init(
            _ name: String, _ text: String, _ reason: DecodingFailure.Reason, _ path: String, _ says: String,
            _ column: Int, line: Int = 1
        ) {
            self.init(name, bytes: Array(text.utf8), reason, path, says, column, line: line)
        }

        init(
            _ name: String, bytes text: [UInt8], _ reason: DecodingFailure.Reason, _ path: String, _ says: String,
            _ column: Int, line: Int = 1
        ) {
            testDescription = name
            self.text = text
            self.reason = reason
            self.path = path
            self.says = says
            self.line = line
            self.column = column
        }
    }

    private static let depth = WireLimits().maximumNestingDepth

    static let all: [Bad] = [
        // Of the text as a whole.
        Bad("a brace", "{", .truncated, "", "too early", 2),
        Bad("no quotes", "{a:1}", .malformed, "", "well-formed", 2),
        Bad("no end", #"{"master":"m","pause":{}"#, .truncated, "", "too early", 25),
        Bad("more behind the end", #"{"pause":{}} {"pause":{}}"#, .trailingBytes, "", "one message per frame", 14),
        Bad("a comma too many", #"{"pause":{},}"#, .malformed, "", "comma", 13),
        Bad("a comma too few", #"{"master":"m" "pause":{}}"#, .malformed, "", "comma", 15),
        Bad("no colon", #"{"master" "m"}"#, .malformed, "", "colon", 11),
        Bad(
            "bytes that are not UTF-8", bytes: Array(#"{"master":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8),
            .invalidUTF8, "", "UTF-8", 12),
        Bad(
            "a surrogate in UTF-8", bytes: Array(#"{"x":""#.utf8) + [0xED, 0xA0, 0x80, 0x22, 0x7D], .invalidUTF8, "",
            "UTF-8",
            7),
        // Of strings.
        Bad("no end of a string", #"{"master":"m"#, .truncated, "master", "too early", 13),
        Bad("half an escape", #"{"master":"\u00"}"#, .malformed, "master", "escape", 12),
        Bad("an escape that is none", #"{"master":"a\xb"}"#, .malformed, "master", "escape", 13),
        Bad("half a surrogate pair", #"{"master":"\ud800"}"#, .malformed, "master", "surrogate", 12),
        Bad("the wrong half of a pair", #"{"master":"\udc00\ud800"}"#, .malformed, "master", "surrogate", 12),
        Bad("a control character", "{\"master\":\"a\nb\"}", .malformed, "master", "control character", 13),
        Bad("single quotes", "{'master':'m'}", .malformed, "", "well-formed", 2),
        // Of types.
        Bad("no value", #"{"master":}"#, .wrongType, "master", "give a string", 11),
        Bad("a number for a string", #"{"master":1}"#, .wrongType, "master", "is 1: give a string", 11),
        Bad("a list for a message", #"{"pause":[]}"#, .wrongType, "pause", "is []: give an object", 10),
        Bad("a word for a message", #"{"pause":true}"#, .wrongType, "pause", "is true: give an object", 10),
        Bad("a message for a list", #"{"recover":{"quotas":{}}}"#, .wrongType, "recover.quotas", "give a list", 22),
        Bad("a null in a list", #"{"recover":{"quotas":[null]}}"#, .wrongType, "recover.quotas[0]", "is null", 23),
        Bad("a null in a map", #"{"add_agent":{"used":{"f":null}}}"#, .wrongType, #"add_agent.used["f"]"#, "null", 27),
        Bad(
            "a number for a boolean", #"{"add_framework":{"active":1}}"#, .wrongType, "add_framework.active",
            "true or false", 28),
        Bad(
            "a boolean in quotes", #"{"add_framework":{"active":"true"}}"#, .wrongType, "add_framework.active",
            "true or false", 28),
        Bad(
            "a boolean too long", #"{"add_framework":{"active":trueish}}"#, .wrongType, "add_framework.active",
            "is trueish", 28),
        Bad(
            "an id that is no message", #"{"add_agent":{"agent":{"id":"a1"}}}"#, .wrongType, "add_agent.agent.id",
            #"is "a1": give an object"#, 29),
        // Of numbers.
        Bad("a string for an integer", #"{"epoch":"x"}"#, .wrongType, "epoch", #"is "x": give a whole number"#, 10),
        Bad(
            "an integer below its range", #"{"epoch":-1}"#, .wrongType, "epoch", "is -1: give a whole number from 0", 10
        ),
        Bad(
            "an integer over its range", #"{"epoch":18446744073709551616}"#, .wrongType, "epoch",
            "to 18446744073709551615", 10),
        Bad(
            "an integer over its smaller range", #"{"recover":{"expected_agent_count":2147483648}}"#, .wrongType,
            "recover.expected_agent_count", "to 2147483647", 36),
        Bad("half of an integer", #"{"epoch":1.5}"#, .wrongType, "epoch", "is 1.5", 10),
        Bad("an integer with a leading zero", #"{"epoch":01}"#, .wrongType, "epoch", "is 01", 10),
        Bad("an integer with a sign", #"{"epoch":+1}"#, .wrongType, "epoch", "is +1", 10),
        Bad("an integer with blanks in quotes", #"{"epoch":" 1"}"#, .wrongType, "epoch", #"is " 1""#, 10),
        Bad("a hexadecimal integer", #"{"epoch":0x1}"#, .wrongType, "epoch", "is 0x1", 10),
        Bad(
            "a word for a scalar",
            #"{"add_agent":{"total":{"resources":[{"name":"cpus","scalar":{"value":"four"}}]}}}"#, .wrongType,
            "add_agent.total.resources[0].scalar.value", #"is "four": give a number"#, 70),
        Bad(
            "a scalar over its range", #"{"recover_resources":{"filters":{"refuse_seconds":1e999}}}"#, .wrongType,
            "recover_resources.filters.refuse_seconds", "is 1e999", 51),
        Bad(
            "a NaN without quotes", #"{"recover_resources":{"filters":{"refuse_seconds":NaN}}}"#, .wrongType,
            "recover_resources.filters.refuse_seconds", "is NaN", 51),
        Bad(
            "a duration without unit", #"{"advance":{"duration":"1"}}"#, .wrongType, "advance.duration",
            "seconds such as", 24),
        Bad(
            "a duration as a number", #"{"advance":{"duration":1}}"#, .wrongType, "advance.duration",
            "is 1: give seconds", 24),
        Bad(
            "a duration over its range", #"{"advance":{"duration":"999999999999s"}}"#, .wrongType, "advance.duration",
            "seconds", 24),
        Bad(
            "a duration that is NaN", #"{"advance":{"duration":"NaNs"}}"#, .wrongType, "advance.duration", "seconds", 24
        ),
        Bad(
            "a duration of two signs", #"{"advance":{"duration":"--1s"}}"#, .wrongType, "advance.duration", "seconds",
            24),
        Bad(
            "a duration of ten decimals", #"{"advance":{"duration":"0.0123456789s"}}"#, .wrongType, "advance.duration",
            "seconds", 24),
        // Of enums.
        Bad(
            "an unknown name of an enum of ours", #"{"initialize":{"agent_order":"SIDEWAYS"}}"#, .unknownEnumValue,
            "initialize.agent_order", #"is "SIDEWAYS": give one of SHUFFLED, BY_ID"#, 30),
        Bad(
            "an unknown name of an enum of Mesos's", #"{"add_agent":{"total":{"resources":[{"type":"scalar"}]}}}"#,
            .unknownEnumValue, "add_agent.total.resources[0].type", "SCALAR, RANGES, SET", 45),
        Bad(
            "half of an enum", #"{"initialize":{"agent_order":0.5}}"#, .wrongType, "initialize.agent_order",
            "SHUFFLED, BY_ID", 30),
        Bad(
            "a number of an enum over its range", #"{"initialize":{"agent_order":2147483648}}"#, .wrongType,
            "initialize.agent_order", "BY_ID", 30),
        // Of fields.
        Bad(
            "a misspelt field of ours", #"{"add_agent":{"totals":{}}}"#, .unknownField, "add_agent.totals",
            "is no field of AddAgent: did you mean total?", 15),
        Bad("a misspelt call", #"{"add_agnet":{}}"#, .unknownField, "add_agnet", "did you mean add_agent?", 2),
        Bad(
            "a field like no other", #"{"zzzzzzzzzz":{}}"#, .unknownField, "zzzzzzzzzz", "no field of Event: correct", 2
        ),
        Bad("a field of nothing", #"{"heartbeat":{"x":1}}"#, .unknownField, "heartbeat.x", "no field of Empty", 15),
        Bad("an empty name", #"{"":1}"#, .unknownField, #""""#, "no field of Event", 2),
        Bad("a field twice", #"{"pause":{},"pause":{}}"#, .duplicateField, "pause", "twice", 13),
        Bad(
            "a field in both spellings", #"{"request_id":"a","requestId":"b"}"#, .duplicateField, "request_id", "twice",
            19),
        Bad("a list twice", #"{"recover":{"quotas":[],"quotas":[]}}"#, .duplicateField, "recover.quotas", "twice", 25),
        Bad(
            "a key twice", #"{"add_agent":{"used":{"f":{},"\u0066":{}}}}"#, .duplicateField, #"add_agent.used["f"]"#,
            "twice", 30),
        Bad(
            "two calls in one event", #"{"pause":{},"resume":{}}"#, .conflictingFields, "resume",
            "conflicts with pause", 13),
        // Of depth.
        Bad("messages in each other", String(repeating: #"{"a":"#, count: 100_000), .unknownField, "a", "", 2),
        Bad(
            "unknown objects of Mesos in each other",
            #"{"add_agent":{"agent":"# + String(repeating: #"{"a":"#, count: 100_000), .nestedTooDeep(limit: depth),
            "add_agent.agent", "deeper than 32", 173),
        Bad(
            "unknown lists of Mesos in each other",
            #"{"add_agent":{"agent":{"a":"# + String(repeating: "[", count: 100_000), .nestedTooDeep(limit: depth),
            "add_agent.agent", "deeper than 32", 57),
        // Where it stands.
        Bad(
            "on another line", "{\n  \"master\": \"m\",\r\n\t\"epoch\": {}\n}", .wrongType, "epoch", "is {}", 11,
            line: 3),
        Bad("behind characters of several bytes", #"{"master":"ü€𝄞","epoch":{}}"#, .wrongType, "epoch", "is {}", 25),
        Bad("behind a byte order mark", "\u{FEFF}{\"epoch\":{}}", .wrongType, "epoch", "is {}", 10),
        Bad("behind a blank", " {\"epoch\":{}}", .wrongType, "epoch", "is {}", 11),
    ]

    @Test(arguments: all) func `its sender is told what is wrong, and where`(bad: Bad) throws {
        let failure = try #require(throws: DecodingFailure.self) { try EventDecoder().decode(bad.text) }
        #expect(failure.reason == bad.reason && failure.encoding == .json)
        let place = try #require(failure.place)
        #expect(place.path == bad.path)
        #expect(place.problem.contains(bad.says), "\(place.problem)")
        #expect(place.line == bad.line && place.column == bad.column, "\(place.line):\(place.column)")
        let text = failure.description
        #expect(!text.contains("\n") && !text.contains("\r") && text.contains("line \(bad.line), column \(bad.column)"))
    }

    @Test func `the excerpt of a value is bounded and on one line`() throws {
        let long = String(repeating: "\\n\u{2028}x", count: 100_000)
        for text in [
            #"{"epoch":"\#(long)"}"#, #"{"\#(long)":1}"#, "{\"epoch\":{\n\(long)",
            #"{"add_agent":{"used":{"\#(long)":1}}}"#,
            #"{"initialize":{"agent_order":"\#(long)"}}"#,
        ] {
            let failure = try #require(throws: DecodingFailure.self) { try EventDecoder().decode(Array(text.utf8)) }
            #expect(failure.description.count < 700 && !failure.description.contains { $0.isNewline })
        }
    }

    @Test func `the same holds for questions`() throws {
        let failure = try #require(throws: DecodingFailure.self) {
            try QueryDecoder().decode(Array(#"{"request_id": "q", "state": {"clusters": "c"}}"#.utf8))
        }
        #expect(failure.place?.path == "state.clusters" && failure.reason == .unknownField)
        let nested = #"{"what_if": {"events": [{"update_quota": {"limit": {}}}]}}"#
        let inner = try #require(throws: DecodingFailure.self) { try QueryDecoder().decode(Array(nested.utf8)) }
        #expect(inner.place?.path == "what_if.events[0].update_quota.limit")
    }

    @Test func `content that was accepted once and kept is read as before`() throws {
        let kept = Array(#"{"later":1,"master":"m","pause":{"more":[[[]]]}}"#.utf8)
        #expect(throws: DecodingFailure.self) { try EventDecoder().decode(kept) }
        #expect(try EventDecoder(limits: .kept, checksJSON: false).decode(kept).master == "m")
    }
}
