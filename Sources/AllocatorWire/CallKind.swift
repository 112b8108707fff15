/// The kind of an event's call, for counting without comparing names.
package enum CallKind: Int, Hashable, Sendable, CaseIterable {
    case initialize, recover
    case addFramework, removeFramework, activateFramework, deactivateFramework, updateFramework
    case addAgent, removeAgent, updateAgent, addResourceProvider, activateAgent, deactivateAgent
    case updateWhitelist, requestResources, updateAllocation, updateAvailable, updateUnavailability
    case updateInverseOffer, getInverseOfferStatuses, transitionOfferedToAllocated, recoverResources
    case suppressOffers, reviveOffers, updateQuota, updateWeights, pause, resume, advance, heartbeat

    package init(_ call: WireEvent.OneOf_Call) {
        self =
            switch call {
            case .initialize: .initialize
            case .recover: .recover
            case .addFramework: .addFramework
            case .removeFramework: .removeFramework
            case .activateFramework: .activateFramework
            case .deactivateFramework: .deactivateFramework
            case .updateFramework: .updateFramework
            case .addAgent: .addAgent
            case .removeAgent: .removeAgent
            case .updateAgent: .updateAgent
            case .addResourceProvider: .addResourceProvider
            case .activateAgent: .activateAgent
            case .deactivateAgent: .deactivateAgent
            case .updateWhitelist: .updateWhitelist
            case .requestResources: .requestResources
            case .updateAllocation: .updateAllocation
            case .updateAvailable: .updateAvailable
            case .updateUnavailability: .updateUnavailability
            case .updateInverseOffer: .updateInverseOffer
            case .getInverseOfferStatuses: .getInverseOfferStatuses
            case .transitionOfferedToAllocated: .transitionOfferedToAllocated
            case .recoverResources: .recoverResources
            case .suppressOffers: .suppressOffers
            case .reviveOffers: .reviveOffers
            case .updateQuota: .updateQuota
            case .updateWeights: .updateWeights
            case .pause: .pause
            case .resume: .resume
            case .advance: .advance
            case .heartbeat: .heartbeat
            }
    }

    /// The name of the call's field.
    package var name: String {
        switch self {
        case .initialize: "initialize"
        case .recover: "recover"
        case .addFramework: "add_framework"
        case .removeFramework: "remove_framework"
        case .activateFramework: "activate_framework"
        case .deactivateFramework: "deactivate_framework"
        case .updateFramework: "update_framework"
        case .addAgent: "add_agent"
        case .removeAgent: "remove_agent"
        case .updateAgent: "update_agent"
        case .addResourceProvider: "add_resource_provider"
        case .activateAgent: "activate_agent"
        case .deactivateAgent: "deactivate_agent"
        case .updateWhitelist: "update_whitelist"
        case .requestResources: "request_resources"
        case .updateAllocation: "update_allocation"
        case .updateAvailable: "update_available"
        case .updateUnavailability: "update_unavailability"
        case .updateInverseOffer: "update_inverse_offer"
        case .getInverseOfferStatuses: "get_inverse_offer_statuses"
        case .transitionOfferedToAllocated: "transition_offered_to_allocated"
        case .recoverResources: "recover_resources"
        case .suppressOffers: "suppress_offers"
        case .reviveOffers: "revive_offers"
        case .updateQuota: "update_quota"
        case .updateWeights: "update_weights"
        case .pause: "pause"
        case .resume: "resume"
        case .advance: "advance"
        case .heartbeat: "heartbeat"
        }
    }
}

extension WireEvent {
    /// The kind of the call, or `nil` if it is unknown.
    package var callKind: CallKind? { call.map { CallKind($0) } }

    /// The name of the call's field; empty if the call is unknown.
    package var callName: String { callKind?.name ?? "" }
}
