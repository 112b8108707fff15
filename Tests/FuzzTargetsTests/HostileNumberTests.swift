import AllocatorCore
import AllocatorWire
import Testing

@testable import FuzzTargets

/// Numbers that no honest master sends, in events of both encodings, applied to a small cluster: each is refused with a code
/// or, where there is a meaning to it, taken; never wrapped, and the invariants hold in any case.
@Suite(.timeLimit(.minutes(2))) struct HostileNumberTests {
    struct Hostile: Sendable, CustomTestStringConvertible {
        let call: String
        /// Nil: it is accepted.
        let code: String?

        init(_ call: String, _ code: String? = "INVALID_ARGUMENT") {
            self.call = call
            self.code = code
        }

        var testDescription: String { String(call.prefix(120)) }
    }

    @Test(arguments: quotas + weights + times + ranges + others)
    func `a hostile number is refused or harmless`(hostile: Hostile) throws {
        let json = Array(#"{"master": "m", \#(hostile.call)}"#.utf8)
        let event = try EventDecoder().decode(json)
        for encoding in WireEncoding.allCases {
            let frame = try EventEncoder().encode(event, as: encoding)
            var allocator = try FixedCluster.make(limits: AllocatorLimits()).allocator
            var refusal: Refusal?
            do throws(Refusal) {
                _ = try allocator.apply(try Call(try decoded(frame)), by: "m")
            } catch {
                refusal = error
            }
            #expect(refusal?.codeName == hostile.code, "\(encoding): \(refusal?.message ?? "accepted")")
            allocator.finishBatch()
            #expect(allocator.brokenInvariants() == [])
        }
    }

    private func decoded(_ frame: [UInt8]) throws(Refusal) -> WireEvent {
        do {
            return try EventDecoder().decode(frame)
        } catch {
            throw .internalFailure(error.description)
        }
    }

    // MARK: - Tables

    private static let numbers: [(json: String, code: String?)] = [
        (#""NaN""#, "INVALID_ARGUMENT"), (#""Infinity""#, "INVALID_ARGUMENT"), (#""-Infinity""#, "INVALID_ARGUMENT"),
        ("-1", "INVALID_ARGUMENT"), ("-1e-300", "INVALID_ARGUMENT"), ("4.9e-324", "INVALID_ARGUMENT"),
        ("1.7976931348623157e308", "INVALID_ARGUMENT"), ("1125899906842.625e3", "INVALID_ARGUMENT"),
        ("9223372036854775807", "INVALID_ARGUMENT"), ("-0.0", nil), ("0", nil),
    ]

    private static let quotas =
        numbers.flatMap { number in
            ["guarantees", "limits"].map {
                Hostile(
                    #""update_quota": {"quota": {"role": "q", "\#($0)": {"cpus": {"value": \#(number.json)}}}}"#,
                    number.code)
            }
        }

    private static let weights = [
        #""NaN""#, #""Infinity""#, #""-Infinity""#, "-1", "0", "-0.0", "4.9e-324", "1.7976931348623157e308",
    ].map { Hostile(#""update_weights": {"weights": [{"role": "r", "weight": \#($0)}]}"#) }

    private static let times = [
        Hostile(#""advance": {"duration": "-1s"}"#),
        Hostile(#""advance": {"duration": "-0.000000001s"}"#),
        Hostile(#""advance": {"duration": "9223372036.854775807s"}"#),
        Hostile(#""advance": {"duration": "315576000000s"}"#),
        Hostile(#""advance": {"duration": "100001s"}"#, "RESOURCE_EXHAUSTED"),
        Hostile(#""initialize": {"reset": true, "allocation_interval": "0s"}"#),
        Hostile(#""initialize": {"reset": true, "allocation_interval": "-1s"}"#),
        Hostile(#""initialize": {"reset": true, "allocation_interval": "315576000000s"}"#),
        Hostile(#""initialize": {"reset": true, "offer_timeout": "-1s"}"#),
        Hostile(unavailability(start: "-9223372036854775808", duration: "9223372036854775807"), nil),
        Hostile(unavailability(start: "9223372036854775807", duration: "9223372036854775807"), nil),
        Hostile(unavailability(start: "0", duration: "-1")),
        Hostile(refusal(seconds: #""NaN""#)),
        Hostile(refusal(seconds: #""Infinity""#), nil),
        Hostile(refusal(seconds: #""-Infinity""#), nil),
        Hostile(refusal(seconds: "-1"), nil),
        Hostile(refusal(seconds: "1.7976931348623157e308"), nil),
        Hostile(refusal(seconds: "4.9e-324"), nil),
    ]

    private static func unavailability(start: String, duration: String) -> String {
        #""update_unavailability": {"agent_id": "a", "unavailability": {"start": {"nanoseconds": "\#(start)"}, "duration": {"nanoseconds": "\#(duration)"}}}"#
    }

    private static func refusal(seconds: String) -> String {
        #""recover_resources": {"framework_id": "f", "agent_id": "a", "filters": {"refuse_seconds": \#(seconds)}, "resources": [{"name": "cpus", "type": "SCALAR", "scalar": {"value": 1}, "allocation_info": {"role": "r"}}]}"#
    }

    private static let most = UInt64.max

    private static let ranges = [
        Hostile(agent(ports: [(0, most)])),
        Hostile(agent(ports: [(0, most - 1)]), nil),
        Hostile(agent(ports: [(most, most)]), nil),
        Hostile(agent(ports: [(0, most / 2), (most / 2, most)])),
        Hostile(agent(ports: [(1, 5), (1, 5), (3, 9), (9, 9)]), nil),
        Hostile(agent(ports: [(5, 4)])),
    ]

    private static func agent(ports: [(UInt64, UInt64)]) -> String {
        let ranges = ports.map { #"{"begin": "\#($0.0)", "end": "\#($0.1)"}"# }.joined(separator: ", ")
        return agent(#"{"name": "ports", "type": "RANGES", "ranges": {"range": [\#(ranges)]}}"#)
    }

    private static func agent(_ resources: String...) -> String {
        #""add_agent": {"agent": {"id": {"value": "z"}}, "total": {"resources": [\#(resources.joined(separator: ", "))]}}"#
    }

    private static let cpus = #"{"name": "cpus", "type": "SCALAR", "scalar": {"value": 1125899906842.624}}"#

    private static let others = [
        // The most that one resource can have, as often as a list may name it: sums stop short of the end of Int64.
        Hostile(agent(cpus), nil),
        Hostile(agent(cpus, cpus, cpus)),
        Hostile(#""recover": {"expected_agent_count": -1}"#),
        Hostile(#""recover": {"expected_agent_count": 2147483647}"#, "FAILED_PRECONDITION"),
        Hostile(#""update_weights": {"weights": [{"role": "r", "weight": 1}, {"role": "r", "weight": 2}]}"#),
        Hostile(#""suppress_offers": {"framework_id": "g", "roles": ["s/a", "s/a"]}"#, nil),
        Hostile(
            #""add_framework": {"framework": {"id": {"value": "h"}, "roles": ["r", "r"], "capabilities": [{"type": "MULTI_ROLE"}]}}"#
        ),
        Hostile(
            #""add_framework": {"framework": {"id": {"value": "h"}, "role": "\#(Array(repeating: "x", count: 33).joined(separator: "/"))"}}"#,
            "RESOURCE_EXHAUSTED"),
        Hostile(
            #""add_framework": {"framework": {"id": {"value": "h"}, "role": "\#(String(repeating: "x/", count: 20_000))x"}}"#,
            "RESOURCE_EXHAUSTED"),
    ]
}
