import AllocatorClient
import AllocatorWire
import SwiftProtobuf
import ZeroMQ

/// A cluster in which one framework holds something and others wait, each for a reason of its own.
enum WaitingCluster {
    static let name = "waiting"

    /// Makes it in a worker under the virtual clock, and returns when all of it is done.
    static func make(in worker: RunningWorker) async throws {
        var sender = try EventSender(to: worker.endpoints.events, in: Context())
        // Each event is a batch of its own, so that agents are offered as they come.
        for event in try events.map(event) { try sender.send([event]) }
        _ = try await waitFor("the cluster is not as it was told") { () throws -> Bool? in
            let answer = try worker.ask(.state(.with { $0.cluster = name }))
            return answer.state.cluster.events == UInt64(events.count) ? true : nil
        }
    }

    static func happen(_ call: String, in worker: RunningWorker) async throws {
        var sender = try EventSender(to: worker.endpoints.events, in: Context())
        try sender.send([try event(call)])
    }

    private static let events = [
        #""initialize": {"agent_order": "BY_ID"}"#,
        #""update_quota": {"quota": {"role": "prod", "guarantees": {"cpus": {"value": 2}}, "#
            + #""limits": {"cpus": {"value": 8}}}}"#,
        framework("holder", role: "prod"),
        agent("agent-1", cpus: 8),
        framework("second", role: "prod/batch", more: #", "active": false"#),
        framework("silent", role: "dev", more: #", "active": false"#),
        framework("eager", role: "prod"),
        agent("agent-2", cpus: 4),
        #""deactivate_agent": {"agent_id": "agent-2"}"#,
        // From 8 to 10 o'clock on the first of December 2025.
        #""update_unavailability": {"agent_id": "agent-2", "#
            + #""unavailability": {"start": {"nanoseconds": "1764576000000000000"}, "#
            + #""duration": {"nanoseconds": "7200000000000"}}}"#,
        #""advance": {"duration": "1s"}"#,
    ]

    static func event(_ call: String) throws -> WireEvent {
        try EventDecoder().decode(Array(#"{"cluster": "\#(name)", "master": "m", \#(call)}"#.utf8))
    }

    private static func framework(_ id: String, role: String, more: String = "") -> String {
        #""add_framework": {"framework": {"id": {"value": "\#(id)"}, "name": "x", "role": "\#(role)"}\#(more)}"#
    }

    private static func agent(_ id: String, cpus: Int) -> String {
        let resource = #"{"name": "cpus", "type": "SCALAR", "scalar": {"value": \#(cpus)}}"#
        let capabilities = #"[{"type": "MULTI_ROLE"}, {"type": "HIERARCHICAL_ROLE"}]"#
        return
            #""add_agent": {"agent": {"id": {"value": "\#(id)"}, "hostname": "\#(id)"}, "#
            + #""capabilities": \#(capabilities), "total": {"resources": [\#(resource)]}}"#
    }
}
