import AllocatorCore

extension MesosFrameworkInfo {
    /// Sets all fields except those that come from the options of a call.
    init(_ framework: FrameworkDescription) {
        self.init()
        id.value = framework.id.string
        name = framework.name.string
        if let role = framework.role { self.role = role.string }
        roles = framework.roles.map(\.string)
        capabilities = Capability.list(framework.capabilities)
        for (role, minimums) in framework.minimumAllocatableResources {
            var filters = MesosOfferFilters()
            filters.minAllocatableResources.quantities = minimums.map { MesosOfferFilters.ResourceQuantities($0) }
            // An entry without quantities means no minimum, which differs from an absent entry.
            offerFilters[role.string] = filters
        }
    }
}

extension MesosFrameworkInfo.Capability {
    static func list(_ capabilities: FrameworkCapabilities) -> [MesosFrameworkInfo.Capability] {
        let types: [(FrameworkCapabilities, TypeEnum)] = [
            (.revocableResources, .revocableResources), (.taskKillingState, .taskKillingState),
            (.gpuResources, .gpuResources), (.sharedResources, .sharedResources), (.partitionAware, .partitionAware),
            (.multiRole, .multiRole), (.reservationRefinement, .reservationRefinement), (.regionAware, .regionAware),
        ]
        return types.filter { capabilities.contains($0.0) }.map { _, type in
            var capability = MesosFrameworkInfo.Capability()
            capability.type = type
            return capability
        }
    }
}

extension WireFrameworkOptions {
    init(_ framework: FrameworkDescription) {
        self.init()
        suppressedRoles = framework.suppressedRoles.map(\.string)
        for (role, constraints) in framework.offerConstraints {
            offerConstraints.roleConstraints[role.string] = MesosOfferConstraints.RoleConstraints(constraints)
        }
    }
}
