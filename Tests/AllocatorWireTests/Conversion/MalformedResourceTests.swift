import AllocatorCore
import AllocatorWire
import Testing

/// The same, of resources and of the calls that are about them.
@Suite struct MalformedResourceTests {
    private func expectRefusal(_ json: String, _ path: String) {
        let refusal = #expect(throws: Refusal.self) { try call(json) }
        #expect(refusal?.code == 1)
        #expect(refusal?.message.hasPrefix("\(path) ") == true, "\(String(describing: refusal))")
        #expect(refusal?.message.contains(": ") == true)
    }

    static let resources: [(json: String, path: String)] = [
        (#"{}"#, "type"),
        (#"{"type":"SCALAR","scalar":{"value":1}}"#, "name"),
        (#"{"name":"","type":"SCALAR","scalar":{"value":1}}"#, "name"),
        (#"{"name":"cpus","scalar":{"value":1}}"#, "type"),
        (#"{"name":"cpus","type":"TEXT"}"#, "type"),
        (#"{"name":"cpus","type":9}"#, "type"),
        (#"{"name":"cpus","type":"SCALAR"}"#, "scalar"),
        (#"{"name":"cpus","type":"SCALAR","set":{}}"#, "scalar"),
        (#"{"name":"cpus","type":"SCALAR","scalar":{}}"#, "scalar.value"),
        (#"{"name":"cpus","type":"SCALAR","scalar":{"value":1},"ranges":{}}"#, "ranges"),
        (#"{"name":"cpus","type":"SCALAR","scalar":{"value":1},"set":{}}"#, "set"),
        (#"{"name":"cpus","type":"SCALAR","scalar":{"value":"NaN"}}"#, "scalar.value"),
        (#"{"name":"cpus","type":"SCALAR","scalar":{"value":"Infinity"}}"#, "scalar.value"),
        (#"{"name":"cpus","type":"SCALAR","scalar":{"value":"-Infinity"}}"#, "scalar.value"),
        (#"{"name":"cpus","type":"SCALAR","scalar":{"value":-1}}"#, "scalar.value"),
        (#"{"name":"cpus","type":"SCALAR","scalar":{"value":0.00049}}"#, "scalar.value"),
        (#"{"name":"cpus","type":"SCALAR","scalar":{"value":-0.00001}}"#, "scalar.value"),
        (#"{"name":"cpus","type":"SCALAR","scalar":{"value":1e13}}"#, "scalar.value"),
        (#"{"name":"cpus","type":"SCALAR","scalar":{"value":1.7e308}}"#, "scalar.value"),
        (#"{"name":"ports","type":"RANGES"}"#, "ranges"),
        (#"{"name":"ports","type":"RANGES","ranges":{},"scalar":{}}"#, "scalar"),
        (#"{"name":"ports","type":"RANGES","ranges":{"range":[{"end":1}]}}"#, "ranges.range[0].begin"),
        (#"{"name":"ports","type":"RANGES","ranges":{"range":[{"begin":1}]}}"#, "ranges.range[0].end"),
        (
            #"{"name":"ports","type":"RANGES","ranges":{"range":[{"begin":1,"end":2},{"begin":4,"end":3}]}}"#,
            "ranges.range[1].begin"
        ),
        (#"{"name":"cards","type":"SET"}"#, "set"),
        (#"{"name":"cards","type":"SET","set":{},"ranges":{}}"#, "ranges"),
        (scalar(#""allocation_info":{}"#), "allocation_info.role"),
        (scalar(#""provider_id":{}"#), "provider_id.value"),
        (scalar(#""disk":{"persistence":{}}"#), "disk.persistence.id"),
        (scalar(#""disk":{"volume":{"container_path":"p"}}"#), "disk.volume.mode"),
        (scalar(#""disk":{"volume":{"container_path":"p","mode":"UNSET"}}"#), "disk.volume.mode"),
        (scalar(#""disk":{"volume":{"container_path":"p","mode":3}}"#), "disk.volume.mode"),
        (scalar(#""disk":{"volume":{"mode":"RW"}}"#), "disk.volume.container_path"),
        (scalar(#""disk":{"source":{}}"#), "disk.source.type"),
        (scalar(#""disk":{"source":{"type":"UNKNOWN"}}"#), "disk.source.type"),
        (scalar(#""disk":{"source":{"type":5}}"#), "disk.source.type"),
        (
            scalar(#""disk":{"source":{"type":"RAW","metadata":{"labels":[{"value":"v"}]}}}"#),
            "disk.source.metadata.labels[0].key"
        ),
    ]

    private static func scalar(_ fields: String) -> String {
        #"{"name":"disk","type":"SCALAR","scalar":{"value":1},\#(fields)}"#
    }

    @Test(arguments: resources) func `a malformed resource is refused with its path`(json: String, path: String) {
        let good = #"{"name":"mem","type":"SCALAR","scalar":{"value":1}}"#
        expectRefusal(
            #"{"recover_resources":{"framework_id":"f","agent_id":"a","resources":[\#(good),\#(json)]}}"#,
            "recover_resources.resources[1].\(path)")
        expectRefusal(
            #"{"add_agent":{"agent":{"id":{"value":"a"}},"total":{"resources":[\#(json)]}}}"#,
            "add_agent.total.resources[0].\(path)")
        expectRefusal(
            #"{"update_available":{"agent_id":"a","operations":[{"type":"RESERVE","reserve":{"source":[\#(json)]}}]}}"#,
            "update_available.operations[0].reserve.source[0].\(path)")
    }

    static let operations: [(json: String, path: String)] = [
        (#"{}"#, "type"),
        (#"{"type":"UNKNOWN"}"#, "type"),
        (#"{"type":10}"#, "type"),
        (#"{"type":"RESERVE"}"#, "reserve"),
        (#"{"type":"RESERVE","unreserve":{}}"#, "reserve"),
        (#"{"type":"UNRESERVE"}"#, "unreserve"),
        (#"{"type":"CREATE"}"#, "create"),
        (#"{"type":"DESTROY"}"#, "destroy"),
        (#"{"type":"GROW_VOLUME"}"#, "grow_volume"),
        (#"{"type":"GROW_VOLUME","grow_volume":{}}"#, "grow_volume.volume"),
        (#"{"type":"GROW_VOLUME","grow_volume":{"volume":{}}}"#, "grow_volume.addition"),
        (#"{"type":"SHRINK_VOLUME"}"#, "shrink_volume"),
        (#"{"type":"SHRINK_VOLUME","shrink_volume":{"volume":{}}}"#, "shrink_volume.subtract"),
        (
            """
            {"type":"SHRINK_VOLUME","shrink_volume":{"subtract":{},
            "volume":{"name":"disk","type":"SCALAR","scalar":{"value":1}}}}
            """,
            "shrink_volume.subtract.value"
        ),
        (#"{"type":"CREATE","create":{"volumes":[{}]}}"#, "create.volumes[0].type"),
    ]

    @Test(arguments: operations) func `a malformed operation is refused with its path`(json: String, path: String) {
        expectRefusal(
            #"{"update_available":{"agent_id":"a","operations":[\#(json)]}}"#, "update_available.operations[0].\(path)")
        expectRefusal(
            #"{"update_allocation":{"framework_id":"f","agent_id":"a","operations":[\#(json)]}}"#,
            "update_allocation.operations[0].\(path)")
    }

    static let allocations: [(json: String, path: String)] = [
        (#"{"update_allocation":{"agent_id":"a"}}"#, "update_allocation.framework_id"),
        (#"{"update_allocation":{"framework_id":"f"}}"#, "update_allocation.agent_id"),
        (
            """
            {"update_allocation":{"framework_id":"f","agent_id":"a","conversions":[{}],
            "operations":[{"type":"RESERVE","reserve":{}}]}}
            """,
            "update_allocation.operations"
        ),
        (
            #"{"update_allocation":{"framework_id":"f","agent_id":"a","conversions":[{"converted":[{}]}]}}"#,
            "update_allocation.conversions[0].converted[0].type"
        ),
        (#"{"recover_resources":{"agent_id":"a"}}"#, "recover_resources.framework_id"),
        (#"{"recover_resources":{"framework_id":"f"}}"#, "recover_resources.agent_id"),
        (
            #"{"recover_resources":{"framework_id":"f","agent_id":"a","filters":{"refuse_seconds":"NaN"}}}"#,
            "recover_resources.filters.refuse_seconds"
        ),
        (
            #"{"request_resources":{"framework_id":"f","requests":[{"agent_id":{}}]}}"#,
            "request_resources.requests[0].agent_id.value"
        ),
        (
            #"{"request_resources":{"framework_id":"f","requests":[{"resources":[{}]}]}}"#,
            "request_resources.requests[0].resources[0].type"
        ),
    ]

    @Test(arguments: allocations) func `a malformed allocation is refused with its path`(json: String, path: String) {
        expectRefusal(json, path)
    }

    static let inverseOffers: [(json: String, path: String)] = [
        (#""status":{}"#, "status.status"),
        (#""status":{"status":"UNSET"}"#, "status.status"),
        (#""status":{"status":4}"#, "status.status"),
        (#""status":{"status":"ACCEPT","framework_id":{"value":"f"}}"#, "status.timestamp.nanoseconds"),
        (#""status":{"status":"ACCEPT","timestamp":{"nanoseconds":1}}"#, "status.framework_id.value"),
        (#""filters":{"refuse_seconds":"NaN"}"#, "filters.refuse_seconds"),
        (#""unavailable_resources":{}"#, "unavailable_resources.unavailability"),
        (
            #""unavailable_resources":{"unavailability":{"duration":{"nanoseconds":1}}}"#,
            "unavailable_resources.unavailability.start.nanoseconds"
        ),
        (
            #""unavailable_resources":{"unavailability":{"start":{"nanoseconds":1}},"resources":[{}]}"#,
            "unavailable_resources.resources[0].type"
        ),
    ]

    @Test(arguments: inverseOffers) func `a malformed response to an inverse offer is refused with its path`(
        fields: String, path: String
    ) {
        expectRefusal(
            #"{"update_inverse_offer":{"agent_id":"a","framework_id":"f",\#(fields)}}"#, "update_inverse_offer.\(path)")
    }

    static let unavailabilities: [(json: String, path: String)] = [
        (#"{}"#, "start.nanoseconds"),
        (#"{"start":{}}"#, "start.nanoseconds"),
        (#"{"start":{"nanoseconds":1},"duration":{}}"#, "duration.nanoseconds"),
        (#"{"start":{"nanoseconds":1},"duration":{"nanoseconds":-1}}"#, "duration.nanoseconds"),
    ]

    @Test(arguments: unavailabilities) func `a malformed unavailability is refused with its path`(
        json: String, path: String
    ) {
        expectRefusal(
            #"{"update_unavailability":{"agent_id":"a","unavailability":\#(json)}}"#,
            "update_unavailability.unavailability.\(path)")
    }
}
