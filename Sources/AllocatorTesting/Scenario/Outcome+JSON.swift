import AllocatorCore
import AllocatorWire

extension Outcome {
    /// Reads a body of a trace's `expect`.
    init(_ json: JSONObject) throws {
        if json.has("offers") {
            let offers = try json.object("offers")
            self = .offers(
                framework: Name(try offers.string("framework_id")),
                bundles: try offers.objects("roles").flatMap { role in
                    try role.objects("agents").map { agent in
                        ObservedOffers.Bundle(
                            role: Name(try role.string("role")), agent: Name(try agent.string("agent_id")),
                            resources: ObservedResources(try Self.resources(in: agent)))
                    }
                })
        } else if json.has("inverse_offers") {
            let offers = try json.object("inverse_offers")
            self = .inverseOffers(
                framework: Name(try offers.string("framework_id")),
                agents: try offers.objects("agents").map { agent in
                    let window = try agent.object("unavailable_resources")
                    return FrameworkInverseOffers.AgentInverseOffer(
                        agent: Name(try agent.string("agent_id")),
                        unavailability: Unavailability(
                            start: try window.integer("start"),
                            duration: window.has("duration") ? try window.integer("duration") : nil))
                })
        } else if let reply = try? json.string("reply") {
            guard reply == "ok" else { throw JSONObject.Mismatch(description: "the reply \(reply)") }
            self = .ok
        } else {
            self = try Self.reply(try json.object("reply"))
        }
    }

    /// The names of the error codes, from 1 on.
    private static let codes = [
        "INVALID_ARGUMENT", "NOT_FOUND", "ALREADY_EXISTS", "FAILED_PRECONDITION", "FENCED", "OUT_OF_SEQUENCE",
        "RESOURCE_EXHAUSTED", "INTERNAL",
    ]

    private static func reply(_ json: JSONObject) throws -> Outcome {
        if json.has("error") {
            let name = try json.string("error")
            guard let index = codes.firstIndex(of: name) else {
                throw JSONObject.Mismatch(description: "the code \(name)")
            }
            return .refused(code: index + 1)
        }
        let agents = try json.object("inverse_offer_statuses")
        return .statuses(
            try agents.members.keys.sorted().map { agent in
                let frameworks = try agents.object(agent)
                return AgentStatuses(
                    agent: Name(agent),
                    frameworks: try frameworks.members.keys.sorted().map {
                        FrameworkStatus(framework: Name($0), status: try status(try frameworks.string($0)))
                    })
            })
    }

    private static func status(_ name: String) throws -> InverseOfferStatus.Status {
        switch name {
        case "ACCEPT": .accept
        case "DECLINE": .decline
        default: throw JSONObject.Mismatch(description: "the status \(name)")
        }
    }

    /// Reads the resources of an offer through the wire's conversion of a call with resources.
    private static func resources(in agent: JSONObject) throws -> [Resource] {
        let event = #"{"master":"m","transition_offered_to_allocated":\#(agent.text)}"#
        return try resources(in: try EventDecoder().decode([UInt8](event.utf8)).transitionOfferedToAllocated.resources)
    }
}
