extension WireEvent {
    /// The name of the field that the call is in; empty where there is none that is known.
    package var callName: String {
        switch call {
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
        case nil: ""
        }
    }
}
