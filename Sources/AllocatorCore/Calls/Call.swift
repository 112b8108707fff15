/// A decoded call of the allocator interface that has not been checked yet.
///
/// The cases are those of `Event` in the wire contract, whose section "The allocator interface and its calls" maps them
/// to Mesos's calls. `Allocator.apply(_:by:)` applies them. Large cases are indirect, so that the frequent small ones
/// are cheap to pass.
package enum Call: Sendable {
    indirect case initialize(AllocatorOptions, reset: Bool)
    case recover(expectedAgentCount: Int, quotas: [RoleQuota])
    indirect case addFramework(FrameworkDescription, used: [Name: [Resource]], isActive: Bool)
    case removeFramework(Name)
    case activateFramework(Name)
    case deactivateFramework(Name)
    indirect case updateFramework(FrameworkDescription)
    indirect case addAgent(
        AgentDescription, unavailability: Unavailability?, total: [Resource], used: [Name: [Resource]])
    case removeAgent(Name)
    /// Without `replacesInfo`, the description has the agent's id only, and the known description stays.
    indirect case updateAgent(
        AgentDescription, total: [Resource]?, replacesCapabilities: Bool, replacesInfo: Bool = true)
    case addResourceProvider(agent: Name, total: [Resource], used: [Name: [Resource]])
    case activateAgent(Name)
    case deactivateAgent(Name)
    /// The hostnames of the whitelist. If `nil`, every agent is allowed.
    case updateWhitelist([Name]?)
    case requestResources(framework: Name, requests: [ResourceRequest])
    case updateAllocation(framework: Name, agent: Name, offered: [Resource], change: AllocationChange)
    case updateAvailable(agent: Name, operations: [Operation])
    case updateUnavailability(agent: Name, Unavailability?)
    indirect case updateInverseOffer(InverseOfferResponse)
    case inverseOfferStatuses
    /// Without a framework, the call means the one whose offered part contains the resources.
    ///
    /// If several frameworks qualify, the two accounts of each of them count as one from then on.
    case transitionOfferedToAllocated(agent: Name, resources: [Resource], framework: Name? = nil)
    case recoverResources(
        framework: Name, agent: Name, resources: [Resource], filters: RefusalFilters?, isAllocated: Bool)
    /// An empty list means all roles of the framework, here and in `reviveOffers`.
    case suppressOffers(framework: Name, roles: [Name])
    case reviveOffers(framework: Name, roles: [Name])
    case updateQuota(RoleQuota)
    case updateWeights([RoleWeight])
    case pause
    case resume
    /// Advances the virtual clock. The effects of timers that fire are in `Allocator.takeEffects()` afterwards.
    case advance(TimeSpan)
    case heartbeat
}

/// The change that `update_allocation` makes to offered resources, in one of two forms.
package enum AllocationChange: Sendable {
    case conversions([ResourceConversion])
    case operations([Operation])
}

/// A replacement of resources by others. Quantities may change only if `converted` is empty.
package struct ResourceConversion: Sendable {
    package var consumed: [Resource]
    package var converted: [Resource]

    package init(consumed: [Resource], converted: [Resource]) {
        self.consumed = consumed
        self.converted = converted
    }
}

/// An operation on resources, except those that launch tasks (<doc:Allocation#Operations>).
package enum Operation: Sendable {
    /// If `source` is empty, it is `resources` without their last reservation.
    case reserve(resources: [Resource], source: [Resource])
    case unreserve(resources: [Resource])
    case create(volumes: [Resource])
    case destroy(volumes: [Resource])
    case growVolume(volume: Resource, addition: Resource)
    case shrinkVolume(volume: Resource, subtract: Quantity)
    /// An operation of Mesos that an allocator cannot apply, such as LAUNCH or CREATE_DISK, by its name.
    case unsupported(String)
}

/// A request of a framework (`request_resources`).
package struct ResourceRequest: Hashable, Sendable {
    package var agent: Name?
    package var resources: [Resource]

    package init(agent: Name?, resources: [Resource]) {
        self.agent = agent
        self.resources = resources
    }
}

/// The filters that come with a declined offer or inverse offer.
package struct RefusalFilters: Hashable, Sendable {
    /// The seconds as given, never NaN. If `nil`, the default of 5 applies.
    package var refuseSeconds: Double?

    package init(refuseSeconds: Double?) { self.refuseSeconds = refuseSeconds }
}

/// A framework's answer to an inverse offer, or a withdrawal if it has no status.
package struct InverseOfferResponse: Sendable {
    package var agent: Name
    package var framework: Name
    /// The resources that the answer names. They have no effect, as in Mesos.
    package var unavailableResources: UnavailableResources?
    package var status: InverseOfferStatus?
    package var filters: RefusalFilters?

    package init(
        agent: Name, framework: Name, unavailableResources: UnavailableResources? = nil,
        status: InverseOfferStatus? = nil, filters: RefusalFilters? = nil
    ) {
        self.agent = agent
        self.framework = framework
        self.unavailableResources = unavailableResources
        self.status = status
        self.filters = filters
    }
}

/// A maintenance window of an agent, in nanoseconds of the Unix epoch. Without a duration it has no end.
package struct Unavailability: Hashable, Sendable {
    package var start: Int64
    package var duration: Int64?

    package init(start: Int64, duration: Int64? = nil) {
        self.start = start
        self.duration = duration
    }

    /// The end of the window, or `nil` if it has none within the range of the clock.
    package var end: Int64? {
        guard let duration else { return nil }
        let (end, overflow) = start.addingReportingOverflow(duration)
        return overflow ? nil : end
    }
}

package struct UnavailableResources: Hashable, Sendable {
    package var resources: [Resource]
    package var unavailability: Unavailability

    package init(resources: [Resource], unavailability: Unavailability) {
        self.resources = resources
        self.unavailability = unavailability
    }
}

/// The status of an inverse offer as reported by a framework.
package struct InverseOfferStatus: Hashable, Sendable {
    package enum Status: UInt8, Hashable, Sendable {
        case unknown = 1
        case accept = 2
        case decline = 3
    }

    package var status: Status
    package var framework: Name
    /// The time in nanoseconds of the Unix epoch.
    package var timestamp: Int64

    package init(status: Status, framework: Name, timestamp: Int64) {
        self.status = status
        self.framework = framework
        self.timestamp = timestamp
    }
}

/// The guarantees and limits of a role. If both are empty, the role has the default quota.
///
/// The limit of a name is never below its guarantee.
package struct RoleQuota: Sendable {
    package var role: Name
    package var guarantees: [Name: Quantity]
    /// The limits. An absent name has no limit; zero is a limit.
    package var limits: [Name: Quantity]

    package init(role: Name, guarantees: [Name: Quantity] = [:], limits: [Name: Quantity] = [:]) {
        self.role = role
        self.guarantees = guarantees
        self.limits = limits
    }
}

package struct RoleWeight: Sendable {
    package var role: Name
    /// The weight, above zero.
    package var weight: Double

    package init(role: Name, weight: Double) {
        self.role = role
        self.weight = weight
    }
}
