import AllocatorCore
import AllocatorWire
import SwiftProtobuf
import Testing

/// Malformed events are refused with `invalidArgument`, the path of the field, and what to do.
@Suite struct MalformedEventTests {
    private func expectRefusal(_ json: String, _ path: String) throws {
        let event = try EventDecoder().decode(Array(json.utf8))
        let refusal = #expect(throws: Refusal.self) { try Call(event) }
        guard case .invalidArgument(let text) = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
        #expect(text.hasPrefix("\(path) "), "\(text)")
        #expect(text.contains(": "), "\(text)")
    }

    @Test func `an event without a call is refused`() throws {
        let refusal = #expect(throws: Refusal.self) { try call(#"{"master":"m"}"#) }
        #expect(refusal?.code == 1)
        #expect(refusal?.message.contains("no call") == true)
    }

    static let initialize: [(json: String, path: String)] = [
        (#"{"allocation_interval":"0s"}"#, "allocation_interval"),
        (#"{"allocation_interval":"0.0009s"}"#, "allocation_interval"),
        (#"{"allocation_interval":"-1s"}"#, "allocation_interval"),
        (#"{"allocation_interval":"9300000000s"}"#, "allocation_interval"),
        (#"{"recovery_timeout":"-0.5s"}"#, "recovery_timeout"),
        (#"{"recovery_timeout":"9223372036.854775808s"}"#, "recovery_timeout"),
        (#"{"offer_timeout":"-1s"}"#, "offer_timeout"),
        (#"{"offer_timeout":"-0.000000001s"}"#, "offer_timeout"),
        (#"{"offer_timeout":"9300000000s"}"#, "offer_timeout"),
        (#"{"agent_recovery_factor":1.01}"#, "agent_recovery_factor"),
        (#"{"agent_recovery_factor":-0.1}"#, "agent_recovery_factor"),
        (#"{"agent_recovery_factor":"NaN"}"#, "agent_recovery_factor"),
        (#"{"agent_order":2}"#, "agent_order"),
        (#"{"allocator":"hierarchicaldrf"}"#, "allocator"),
        (#"{"role_sorter":"fair"}"#, "role_sorter"),
        (#"{"framework_sorter":"DRF"}"#, "framework_sorter"),
        (#"{"regex_max_program_size":-1}"#, "regex_max_program_size"),
        (#"{"regex_max_memory_bytes":-1}"#, "regex_max_memory_bytes"),
        (#"{"domain":{"fault_domain":{"region":{"name":"r"}}}}"#, "domain.fault_domain.zone.name"),
        (#"{"domain":{"fault_domain":{}}}"#, "domain.fault_domain.region.name"),
        (
            #"{"min_allocatable_resources":[{},{"quantities":{"cpus":{"value":-1}}}]}"#,
            #"min_allocatable_resources[1].quantities["cpus"].value"#
        ),
    ]

    @Test(arguments: initialize) func `a malformed initialize is refused with its path`(json: String, path: String)
        throws
    {
        try expectRefusal(#"{"initialize":\#(json)}"#, "initialize.\(path)")
    }

    static let frameworks: [(json: String, path: String)] = [
        (#"{}"#, "framework"),
        (#"{"framework":{}}"#, "framework.id.value"),
        (#"{"framework":{"id":{"value":""}}}"#, "framework.id.value"),
        (
            """
            {"framework":{"id":{"value":"f"},"offer_filters":{"a":{"min_allocatable_resources":
            {"quantities":[{"quantities":{"cpus":{}}}]}}}}}
            """,
            #"framework.offer_filters["a"].min_allocatable_resources.quantities[0].quantities["cpus"].value"#
        ),
    ]

    @Test(arguments: frameworks) func `a malformed framework is refused with its path`(json: String, path: String)
        throws
    {
        try expectRefusal(#"{"add_framework":\#(json)}"#, "add_framework.\(path)")
        try expectRefusal(#"{"update_framework":\#(json)}"#, "update_framework.\(path)")
    }

    static let constraints: [(json: String, path: String)] = [
        (#"{}"#, "groups"),
        (#"{"groups":[{}]}"#, "groups[0].attribute_constraints"),
        (constraint(#"{"predicate":{"exists":{}}}"#), "selector"),
        (constraint(#"{"selector":{"attribute_name":"a"}}"#), "predicate"),
        (constraint(#"{"selector":{"attribute_name":"a"},"predicate":{}}"#), "predicate"),
        (
            constraint(#"{"selector":{"pseudoattribute_type":"UNKNOWN"},"predicate":{"exists":{}}}"#),
            "selector.pseudoattribute_type"
        ),
        (
            constraint(#"{"selector":{"pseudoattribute_type":4},"predicate":{"exists":{}}}"#),
            "selector.pseudoattribute_type"
        ),
        (predicate(#"{"text_equals":{}}"#), "predicate.text_equals.value"),
        (predicate(#"{"text_not_equals":{}}"#), "predicate.text_not_equals.value"),
        (predicate(#"{"text_matches":{}}"#), "predicate.text_matches.regex"),
        (predicate(#"{"text_not_matches":{}}"#), "predicate.text_not_matches.regex"),
    ]

    private static func constraint(_ json: String) -> String {
        #"{"groups":[{"attribute_constraints":[\#(json)]}]}"#
    }

    private static func predicate(_ json: String) -> String {
        constraint(#"{"selector":{"attribute_name":"a"},"predicate":\#(json)}"#)
    }

    @Test(arguments: constraints) func `malformed offer constraints are refused with their path`(
        json: String, path: String
    ) throws {
        let inner = path.hasPrefix("groups") ? path : "groups[0].attribute_constraints[0].\(path)"
        try expectRefusal(
            """
            {"add_framework":{"framework":{"id":{"value":"f"}},
            "options":{"offer_constraints":{"role_constraints":{"r":\(json)}}}}}
            """,
            #"add_framework.options.offer_constraints.role_constraints["r"].\#(inner)"#)
    }

    static let agents: [(json: String, path: String)] = [
        (#"{"add_agent":{}}"#, "add_agent.agent"),
        (#"{"add_agent":{"agent":{"hostname":"h"}}}"#, "add_agent.agent.id.value"),
        (#"{"add_agent":{"agent":{"id":{"value":"a"}}}}"#, "add_agent.total"),
        (#"{"add_agent":{"agent":{"id":{"value":"a"}},"total":null}}"#, "add_agent.total"),
        (#"{"update_agent":{"agent":{"id":{"value":"a"},"port":5}}}"#, "update_agent.agent.hostname"),
        (
            #"""
            {"update_agent":{"agent":{"id":{"value":"a"},"attributes":[{"name":"x","type":"TEXT",\#
            "text":{"value":"t"}}]}}}
            """#,
            "update_agent.agent.hostname"
        ),
        (#"{"update_agent":{"agent":{"id":{"value":"a"},"domain":{}},"total":{}}}"#, "update_agent.agent.hostname"),
        (#"{"add_resource_provider":{"agent_id":"a"}}"#, "add_resource_provider.total"),
        (#"{"update_agent":{}}"#, "update_agent.agent"),
        (#"{"update_agent":{"agent":{"id":{}}}}"#, "update_agent.agent.id.value"),
        (#"{"add_resource_provider":{}}"#, "add_resource_provider.agent_id"),
        (
            #"{"add_agent":{"agent":{"id":{"value":"a"}},"unavailability":{}}}"#,
            "add_agent.unavailability.start.nanoseconds"
        ),
        (#"{"add_agent":{"agent":{"id":{"value":"a"}},"total":{},"used":{"":{}}}}"#, "add_agent.used"),
        (
            #"{"add_agent":{"agent":{"id":{"value":"a"}},"total":{},"used":{"g":{},"f":{"resources":[{}]}}}}"#,
            #"add_agent.used["f"].resources[0].type"#
        ),
        (
            #"{"add_agent":{"agent":{"id":{"value":"a"},"domain":{"fault_domain":{}}}}}"#,
            "add_agent.agent.domain.fault_domain.region.name"
        ),
    ]

    @Test(arguments: agents) func `a malformed agent is refused with its path`(json: String, path: String) throws {
        try expectRefusal(json, path)
    }

    static let attributes: [(json: String, path: String)] = [
        (#"{"type":"TEXT","text":{"value":"t"}}"#, "name"),
        (#"{"name":"a","text":{"value":"t"}}"#, "type"),
        (#"{"name":"a","type":7}"#, "type"),
        (#"{"name":"a","type":"TEXT"}"#, "text.value"),
        (#"{"name":"a","type":"TEXT","text":{}}"#, "text.value"),
        (#"{"name":"a","type":"TEXT","scalar":{"value":1}}"#, "text.value"),
        (#"{"name":"a","type":"SCALAR"}"#, "scalar"),
        (#"{"name":"a","type":"SCALAR","scalar":{}}"#, "scalar.value"),
        (#"{"name":"a","type":"SCALAR","scalar":{"value":"NaN"}}"#, "scalar.value"),
        (#"{"name":"a","type":"SCALAR","scalar":{"value":"-Infinity"}}"#, "scalar.value"),
        (#"{"name":"a","type":"RANGES"}"#, "ranges"),
        (#"{"name":"a","type":"RANGES","ranges":{"range":[{"begin":2,"end":1}]}}"#, "ranges.range[0].begin"),
        (#"{"name":"a","type":"SET"}"#, "set"),
    ]

    @Test(arguments: attributes) func `a malformed attribute is refused with its path`(json: String, path: String)
        throws
    {
        try expectRefusal(
            #"{"update_agent":{"agent":{"id":{"value":"a"},"attributes":[\#(json)]}}}"#,
            "update_agent.agent.attributes[0].\(path)")
    }

    static let references = [
        "remove_framework", "activate_framework", "deactivate_framework", "suppress_offers", "revive_offers",
        "request_resources", "remove_agent", "activate_agent", "deactivate_agent", "update_available",
        "update_unavailability", "transition_offered_to_allocated",
    ]

    @Test(arguments: references) func `a call without an id is refused with its path`(name: String) throws {
        let field = name.hasSuffix("framework") || name.hasSuffix("offers") || name == "request_resources"
        try expectRefusal(#"{"\#(name)":{}}"#, "\(name).\(field ? "framework_id" : "agent_id")")
    }

    static let quotaAndWeights: [(json: String, path: String)] = [
        (#"{"update_quota":{}}"#, "update_quota.quota"),
        (#"{"update_quota":{"quota":{}}}"#, "update_quota.quota.role"),
        (
            #"{"update_quota":{"quota":{"role":"r","guarantees":{"cpus":{"value":0.0001}}}}}"#,
            #"update_quota.quota.guarantees["cpus"].value"#
        ),
        (
            #"{"update_quota":{"quota":{"role":"r","limits":{"cpus":{"value":"Infinity"}}}}}"#,
            #"update_quota.quota.limits["cpus"].value"#
        ),
        (#"{"recover":{"expected_agent_count":-1}}"#, "recover.expected_agent_count"),
        (#"{"recover":{"quotas":[{"role":"r"},{}]}}"#, "recover.quotas[1].role"),
        (#"{"update_weights":{"weights":[{"role":"r"}]}}"#, "update_weights.weights[0].weight"),
        (#"{"update_weights":{"weights":[{"weight":1}]}}"#, "update_weights.weights[0].role"),
        (#"{"update_weights":{"weights":[{"role":"r","weight":0}]}}"#, "update_weights.weights[0].weight"),
        (#"{"update_weights":{"weights":[{"role":"r","weight":-1}]}}"#, "update_weights.weights[0].weight"),
        (#"{"update_weights":{"weights":[{"role":"r","weight":"NaN"}]}}"#, "update_weights.weights[0].weight"),
        (#"{"update_weights":{"weights":[{"role":"r","weight":"Infinity"}]}}"#, "update_weights.weights[0].weight"),
    ]

    @Test(arguments: quotaAndWeights) func `a malformed quota or weight is refused with its path`(
        json: String, path: String
    ) throws {
        try expectRefusal(json, path)
    }

    static let time: [(json: String, path: String)] = [
        (#"{"advance":{}}"#, "advance.duration"),
        (#"{"advance":{"duration":"-0.000000001s"}}"#, "advance.duration"),
        (#"{"advance":{"duration":"300000000000s"}}"#, "advance.duration"),
    ]

    @Test(arguments: time) func `a malformed time is refused with its path`(json: String, path: String) throws {
        try expectRefusal(json, path)
    }

    @Test func `a duration with a second or more of nanoseconds is refused`() {
        for nanos in [1_000_000_000, -1_000_000_000, .max, .min] as [Int32] {
            var event = WireEvent()
            event.advance.duration.nanos = nanos
            let refusal = #expect(throws: Refusal.self) { try Call(event) }
            #expect(refusal?.message.hasPrefix("advance.duration.nanos ") == true)
        }
    }

    /// However long a text of the sender is, an error message that repeats it stays short.
    @Test func `a refusal does not repeat a long text completely`() throws {
        let long = String(repeating: "x", count: 100_000)
        let refusal = #expect(throws: Refusal.self) { try call(#"{"initialize":{"allocator":"\#(long)"}}"#) }
        #expect(refusal.map { $0.message.utf8.count < 300 } == true)
        let inPath = #expect(throws: Refusal.self) {
            try call(#"{"update_quota":{"quota":{"role":"r","limits":{"\#(long)":{}}}}}"#)
        }
        #expect(inPath.map { $0.message.utf8.count < 300 } == true)
    }
}
