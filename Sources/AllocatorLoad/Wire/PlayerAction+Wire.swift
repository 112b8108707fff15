package import AllocatorWire
import SwiftProtobuf

extension PlayerAction {
    /// Returns the call for the action.
    ///
    /// - Parameter refusal: The time for which a declined offer is not repeated.
    package func call(
        _ workload: ClusterWorkload, _ roster: Roster, refusal: Duration
    ) -> WireEvent.OneOf_Call {
        switch self {
        case .accept(let framework, let machine, let amounts):
            .transitionOfferedToAllocated(
                .with {
                    $0.frameworkID = roster.frameworkIDs[framework]
                    $0.agentID = roster.agentIDs[machine]
                    $0.resources = amounts.resources(role: workload.frameworks[framework].role)
                })
        case .decline(let framework, let machine, let amounts):
            .recoverResources(
                .with {
                    $0.frameworkID = roster.frameworkIDs[framework]
                    $0.agentID = roster.agentIDs[machine]
                    $0.resources = amounts.resources(role: workload.frameworks[framework].role)
                    $0.filters.refuseSeconds = refusal / .seconds(1)
                })
        case .finish(let framework, let machine, let amounts):
            .recoverResources(
                .with {
                    $0.frameworkID = roster.frameworkIDs[framework]
                    $0.agentID = roster.agentIDs[machine]
                    $0.resources = amounts.resources(role: workload.frameworks[framework].role)
                    $0.isAllocated = true
                })
        case .suppress(let framework):
            .suppressOffers(.with { $0.frameworkID = roster.frameworkIDs[framework] })
        case .revive(let framework):
            .reviveOffers(.with { $0.frameworkID = roster.frameworkIDs[framework] })
        }
    }
}
