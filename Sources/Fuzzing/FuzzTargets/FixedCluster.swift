import AllocatorCore
import AllocatorWire

/// A small cluster that covers every feature, from which the targets start: three agents, one of them in maintenance,
/// two frameworks in three roles, reservations, ports, a volume, a guarantee, a limit, a weight, constraints, filters
/// and offers.
enum FixedCluster {
    static let master = "m"

    /// An event that the cluster refused during its setup.
    struct Refused: Error, CustomStringConvertible {
        let description: String
    }

    /// The frames of the setup events, each a separate batch.
    static var frames: [[UInt8]] { events.map { Array(#"{"master": "\#(master)", \#($0)}"#.utf8) } }

    /// - Returns: The allocator and its runs.
    static func make(limits: AllocatorLimits) throws -> (allocator: Allocator, runs: [AllocationRun]) {
        var allocator = Allocator(clock: .virtual, limits: limits)
        var runs: [AllocationRun] = []
        for frame in frames {
            let event = try EventDecoder().decode(frame)
            do throws(Refusal) {
                _ = try allocator.apply(Call(event), by: master)
            } catch {
                throw Refused(description: "\(String(decoding: frame, as: UTF8.self)): \(error.message)")
            }
            allocator.finishBatch()
            runs += allocator.takeEffects().compactMap { if case .run(let run) = $0 { run } else { nil } }
        }
        return (allocator, runs)
    }

    private static let events = [
        #""initialize": {"agent_order": "BY_ID", "offer_timeout": "60s"}"#,
        #"""
        "update_quota": {"quota": {"role": "s", "guarantees": {"cpus": {"value": 3}}, "limits": {"mem": \#
        {"value": 900}}}}
        """#,
        #""update_weights": {"weights": [{"role": "r", "weight": 2.5}]}"#,
        framework("f", roles: #""r""#, more: #", "active": true"#),
        framework(
            "g", roles: #""s/a", "s/b""#,
            more: #"""
                , "options": {"offer_constraints": {"role_constraints": {"s/a": {"groups": [{"attribute_constraints": [
                {"selector": {"attribute_name": "rack"}, "predicate": {"text_matches": {"regex": "r[0-9]+"}}}]}]}}}}
                """#),
        agent("a", total: [cpus(4), memory(1_024), ports], attribute: "r1"),
        agent("b", total: [cpus(2), memory(512), volume], attribute: "x"),
        agent("c", total: [cpus(1), #"{"name": "gpus", "type": "SCALAR", "scalar": {"value": 1}}"#], attribute: "r2"),
        #""update_unavailability": {"agent_id": "c", "unavailability": {"start": {"nanoseconds": 5000000000}}}"#,
        #""advance": {"duration": "1s"}"#,
        #"""
        "recover_resources": {"framework_id": "f", "agent_id": "a", "resources": [\#(allocated)], "filters": \#
        {"refuse_seconds": 30}}
        """#,
        #""advance": {"duration": "1s"}"#,
    ]

    private static func framework(_ id: String, roles: String, more: String) -> String {
        let capabilities = ["MULTI_ROLE", "RESERVATION_REFINEMENT", "SHARED_RESOURCES"]
            .map { #"{"type": "\#($0)"}"# }.joined(separator: ", ")
        return
            #"""
            "add_framework": {"framework": {"id": {"value": "\#(id)"}, "roles": [\#(roles)], "capabilities": \#
            [\#(capabilities)]}\#(more)}
            """#
    }

    private static func agent(_ id: String, total: [String], attribute: String) -> String {
        let rack = #"{"name": "rack", "type": "TEXT", "text": {"value": "\#(attribute)"}}"#
        let capabilities =
            #"[{"type": "MULTI_ROLE"}, {"type": "HIERARCHICAL_ROLE"}, {"type": "RESERVATION_REFINEMENT"}]"#
        return
            #"""
            "add_agent": {"agent": {"id": {"value": "\#(id)"}, "hostname": "\#(id)", "attributes": [\#(rack)]},\#
             "capabilities": \#(capabilities), "total": {"resources": [\#(total.joined(separator: ", "))]}}
            """#
    }

    private static func cpus(_ count: Int) -> String {
        #"{"name": "cpus", "type": "SCALAR", "scalar": {"value": \#(count)}}"#
    }

    private static func memory(_ size: Int) -> String {
        #"{"name": "mem", "type": "SCALAR", "scalar": {"value": \#(size)}}"#
    }

    private static let ports =
        #"{"name": "ports", "type": "RANGES", "ranges": {"range": [{"begin": 31000, "end": 31099}]}}"#
    private static let volume = #"""
        {"name": "disk", "type": "SCALAR", "scalar": {"value": 64}, "reservations": [{"type": "DYNAMIC", "role": "r"}],
        "disk": {"persistence": {"id": "v"}, "volume": {"container_path": "p", "mode": "RW"}}}
        """#
    private static let allocated =
        #"{"name": "cpus", "type": "SCALAR", "scalar": {"value": 1}, "allocation_info": {"role": "r"}}"#
}
