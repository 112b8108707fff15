import AllocatorCore
import AllocatorWire
import Testing

@testable import FuzzTargets

/// Numbers that no honest master sends, in events of both encodings, applied to a small cluster. Each is refused with a
/// code or, if it has a meaning, accepted. Numbers never wrap, and the invariants hold in any case.
@Suite(.timeLimit(.minutes(2))) struct HostileNumberTests {
    struct Hostile: Sendable, CustomTestStringConvertible {
        let call: String
        /// Nil: it is accepted.
        let code: WireError.Code?

        init(_ call: String, _ code: WireError.Code? = .invalidArgument) {
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
            #expect(
                refusal.map { WireError($0).code } == hostile.code, "\(encoding): \(refusal?.message ?? "accepted")")
            allocator.finishBatch()
            #expect(allocator.brokenInvariants() == [])
        }
    }

    @Test(arguments: [.infinity, -.infinity, -1, -0.0, .greatestFiniteMagnitude, .leastNonzeroMagnitude] as [Double])
    func `a filter may be of any length, and ends within the clock's time`(seconds: Double) throws {
        var allocator = try FixedCluster.make(limits: AllocatorLimits()).allocator
        let offers = try #require(allocator.outstandingOffers(of: FixedCluster.master).first)
        let offer = try #require(offers.roles.first?.agents.first)
        let reply = try allocator.apply(
            .recoverResources(
                framework: offers.framework, agent: offer.agent, resources: offer.resources,
                filters: RefusalFilters(refuseSeconds: seconds), isAllocated: false), by: FixedCluster.master)
        #expect(reply == .ok)
        allocator.finishBatch()
        #expect(allocator.brokenInvariants() == [])
        allocator.advance(to: Instant(nanoseconds: 10_000_000_000))
        #expect(allocator.brokenInvariants() == [])
    }

    private func decoded(_ frame: [UInt8]) throws(Refusal) -> WireEvent {
        do {
            return try EventDecoder().decode(frame)
        } catch {
            throw .internalFailure(error.description)
        }
    }

    // MARK: - Tables

    private static let numbers: [(json: String, code: WireError.Code?)] = [
        (#""NaN""#, .invalidArgument), (#""Infinity""#, .invalidArgument), (#""-Infinity""#, .invalidArgument),
        ("-1", .invalidArgument), ("-1e-300", .invalidArgument), ("4.9e-324", .invalidArgument),
        ("1.7976931348623157e308", .invalidArgument), ("1125899906842.625e3", .invalidArgument),
        ("9223372036854775807", .invalidArgument), ("-0.0", nil), ("0", nil),
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
        Hostile(#""advance": {"duration": "9223372036.854775807s"}"#, .resourceExhausted),
        Hostile(#""advance": {"duration": "315576000000s"}"#),
        Hostile(#""advance": {"duration": "100001s"}"#, .resourceExhausted),
        Hostile(#""initialize": {"reset": true, "allocation_interval": "0s"}"#),
        Hostile(#""initialize": {"reset": true, "allocation_interval": "-1s"}"#),
        Hostile(#""initialize": {"reset": true, "allocation_interval": "315576000000s"}"#),
        Hostile(#""initialize": {"reset": true, "offer_timeout": "-1s"}"#),
        Hostile(unavailability(start: "-9223372036854775808", duration: "9223372036854775807"), nil),
        Hostile(unavailability(start: "9223372036854775807", duration: "9223372036854775807"), nil),
        Hostile(unavailability(start: "0", duration: "-1")),
    ]

    private static func unavailability(start: String, duration: String) -> String {
        #"""
        "update_unavailability": {"agent_id": "a", "unavailability": {"start": {"nanoseconds": "\#(start)"}, \#
        "duration": {"nanoseconds": "\#(duration)"}}}
        """#
    }

    private static let most = UInt64.max

    private static let ranges = [
        Hostile(agent(ports: [(0, most)]), nil),
        Hostile(agent(ports: [(0, most - 1)]), nil),
        Hostile(agent(ports: [(most, most)]), nil),
        Hostile(agent(ports: [(0, most / 2), (most / 2, most)])),
        Hostile(agent(ports: [(1, 5), (1, 5), (3, 9), (9, 9)])),
        Hostile(agent(ports: [(5, 4)])),
    ]

    private static func agent(ports: [(UInt64, UInt64)]) -> String {
        let ranges = ports.map { #"{"begin": "\#($0.0)", "end": "\#($0.1)"}"# }.joined(separator: ", ")
        return agent(#"{"name": "ports", "type": "RANGES", "ranges": {"range": [\#(ranges)]}}"#)
    }

    private static func agent(_ resources: String...) -> String {
        #"""
        "add_agent": {"agent": {"id": {"value": "z"}}, "total": {"resources": \#
        [\#(resources.joined(separator: ", "))]}}
        """#
    }

    private static let cpus = #"{"name": "cpus", "type": "SCALAR", "scalar": {"value": 1125899906842.624}}"#

    private static let others = [
        // The most that one resource can have, as often as a list may name it: sums stop short of the end of Int64.
        Hostile(agent(cpus), nil),
        Hostile(agent(cpus, cpus, cpus), .resourceExhausted),
        Hostile(#""recover": {"expected_agent_count": -1}"#),
        Hostile(#""recover": {"expected_agent_count": 2147483647}"#, .failedPrecondition),
        Hostile(#""update_weights": {"weights": [{"role": "r", "weight": 1}, {"role": "r", "weight": 2}]}"#, nil),
        Hostile(#""suppress_offers": {"framework_id": "g", "roles": ["s/a", "s/a"]}"#, nil),
        Hostile(
            #"""
            "add_framework": {"framework": {"id": {"value": "h"}, "roles": ["r", "r"], "capabilities": \#
            [{"type": "MULTI_ROLE"}]}}
            """#
        ),
        Hostile(
            #"""
            "add_framework": {"framework": {"id": {"value": "h"}, "role": \#
            "\#(Array(repeating: "x", count: 33).joined(separator: "/"))"}}
            """#,
            .resourceExhausted),
        Hostile(
            #"""
            "add_framework": {"framework": {"id": {"value": "h"}, "role": \#
            "\#(String(repeating: "x/", count: 20_000))x"}}
            """#,
            .invalidArgument),
    ]
}
