/// The checks of a call that need the message alone. They come before all other checks.
extension Call {
    /// Checks the form of the call.
    ///
    /// - Parameter quotaScope: The roles that may have a quota.
    /// - Throws: `invalidArgument`, or `resourceExhausted` if the message exceeds a limit.
    func checkForm(
        _ limits: AllocatorLimits, quotaScope: QuotaScope = .topLevel
    ) throws(Refusal) {
        let form = FormCheck(limits: limits, quotaScope: quotaScope)
        switch self {
        case .initialize(let options, _): try form.check(options)
        case .recover(let count, let quotas):
            guard count >= 0 else { throw .invalidArgument("expected_agent_count is negative") }
            try form.checkDistinct(quotas.map(\.role), "quotas")
            for quota in quotas { try form.check(quota) }
        case .addFramework(let description, let used, _):
            try form.check(description)
            try form.checkRoles(of: description)
            try form.check(used: used)
        case .updateFramework(let description):
            try form.check(description)
            try form.checkRoles(of: description)
        case .removeFramework(let id), .activateFramework(let id), .deactivateFramework(let id):
            try form.check(id, "framework_id")
        case .requestResources(let id, let requests):
            try form.check(id, "framework_id")
            for request in requests { try form.check(request.resources) }
        case .suppressOffers(let id, let roles), .reviveOffers(let id, let roles):
            try form.check(id, "framework_id")
            for role in roles { try RoleName.check(role, limits) }
        case .updateQuota(let quota): try form.check(quota)
        case .updateWeights(let weights): for weight in weights { _ = try form.weight(of: weight) }
        case .updateWhitelist(let hostnames): try form.check(whitelist: hostnames ?? [])
        case .inverseOfferStatuses, .pause, .resume, .heartbeat: return
        case .advance(let span):
            guard span >= .zero else { throw .invalidArgument("the clock cannot be advanced by a negative time") }
        default: try checkFormOfAgentCall(form)
        }
    }

    private func checkFormOfAgentCall(_ form: FormCheck) throws(Refusal) {
        switch self {
        case .addAgent(let description, let unavailability, let total, let used):
            try form.check(description)
            try form.check(unavailability)
            try form.check(unallocated: total)
            try form.check(used: used)
        case .updateAgent(let description, let total, _, _):
            try form.check(description)
            try form.check(unallocated: total ?? [])
        case .addResourceProvider(let id, let total, let used):
            try form.check(id, "agent_id")
            try form.check(unallocated: total)
            try form.check(used: used)
        case .removeAgent(let id), .activateAgent(let id), .deactivateAgent(let id): try form.check(id, "agent_id")
        case .updateAllocation(let framework, let agent, let offered, let change):
            try form.check(framework, "framework_id")
            try form.check(agent, "agent_id")
            try form.check(allocatedToOneRole: offered)
            guard !offered.isEmpty else { throw .invalidArgument("offered_resources are missing") }
            try form.check(change)
        case .updateAvailable(let id, let operations):
            try form.check(id, "agent_id")
            for operation in operations { try form.check(operation) }
        case .updateUnavailability(let id, let unavailability):
            try form.check(id, "agent_id")
            try form.check(unavailability)
        case .updateInverseOffer(let response): try form.check(response)
        case .transitionOfferedToAllocated(let id, let resources, let framework):
            try form.check(id, "agent_id")
            if let framework { try form.check(framework, "framework_id") }
            try form.check(allocated: resources)
        case .recoverResources(let framework, let agent, let resources, let filters, _):
            try form.check(framework, "framework_id")
            try form.check(agent, "agent_id")
            try form.check(allocatedToOneRole: resources)
            try form.check(filters)
        default: return
        }
    }
}
