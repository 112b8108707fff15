package import AllocatorCore

/// The form of a call: what is wrong with it whatever the state (WireProtocol, "Required fields of calls").
package enum ReferenceForm {
    package static func check(_ call: Call, _ quotaScope: QuotaScope) throws(Refusal) {
        switch call {
        case .initialize(let options, _): try check(options)
        case .recover(let expected, let quotas):
            try require(expected >= 0, "a negative number of agents")
            for quota in quotas { try check(quota, quotaScope) }
            try require(Set(quotas.map(\.role)).count == quotas.count, "two quotas of one role")
        case .addFramework(let description, let used, _):
            try check(description)
            for resources in used.values { try check(resources, .allocated) }
        case .updateFramework(let description): try check(description)
        case .removeFramework(let id), .activateFramework(let id), .deactivateFramework(let id), .removeAgent(let id),
            .activateAgent(let id), .deactivateAgent(let id), .updateUnavailability(let id, _):
            try check(id: id)
        case .addAgent(let description, _, let total, let used):
            try check(id: description.id)
            try check(description.resources, .either)
            try check(total, .unallocated)
            for resources in used.values { try check(resources, .allocated) }
        case .updateAgent(let description, let total, _, _):
            try check(id: description.id)
            try check(description.resources, .either)
            try check(total ?? [], .unallocated)
        case .addResourceProvider(let agent, let total, let used):
            try check(id: agent)
            try check(total, .unallocated)
            for resources in used.values { try check(resources, .allocated) }
        case .requestResources(let framework, let requests):
            try check(id: framework)
            for request in requests { try check(request.resources, .either) }
        case .updateAllocation(let framework, let agent, let offered, let change):
            try check(id: framework)
            try check(id: agent)
            try check(offered, .oneRole)
            try require(!ReferenceResources(offered).isEmpty, "no offered resources")
            try check(change)
        case .updateAvailable(let agent, let operations):
            try check(id: agent)
            for operation in operations { try check(operation) }
        case .updateInverseOffer(let response):
            try check(id: response.framework)
            try check(id: response.agent)
            try require(response.status?.status != .unknown, "UNKNOWN is no answer")
        case .transitionOfferedToAllocated(let agent, let resources, let framework):
            try check(id: agent)
            if let framework { try check(id: framework) }
            try check(resources, .allocated)
        case .recoverResources(let framework, let agent, let resources, _, _):
            try check(id: framework)
            try check(id: agent)
            try check(resources, .oneRole)
        case .suppressOffers(let framework, let roles), .reviveOffers(let framework, let roles):
            try check(id: framework)
            for role in roles { try check(role: role) }
        case .updateQuota(let quota): try check(quota, quotaScope)
        case .updateWeights(let weights):
            for weight in weights {
                try check(role: weight.role)
                try require(ReferenceWeight(weight.weight) != nil, "a weight out of bounds")
            }
        case .advance(let span): try require(span >= .zero, "time does not go back")
        case .updateWhitelist, .inverseOfferStatuses, .pause, .resume, .heartbeat: break
        }
    }

    static func require(_ condition: Bool, _ otherwise: String) throws(Refusal) {
        if !condition { throw .invalidArgument(otherwise) }
    }

    static func check(id: Name) throws(Refusal) {
        try require(!id.isEmpty, "an empty id")
    }

    static func check(role: Name) throws(Refusal) {
        try require(ReferenceRole.isValid(role), "the role \(role)")
    }

    private static func check(_ options: AllocatorOptions) throws(Refusal) {
        try require(options.allocationInterval >= AllocatorOptions.minimumAllocationInterval, "the interval")
        try require((0...1).contains(options.agentRecoveryFactor), "the recovery factor")
        try require(options.recoveryTimeout >= .zero, "the recovery timeout")
        if let timeout = options.offerTimeout { try require(timeout > .zero, "the offer timeout") }
        if let delay = options.reallocationDelay { try require(delay >= .zero, "the reallocation delay") }
    }

    private static func check(_ description: FrameworkDescription) throws(Refusal) {
        try check(id: description.id)
        let roles = ReferenceFramework.roles(of: description)
        for role in roles { try check(role: role) }
        if description.capabilities.contains(.multiRole) {
            try require(description.role == nil, "a role beside MULTI_ROLE")
            try require(Set(description.roles).count == description.roles.count, "a role twice")
        } else {
            try require(description.roles.isEmpty, "roles without MULTI_ROLE")
        }
        try require(roles.isSuperset(of: description.suppressedRoles), "suppressed roles that are not its own")
        try require(roles.isSuperset(of: description.minimumAllocatableResources.keys), "minimums of other roles")
        try require(roles.isSuperset(of: description.offerConstraints.keys), "constraints of other roles")
        for constraints in description.offerConstraints.values {
            try require(ReferenceConstraints.isUsable(constraints), "unusable constraints")
        }
    }

    private static func check(_ quota: RoleQuota, _ scope: QuotaScope) throws(Refusal) {
        try check(role: quota.role)
        try require(scope == .nested || !ReferenceRole.isNested(quota.role), "quota on a nested role")
        for (name, limit) in quota.limits where scope == .topLevel {
            try require(limit >= quota.guarantees[name] ?? .zero, "a limit below its guarantee")
        }
    }

    private static func check(_ change: AllocationChange) throws(Refusal) {
        switch change {
        case .conversions(let conversions):
            for conversion in conversions {
                try check(conversion.consumed, .allocated)
                try check(conversion.converted, .allocated)
            }
        case .operations(let operations):
            for operation in operations { try check(operation) }
        }
    }
}
