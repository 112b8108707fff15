import AllocatorCore
package import AllocatorWire

extension Outcome {
    /// The outcome that a publication reports, or `nil` if traces cannot represent it, such as a run.
    package init?(_ publication: WirePublication) throws {
        switch publication.body {
        case .offers(let batch):
            self = .offers(
                framework: Name(batch.frameworkID),
                bundles: try batch.roles.flatMap { role in
                    try role.agents.map { agent in
                        ObservedOffers.Bundle(
                            role: Name(role.role), agent: Name(agent.agentID),
                            resources: ObservedResources(try Self.resources(in: agent.resources)))
                    }
                })
        case .inverseOffers(let batch):
            self = .inverseOffers(
                framework: Name(batch.frameworkID),
                agents: batch.agents.map { agent in
                    let window = agent.unavailableResources.unavailability
                    return FrameworkInverseOffers.AgentInverseOffer(
                        agent: Name(agent.agentID),
                        unavailability: Unavailability(
                            start: window.start.nanoseconds,
                            duration: window.hasDuration ? window.duration.nanoseconds : nil))
                })
        case .reply(let reply):
            switch reply.result {
            case .ok: self = .ok
            case .error(let error): self = .refused(code: error.code.rawValue)
            case .inverseOfferStatuses(let statuses): self = try Self.statuses(statuses)
            case nil: return nil
            }
        default:
            return nil
        }
    }

    /// A map is unordered; traces are sorted by id.
    private static func statuses(_ statuses: WireInverseOfferStatuses) throws -> Outcome {
        .statuses(
            try statuses.agents.sorted { $0.key < $1.key }.map { agent, frameworks in
                AgentStatuses(
                    agent: Name(agent),
                    frameworks: try frameworks.frameworks.sorted { $0.key < $1.key }.map { framework, status in
                        FrameworkStatus(framework: Name(framework), status: try Self.status(status.status))
                    })
            })
    }

    private static func status(_ status: MesosInverseOfferStatus.Status) throws -> InverseOfferStatus.Status {
        switch status {
        case .accept: .accept
        case .decline: .decline
        default: throw JSONObject.Mismatch(description: "the status \(status)")
        }
    }

    /// Reads the resources of an offer through the wire's conversion of a call with resources.
    static func resources(in list: [MesosResource]) throws -> [Resource] {
        var event = WireEvent()
        event.transitionOfferedToAllocated.agentID = "any"
        event.transitionOfferedToAllocated.resources = list
        guard case .transitionOfferedToAllocated(_, let resources, _) = try Call(event) else {
            preconditionFailure("a call is read as what it was written as")
        }
        return resources
    }
}
