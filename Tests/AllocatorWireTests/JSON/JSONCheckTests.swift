import AllocatorTesting
import AllocatorWire
import SwiftProtobuf
import Testing

/// The check of JSON and swift-protobuf, beside each other: what the one lets through, the other reads.
@Suite(.timeLimit(.minutes(5))) struct JSONCheckTests {
    /// Valid texts to begin with: every call, with all kinds of fields.
    private static let texts: [[UInt8]] =
        HostileTexts.events.map { Array($0.utf8) }
        + (1...40 as ClosedRange<UInt64>).compactMap { seed in
            var events = RandomEvents(seed: seed)
            return try? EventEncoder().encode(events.event(), as: .json)
        }

    /// Put in place of a value, or before one.
    private static let pieces = [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0041", "\\ud83d\\ude00", "\\ud800", "null", "true", "false", "0",
        "-0",
        "-1", "01", "1.", ".5", "1e3", "1E+2", "1e-2", "1.0", "1e999", "-1e999", "1e400", "9223372036854775808",
        "18446744073709551615", "18446744073709551616", "-9223372036854775808", "2147483648", "-2147483649", "\"1\"",
        "\" 1\"", "\"1e2\"", "\"NaN\"", "\"Infinity\"", "\"-Inf\"", "NaN", "\"1s\"", "\"-0.5s\"", "\"1.0000000001s\"",
        "\"s\"", "\"MULTI_ROLE\"", "\"SCALAR\"", "\"scalar\"", "77", "{}", "[]", "[{}]", "[null]", "{\"a\":1}", "\"\"",
        " ",
        "\n", "\t", "\u{1}", "\u{7F}", "\"\u{1}\"", "ü", "\u{FEFF}", "\"later\":{\"x\":[1,[],{}]},",
        "\"master\":\"m\",",
        "\"requestId\":\"r\",", "\"pause\":{},", "\"id\":{\"value\":\"x\"},",
    ].map { Array($0.utf8) }

    @Test(arguments: UInt64(1)...8)
    func `swift-protobuf reads the texts that the check accepts, and the other way round`(
        seed: UInt64
    ) {
        var generator = SplitMix64(seed: seed)
        var (accepted, refused) = (0, 0)
        for _ in 0..<3_000 {
            var text = Self.texts[Int.random(in: 0..<Self.texts.count, using: &generator)]
            for _ in 0..<Int.random(in: 0...3, using: &generator) { Self.change(&text, using: &generator) }
            guard WireEncoding(of: text.span.bytes) == .json else { continue }
            switch Comparison(text) {
            case .bothRead: accepted += 1
            case .bothRefuse: refused += 1
            case .differ(let how): Issue.record("\(how): \(String(decoding: text, as: UTF8.self))")
            }
        }
        #expect(accepted > 300 && refused > 300, "\(accepted) and \(refused)")
    }

    private static func change(_ text: inout [UInt8], using generator: inout SplitMix64) {
        guard !text.isEmpty else { return }
        let place = Int.random(in: 0..<text.count, using: &generator)
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: text[place] = UInt8.random(in: 0x20...0x7E, using: &generator)
        case 1: text.remove(at: place)
        case 2: text.insert(contentsOf: text[place...].prefix(Int.random(in: 1...30, using: &generator)), at: place)
        case 3: text.removeSubrange(place..<min(text.count, place + Int.random(in: 1...30, using: &generator)))
        case 4:
            // Behind what comes before a value.
            let starts = text.indices.filter { ":[{,".utf8.contains(text[$0]) }
            guard let start = starts.randomElement(using: &generator) else { return }
            let piece = pieces[Int.random(in: 0..<pieces.count, using: &generator)]
            text.insert(contentsOf: piece, at: start + 1)
        default:
            // In place of a value without brackets.
            let starts = text.indices.filter { text[$0] == UInt8(ascii: ":") }
            guard let start = starts.randomElement(using: &generator) else { return }
            let end = text[(start + 1)...].firstIndex { ",}]".utf8.contains($0) } ?? text.count
            text.replaceSubrange(
                (start + 1)..<end, with: pieces[Int.random(in: 0..<pieces.count, using: &generator)])
        }
    }

    private enum Comparison {
        case bothRead, bothRefuse
        case differ(String)

        init(_ text: [UInt8]) {
            let strict = Self.read(text, ignoringUnknownFields: false)
            let lenient = Self.read(text, ignoringUnknownFields: true)
            do throws(DecodingFailure) {
                let event = try EventDecoder().decode(text)
                // Not compared as messages: they may hold a NaN, which is not equal to itself.
                guard let lenient, Self.bytes(event) == Self.bytes(lenient) else {
                    self = .differ("read otherwise than by swift-protobuf")
                    return
                }
                self = .bothRead
            } catch {
                guard error.place != nil else {
                    self = .differ("refused without a place (\(error))")
                    return
                }
                // The check alone refuses what is given twice, and numbers that no enum can have.
                let isStricter = error.reason == .duplicateField || error.description.contains("give one of")
                self =
                    strict == nil || isStricter
                    ? .bothRefuse : .differ("refused, and swift-protobuf reads it (\(error))")
            }
        }

        private static func read(_ text: [UInt8], ignoringUnknownFields: Bool) -> WireEvent? {
            var options = JSONDecodingOptions()
            options.messageDepthLimit = WireLimits().maximumNestingDepth
            options.ignoreUnknownFields = ignoringUnknownFields
            let start = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            return try? WireEvent(jsonUTF8Bytes: Array(text[start...]), options: options)
        }

        private static func bytes(_ event: WireEvent) -> [UInt8]? { try? EventEncoder().encode(event, as: .binary) }
    }

    /// Whatever the size, each byte is looked at a bounded number of times.
    @Test func `a text as large as a frame may be is checked`() throws {
        let member = #"{"name":"cpus","type":"SCALAR","scalar":{"value":1.5}}"#
        let list = Array(repeating: member, count: 60_000).joined(separator: ",\n")
        let text = #"{"master":"m","add_agent":{"agent":{"id":{"value":"a"}},"total":{"resources":["# + list + "]}}}"
        #expect(try EventDecoder().decode(Array(text.utf8)).addAgent.total.resources.count == 60_000)
        let failure = #expect(throws: DecodingFailure.self) {
            try EventDecoder().decode(Array(text.utf8.dropLast()) + [0x2C])
        }
        #expect(failure?.place?.line == 60_000)
    }
}

enum HostileTexts {
    static let events = [
        #"""
        {"master": "m1", "cluster": "c", "epoch": 7, "sequence": "12", "initialize": {"allocation_interval": \#
        "1.5s", "agent_order": "BY_ID", "agent_recovery_factor": 0.5, "filter_gpu_resources": false, \#
        "max_completed_frameworks": 5, "seed": "99", "regex_max_program_size": 200, \#
        "min_allocatable_resources": [{"quantities": {"cpus": {"value": 0.01}}}], "domain": {"fault_domain": \#
        {"region": {"name": "r"}, "zone": {"name": "z"}}}}}
        """#,
        #"""
        {"master": "m1", "request_id": "r", "add_framework": {"framework": {"id": {"value": "f"}, "user": "u", \#
        "name": "n", "checkpoint": true, "roles": ["a", "b"], "capabilities": [{"type": "MULTI_ROLE"}, \#
        {"type": 3}], "offer_filters": {"a": {"min_allocatable_resources": {"quantities": [{"quantities": \#
        {"mem": {"value": 1}}}]}}}}, "used": {"s": {"resources": []}}, "active": true, "options": \#
        {"suppressed_roles": ["b"], "offer_constraints": {"role_constraints": {"a": {"groups": \#
        [{"attribute_constraints": [{"selector": {"pseudoattribute_type": "HOSTNAME"}, "predicate": \#
        {"text_matches": {"regex": ".*"}}}]}]}}}}}}
        """#,
        #"""
        {"master": "m1", "add_agent": {"agent": {"id": {"value": "s"}, "hostname": "h\u00fc", "port": 5051, \#
        "attributes": [{"name": "x", "type": "TEXT", "text": {"value": "\ud83d\ude00"}}]}, "capabilities": \#
        [{"type": "HIERARCHICAL_ROLE"}], "unavailability": {"start": {"nanoseconds": "-5"}, "duration": \#
        {"nanoseconds": 9}}, "total": {"resources": [{"name": "ports", "type": "RANGES", "ranges": {"range": \#
        [{"begin": "1", "end": 9}]}}]}}}
        """#,
        #"""
        {"master": "m1", "recover_resources": {"framework_id": "f", "agent_id": "s", "resources": [{"name": \#
        "cpus", "type": "SCALAR", "scalar": {"value": -1e-3}, "allocation_info": {"role": "a"}}], "filters": \#
        {"refuse_seconds": "Infinity"}, "is_allocated": true}}
        """#,
        #"""
        {"master": "m1", "update_inverse_offer": {"agent_id": "s", "framework_id": "f", "status": {"status": \#
        "ACCEPT", "framework_id": {"value": "f"}, "timestamp": {"nanoseconds": "1"}}, "filters": null}}
        """#,
        #"""
        {"master": "m1", "update_weights": {"weights": [{"role": "a", "weight": 2}, {"role": "b", "weight": \#
        1E+2}]}}
        """#,
        #"{"master": "m1", "advance": {"duration": "-0.250s"}}"#,
    ]
}
