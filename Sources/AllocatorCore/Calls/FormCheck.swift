/// The checks of the parts of a call that need the message alone.
struct FormCheck {
    let limits: AllocatorLimits
    /// The roles that may have a quota.
    var quotaScope = QuotaScope.topLevel

    func check(_ name: Name, _ field: String) throws(Refusal) {
        guard !name.isEmpty else { throw .invalidArgument("\(field) is missing") }
        guard name.count <= limits.nameBytes else {
            throw .invalidArgument("\(field) is longer than \(limits.nameBytes) bytes")
        }
    }

    func checkDistinct(_ names: [Name], _ field: String) throws(Refusal) {
        guard Set(names).count == names.count else { throw .invalidArgument("\(field) name a role twice") }
    }

    func check(quantities: [Name: Quantity], _ field: String) throws(Refusal) {
        for (name, quantity) in quantities.sorted(by: { $0.key < $1.key }) {
            try check(name, "a resource's name in \(field)")
            guard quantity >= .zero, quantity <= .maximum else {
                throw .invalidArgument("'\(name)' in \(field) is negative or too large")
            }
        }
    }

    // MARK: Options

    func check(_ options: AllocatorOptions) throws(Refusal) {
        guard options.allocationInterval >= AllocatorOptions.minimumAllocationInterval else {
            throw .invalidArgument("allocation_interval is below one millisecond")
        }
        guard options.recoveryTimeout >= .zero else { throw .invalidArgument("recovery_timeout is negative") }
        guard (0...1).contains(options.agentRecoveryFactor) else {
            throw .invalidArgument("agent_recovery_factor is not between 0 and 1")
        }
        guard options.offerTimeout.map({ $0 > .zero }) ?? true else {
            throw .invalidArgument("offer_timeout is not above zero; leave it out if offers must not expire")
        }
        guard options.reallocationDelay.map({ $0 >= .zero }) ?? true else {
            throw .invalidArgument("reallocation_delay is negative")
        }
        guard options.regexMaximumProgramSize > 0, options.regexMaximumMemoryBytes > 1 else {
            throw .invalidArgument("regex_max_program_size must be above 0, and regex_max_memory_bytes above 1")
        }
        guard options.regexMaximumProgramSize <= limits.regexProgramSize else {
            throw .resourceExhausted(
                "regex_max_program_size may be at most \(limits.regexProgramSize); lower it, or raise"
                    + " --max-regex-program")
        }
        guard options.regexMaximumMemoryBytes <= limits.regexMemoryBytes else {
            throw .resourceExhausted(
                "regex_max_memory_bytes may be at most \(limits.regexMemoryBytes); lower it, or raise"
                    + " --max-regex-bytes")
        }
        for name in options.fairnessExcludeResourceNames.sorted() {
            try check(name, "a name of fairness_exclude_resource_names")
        }
        for minimum in options.minimumAllocatableResources {
            try check(quantities: minimum, "min_allocatable_resources")
        }
    }

    // MARK: Frameworks and agents

    func check(_ description: FrameworkDescription) throws(Refusal) {
        try check(description.id, "framework.id")
        let roles = description.subscribedRoles
        guard roles.count <= limits.rolesPerFramework else {
            throw .resourceExhausted(
                "a framework may have at most \(limits.rolesPerFramework) roles; use fewer, or raise"
                    + " --max-roles-per-framework")
        }
        for role in roles { try RoleName.check(role, limits) }
        for role in description.suppressedRoles where !roles.contains(role) {
            throw .invalidArgument("suppressed role '\(role)' is not among the framework's roles")
        }
        for (role, minimums) in description.minimumAllocatableResources.sorted(by: { $0.key < $1.key }) {
            try RoleName.check(role, limits)
            for minimum in minimums { try check(quantities: minimum, "offer_filters of role '\(role)'") }
        }
        try check(description.offerConstraints)
    }

    /// Checks that capabilities and roles agree, as Mesos's master does.
    ///
    /// The capability MULTI_ROLE decides which field has the roles. Filters and constraints may name only those roles.
    /// Saved states of earlier versions may have frameworks that break this rule, which does no harm.
    func checkRoles(of description: FrameworkDescription) throws(Refusal) {
        if description.capabilities.contains(.multiRole) {
            guard description.role == nil else {
                throw .invalidArgument(
                    "framework.role is set together with the capability MULTI_ROLE: list all roles in framework.roles")
            }
            try checkDistinct(description.roles, "framework.roles")
        } else if !description.roles.isEmpty {
            throw .invalidArgument(
                "framework.roles is set without the capability MULTI_ROLE: add MULTI_ROLE to framework.capabilities,"
                    + " or set the only role in framework.role")
        }
        let roles = Set(description.subscribedRoles)
        for role in description.minimumAllocatableResources.keys.sorted() where !roles.contains(role) {
            throw .invalidArgument("offer_filters has role '\(role)', which is not among the framework's roles")
        }
        for role in description.offerConstraints.keys.sorted() where !roles.contains(role) {
            throw .invalidArgument("offer_constraints has role '\(role)', which is not among the framework's roles")
        }
    }

    private func check(_ constraints: [Name: RoleConstraints]) throws(Refusal) {
        var regexes = 0
        for (role, constraints) in constraints.sorted(by: { $0.key < $1.key }) {
            try RoleName.check(role, limits)
            guard !constraints.groups.isEmpty, constraints.groups.allSatisfy({ !$0.isEmpty }) else {
                throw .invalidArgument("the offer constraints of role '\(role)' are empty or have an empty group")
            }
            for constraint in constraints.groups.joined() { try checkTexts(of: constraint) }
            regexes += constraints.groups.joined().count { $0.predicate.pattern != nil }
        }
        guard regexes <= limits.regexesPerFramework else {
            throw .resourceExhausted(
                "a framework may have at most \(limits.regexesPerFramework) regular expressions; use fewer, or raise"
                    + " --max-regexes")
        }
    }

    func check(_ description: AgentDescription) throws(Refusal) {
        try check(description.id, "agent.id")
        guard description.hostname.count <= limits.nameBytes else {
            throw .invalidArgument("agent.hostname is longer than \(limits.nameBytes) bytes")
        }
        for attribute in description.attributes { try check(attribute.name, "an attribute's name") }
        try checkTexts(of: description)
        try check(description.resources)
    }

    func check(whitelist: [Name]) throws(Refusal) {
        guard whitelist.count <= limits.whitelistHostnames else {
            throw .resourceExhausted("the whitelist may have at most \(limits.whitelistHostnames) hostnames")
        }
        for hostname in whitelist { try check(text: hostname, "a hostname of the whitelist") }
    }

    // MARK: Quota and weights

    func check(_ quota: RoleQuota) throws(Refusal) {
        try RoleName.check(quota.role, limits)
        guard quotaScope == .nested || RoleName.isTopLevel(quota.role) else {
            throw .invalidArgument(
                "role '\(quota.role)' is nested; give a top-level role, or initialize with quota_scope NESTED")
        }
        try check(quantities: quota.guarantees, "guarantees")
        try check(quantities: quota.limits, "limits")
        // Quotas on nested roles are validated as a whole.
        if quotaScope == .nested { return }
        for (name, guarantee) in quota.guarantees.sorted(by: { $0.key < $1.key }) {
            guard guarantee <= quota.limits[name] ?? .maximum else {
                throw .invalidArgument("role '\(quota.role)' has a guarantee above its limit of '\(name)'")
            }
        }
    }

    func weight(of weight: RoleWeight) throws(Refusal) -> Weight {
        try RoleName.check(weight.role, limits)
        guard let value = Weight(weight.weight) else {
            throw .invalidArgument(
                "weight \(weight.weight) of role '\(weight.role)' must be above 0 and at most \(Weight.maximum)")
        }
        return value
    }

    // MARK: Maintenance and filters

    func check(_ unavailability: Unavailability?) throws(Refusal) {
        guard unavailability?.duration ?? 0 >= 0 else {
            throw .invalidArgument("the duration of an unavailability is negative")
        }
    }

    func check(_ response: InverseOfferResponse) throws(Refusal) {
        try check(response.framework, "framework_id")
        try check(response.agent, "agent_id")
        guard response.status?.status != .unknown else {
            throw .invalidArgument("the status of an inverse offer must be ACCEPT or DECLINE, not UNKNOWN")
        }
        try check(response.filters)
    }

    func check(_ filters: RefusalFilters?) throws(Refusal) {
        guard filters?.refuseSeconds?.isNaN != true else { throw .invalidArgument("refuse_seconds is not a number") }
    }
}
