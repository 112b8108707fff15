import AllocatorCore

extension ReasonSurvey {
    /// Adds a series for each reason with at least one pair.
    func add(to families: inout MetricFamilies, cluster: String) {
        for kind in Reason.Kind.allCases where count(of: kind) > 0 {
            families.add(.explainedPairs, Double(count(of: kind)), ["cluster": cluster, "reason": kind.label])
        }
    }
}

extension Reason.Kind {
    /// The name of the reason on the wire.
    var label: String {
        switch self {
        case .paused: "paused"
        case .frameworkInactive: "framework_inactive"
        case .masterNotListening: "master_not_listening"
        case .notSubscribed: "not_subscribed"
        case .suppressed: "suppressed"
        case .agentDeactivated: "agent_deactivated"
        case .agentNotWhitelisted: "agent_not_whitelisted"
        case .excludedByConstraints: "excluded_by_constraints"
        case .frameworkLacks: "framework_lacks"
        case .agentLacks: "agent_lacks"
        case .nothingAvailable: "nothing_available"
        case .reservedForOthers: "reserved_for_others"
        case .belowMinimum: "below_minimum"
        case .atLimit: "at_limit"
        case .heldBack: "held_back"
        case .sumExhausted: "sum_exhausted"
        case .refused: "refused"
        case .behind: "behind"
        case .tooManyAhead: "too_many_ahead"
        case .offered: "offered"
        }
    }
}
