package import AllocatorCore

/// A published outcome of an event, in the canonical form of the traces.
package enum Outcome: Hashable, Sendable {
    case offers(framework: Name, bundles: [ObservedOffers.Bundle])
    case inverseOffers(framework: Name, agents: [FrameworkInverseOffers.AgentInverseOffer])
    case ok
    /// A refusal, with the number of its error code.
    case refused(code: Int)
    case statuses([AgentStatuses])

    package struct AgentStatuses: Hashable, Sendable {
        package var agent: Name
        package var frameworks: [FrameworkStatus]
    }

    package struct FrameworkStatus: Hashable, Sendable {
        package var framework: Name
        package var status: InverseOfferStatus.Status
    }

    package init(_ reply: Reply) {
        switch reply {
        case .ok: self = .ok
        case .inverseOfferStatuses(let agents):
            self = .statuses(
                agents.map { agent in
                    AgentStatuses(
                        agent: agent.agent,
                        frameworks: agent.frameworks.map {
                            FrameworkStatus(framework: $0.framework, status: $0.status)
                        })
                })
        }
    }

    /// The outcomes that a run publishes: offers by framework, then inverse offers by framework. Traces cannot
    /// represent rescissions.
    package static func outcomes(of effect: AllocatorEffect) -> [Outcome] {
        guard case .run(let run) = effect else { return [] }
        return run.offers.map { .offers(framework: $0.framework, bundles: ObservedOffers($0).bundles) }
            + run.inverseOffers.map { .inverseOffers(framework: $0.framework, agents: $0.agents) }
    }
}

extension Outcome: CustomStringConvertible {
    package var description: String {
        switch self {
        case .offers(let framework, let bundles):
            "offers to \(framework):"
                + bundles.map { "\n    \($0.role) \($0.agent): \($0.resources)" }.joined()
        case .inverseOffers(let framework, let agents):
            "inverse offers to \(framework):"
                + agents.map {
                    " \($0.agent) from \($0.unavailability.start) for "
                        + ($0.unavailability.duration.map { String($0) } ?? "ever")
                }.joined(separator: ",")
        case .ok: "ok"
        case .refused(let code): "refused with code \(code)"
        case .statuses(let agents):
            "statuses:"
                + agents.map { agent in
                    " \(agent.agent) ["
                        + agent.frameworks.map { "\($0.framework) \($0.status)" }.joined(separator: ", ")
                        + "]"
                }.joined()
        }
    }
}
