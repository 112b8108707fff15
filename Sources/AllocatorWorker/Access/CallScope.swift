package import AllocatorCore

/// The objects that a call affects, which decide the right that it requires. See the table in the page WireProtocol,
/// section *Keys*.
package enum CallScope: Hashable, Sendable {
    /// Only the sender itself.
    case sender
    /// One framework, and through it the master that it belongs to.
    case framework(Name)
    /// An unnamed framework: the call can affect frameworks of several masters.
    case unnamedFramework
    /// The whole cluster, or one of its agents.
    case cluster
}

extension Call {
    package var scope: CallScope {
        switch self {
        case .heartbeat:
            .sender
        case .addFramework(let description, _, _), .updateFramework(let description):
            .framework(description.id)
        case .removeFramework(let framework), .activateFramework(let framework), .deactivateFramework(let framework),
            .requestResources(let framework, _), .updateAllocation(let framework, _, _, _),
            .recoverResources(let framework, _, _, _, _), .suppressOffers(let framework, _),
            .reviveOffers(let framework, _):
            .framework(framework)
        case .updateInverseOffer(let response):
            .framework(response.framework)
        case .transitionOfferedToAllocated(_, _, let framework):
            framework.map { .framework($0) } ?? .unnamedFramework
        case .initialize, .recover, .addAgent, .removeAgent, .updateAgent, .addResourceProvider, .activateAgent,
            .deactivateAgent, .updateWhitelist, .updateAvailable, .updateUnavailability, .inverseOfferStatuses,
            .updateQuota, .updateWeights, .pause, .resume, .advance:
            .cluster
        }
    }
}
