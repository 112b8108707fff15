import AllocatorCore
import AllocatorWire
import SwiftProtobuf
import Testing

/// The sender, the cluster and the name of a call.
@Suite struct EnvelopeTests {
    private func event(cluster: String = "", master: String = "m1", requestID: String = "") -> WireEvent {
        var event = WireEvent()
        event.cluster = cluster
        event.master = master
        event.requestID = requestID
        return event
    }

    @Test func `an event without a cluster is for the default one`() {
        #expect(event().clusterName == "default")
        #expect(event(cluster: "c").clusterName == "c")
    }

    @Test func `an envelope is accepted up to its bounds`() throws {
        let long = String(repeating: "a", count: 255)
        try event(cluster: long, master: long, requestID: String(repeating: "\u{0}", count: 255)).checkEnvelope()
        try event(cluster: "A-z_0.9", master: "0").checkEnvelope()
    }

    static let bad: [(field: String, cluster: String, master: String, requestID: String)] = [
        ("master", "", "", ""),
        ("master", "", "m/1", ""),
        ("master", "", "m\u{E9}", ""),
        ("master", "", String(repeating: "m", count: 256), ""),
        ("cluster", "a b", "m", ""),
        ("cluster", "json", "m", ""),
        ("cluster", "rejects", "m", ""),
        ("cluster", "heartbeat", "m", ""),
        ("cluster", String(repeating: "c", count: 256), "m", ""),
        ("request_id", "", "m", String(repeating: "r", count: 256)),
        ("request_id", "", "m", String(repeating: "\u{E9}", count: 128)),
    ]

    @Test(arguments: bad) func `an envelope beyond its bounds is refused`(
        field: String, cluster: String, master: String, requestID: String
    ) {
        let event = event(cluster: cluster, master: master, requestID: requestID)
        let refusal = #expect(throws: Refusal.self) { try event.checkEnvelope() }
        #expect(refusal?.code == 1)
        #expect(refusal?.message.hasPrefix("\(field) ") == true)
        #expect(refusal.map { $0.message.contains(": ") && $0.message.utf8.count < 300 } == true)
    }

    static let calls = [
        "initialize", "recover", "add_framework", "remove_framework", "activate_framework", "deactivate_framework",
        "update_framework", "add_agent", "remove_agent", "update_agent", "add_resource_provider", "activate_agent",
        "deactivate_agent", "update_whitelist", "request_resources", "update_allocation", "update_available",
        "update_unavailability", "update_inverse_offer", "get_inverse_offer_statuses",
        "transition_offered_to_allocated", "recover_resources", "suppress_offers", "revive_offers", "update_quota",
        "update_weights", "pause", "resume", "advance", "heartbeat",
    ]

    @Test(arguments: calls) func `a call is named like its field`(name: String) throws {
        #expect(try WireEvent(jsonString: #"{"\#(name)":{}}"#).callName == name)
    }

    @Test func `an event without a call has no name of a call`() {
        #expect(WireEvent().callName.isEmpty)
    }
}
