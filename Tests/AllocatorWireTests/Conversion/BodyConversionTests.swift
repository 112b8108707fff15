import AllocatorCore
import AllocatorWire
import SwiftProtobuf
import Testing

/// The published bodies that the core's answers convert to.
@Suite struct BodyConversionTests {
    private func json(_ message: any Message) throws -> String {
        var options = JSONEncodingOptions()
        options.preserveProtoFieldNames = true
        options.useDeterministicOrdering = true
        return try message.jsonString(options: options)
    }

    private func cpus(_ thousandths: Int64, role: Name) -> Resource {
        Resource(
            metadata: ResourceMetadata(name: "cpus", type: .scalar),
            amount: .scalar(Quantity(thousandths: thousandths)), allocationRole: role)
    }

    private var run: AllocationRun {
        AllocationRun(
            number: 7, time: .zero, agentsConsidered: 3,
            offers: [
                FrameworkOffers(
                    framework: "f1", master: "m",
                    roles: [
                        .init(
                            role: "a",
                            agents: [
                                .init(agent: "x", resources: [cpus(500, role: "a")]),
                                .init(agent: "y", resources: [cpus(2_000, role: "a")]),
                            ]),
                        .init(role: "b", agents: [.init(agent: "x", resources: [])]),
                    ]),
                FrameworkOffers(framework: "f2", master: "m", roles: []),
            ],
            inverseOffers: [
                FrameworkInverseOffers(
                    framework: "f2", master: "m",
                    agents: [.init(agent: "x", unavailability: Unavailability(start: 5, duration: 6))]),
                FrameworkInverseOffers(
                    framework: "f3", master: "m",
                    agents: [.init(agent: "x", unavailability: Unavailability(start: 5))]),
            ],
            requiredHeadroom: [NamedQuantity(name: "cpus", quantity: Quantity(thousandths: 1_500))],
            availableHeadroom: [NamedQuantity(name: "mem", quantity: Quantity(thousandths: 1))],
            heldBack: [])
    }

    @Test func `offers are converted`() throws {
        let body = WireOfferBatch(run.offers[0])
        #expect(
            try json(body)
                == #"{"framework_id":"f1","roles":[{"role":"a","agents":["#
                + #"{"agent_id":"x","resources":[{"name":"cpus","type":"SCALAR","scalar":{"value":0.5},"#
                + #""allocation_info":{"role":"a"}}]},"#
                + #"{"agent_id":"y","resources":[{"name":"cpus","type":"SCALAR","scalar":{"value":2.0},"#
                + #""allocation_info":{"role":"a"}}]}]},{"role":"b","agents":[{"agent_id":"x"}]}]}"#)
    }

    @Test func `rescissions are converted`() throws {
        let offers = FrameworkOffers(
            framework: "f1", master: "m",
            roles: [.init(role: "a", agents: [.init(agent: "x", resources: [cpus(500, role: "a")])])])
        #expect(
            try json(WireRescindBatch(FrameworkRescission(offers: offers, rescindedInAll: 12)))
                == #"{"framework_id":"f1","roles":[{"role":"a","agents":["#
                + #"{"agent_id":"x","resources":[{"name":"cpus","type":"SCALAR","scalar":{"value":0.5},"#
                + #""allocation_info":{"role":"a"}}]}]}],"rescinded":"12"}"#)
    }

    @Test func `inverse offers are converted`() throws {
        #expect(
            try run.inverseOffers.map { try json(WireInverseOfferBatch($0)) } == [
                #"{"framework_id":"f2","agents":[{"agent_id":"x","unavailable_resources":"#
                    + #"{"unavailability":{"start":{"nanoseconds":"5"},"duration":{"nanoseconds":"6"}}}}]}"#,
                #"{"framework_id":"f3","agents":[{"agent_id":"x","unavailable_resources":"#
                    + #"{"unavailability":{"start":{"nanoseconds":"5"}}}}]}"#,
            ])
    }

    @Test func `a run counts the offers that it publishes`() throws {
        #expect(
            try json(WireRun(run, durationNanoseconds: 9))
                == #"{"number":"7","agents":3,"offers":3,"inverse_offers":2,"frameworks":3,"duration_ns":"9","#
                + #""required_headroom":{"cpus":1.5},"available_headroom":{"mem":0.001}}"#)
    }

    private var event: EventEnvelope {
        var event = WireEvent()
        event.requestID = "r"
        event.sequence = 4
        event.pause = Google_Protobuf_Empty()
        return EventEnvelope(event)
    }

    @Test func `the reply to an accepted call is converted`() throws {
        #expect(
            try json(WireReply(.ok, to: event)) == #"{"request_id":"r","sequence":"4","call":"pause","ok":{}}"#)
    }

    static let refusals: [(Refusal, WireError.Code)] = [
        (.invalidArgument("t"), .invalidArgument), (.notFound("t"), .notFound), (.alreadyExists("t"), .alreadyExists),
        (.failedPrecondition("t"), .failedPrecondition), (.fenced("t"), .fenced), (.outOfSequence("t"), .outOfSequence),
        (.resourceExhausted("t"), .resourceExhausted), (.internalFailure("t"), .internal),
        (.permissionDenied("t"), .permissionDenied),
    ]

    @Test(arguments: refusals) func `a refusal is converted with its code`(refusal: Refusal, code: WireError.Code) {
        let reply = WireReply(refusal, to: event)
        #expect(reply.error.code == code && reply.error.message == "t" && code.rawValue == refusal.code)
        #expect(reply.requestID == "r" && reply.sequence == 4 && reply.call == "pause")
    }

    @Test func `a request id over its bound is not returned`() {
        var event = event
        event.requestID = String(repeating: "r", count: 256)
        #expect(WireReply(.invalidArgument("t"), to: event).requestID.isEmpty)
    }

    @Test func `statuses list agents without any`() throws {
        let reply = WireReply(
            .inverseOfferStatuses([
                .init(agent: "x", frameworks: []),
                .init(
                    agent: "y",
                    frameworks: [
                        InverseOfferStatus(status: .accept, framework: "f", timestamp: 1),
                        InverseOfferStatus(status: .decline, framework: "g", timestamp: 2),
                    ]),
            ]), to: event)
        #expect(
            try json(reply.inverseOfferStatuses)
                == #"{"agents":{"x":{},"y":{"frameworks":{"#
                + #""f":{"status":"ACCEPT","framework_id":{"value":"f"},"timestamp":{"nanoseconds":"1"}},"#
                + #""g":{"status":"DECLINE","framework_id":{"value":"g"},"timestamp":{"nanoseconds":"2"}}}}}}"#)
    }
}
