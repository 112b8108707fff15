extension Call {
    /// An upper bound of the bytes that the call adds to a cluster, not counting the allocations of later runs.
    ///
    /// - Complexity: Linear in the size of the call.
    var addedBytes: Int {
        switch self {
        case .addFramework(let description, let used, _):
            EncodedSize.description(description) + EncodedSize.used(used)
        case .updateFramework(let description): EncodedSize.description(description)
        case .addAgent(let description, _, let total, let used):
            EncodedSize.description(description) + EncodedSize.resources(total) + EncodedSize.used(used)
        case .updateAgent(let description, let total, _, _):
            EncodedSize.description(description) + EncodedSize.resources(total ?? [])
        case .addResourceProvider(_, let total, let used):
            EncodedSize.resources(total) + EncodedSize.used(used)
        case .updateWhitelist(let hostnames): (hostnames ?? []).reduce(0) { $0 + EncodedSize.text($1) }
        case .updateAllocation(_, _, let offered, let change): EncodedSize.resources(offered) + change.addedBytes
        case .updateAvailable(_, let operations): AllocationChange.operations(operations).addedBytes
        case .updateUnavailability: EncodedSize.message
        case .updateInverseOffer(let response): 2 * EncodedSize.message + 2 * EncodedSize.text(response.framework)
        case .transitionOfferedToAllocated(_, let resources, _): EncodedSize.held(resources)
        case .recoverResources(_, _, let resources, _, _): EncodedSize.held(resources) + EncodedSize.filter
        case .updateQuota(let quota): Self.addedBytes(of: quota)
        case .recover(_, let quotas): quotas.reduce(0) { $0 + Self.addedBytes(of: $1) }
        case .updateWeights(let weights): weights.reduce(0) { $0 + EncodedSize.roles(of: $1.role) }
        default: 0
        }
    }

    private static func addedBytes(of quota: RoleQuota) -> Int {
        EncodedSize.roles(of: quota.role) + EncodedSize.quantities(quota.guarantees)
            + EncodedSize.quantities(quota.limits)
    }

    /// Whether a full cluster refuses the call. Calls that return resources or report an event are always accepted.
    var isRefusedWhenFull: Bool {
        switch self {
        case .addFramework, .updateFramework, .addAgent, .updateAgent, .addResourceProvider, .updateWhitelist,
            .updateAllocation, .updateAvailable, .updateUnavailability, .updateQuota, .updateWeights, .recover:
            true
        case .recoverResources(_, _, _, let filters, _): filters != nil
        case .updateInverseOffer(let response): response.filters != nil
        default: false
        }
    }
}

extension AllocationChange {
    fileprivate var addedBytes: Int {
        switch self {
        case .conversions(let conversions):
            conversions.reduce(0) { $0 + EncodedSize.resources($1.consumed) + EncodedSize.resources($1.converted) }
        case .operations(let operations): operations.reduce(0) { $0 + $1.addedBytes }
        }
    }
}

extension Operation {
    fileprivate var addedBytes: Int {
        switch self {
        case .reserve(let resources, let source): EncodedSize.resources(resources) + EncodedSize.resources(source)
        case .unreserve(let resources), .create(let resources), .destroy(let resources):
            2 * EncodedSize.resources(resources)
        case .growVolume(let volume, let addition): 2 * EncodedSize.resources([volume, addition])
        case .shrinkVolume(let volume, _): 2 * EncodedSize.resources([volume])
        case .unsupported: 0
        }
    }
}
