/// One call of the allocator interface, as decoded and not yet checked against the state.
///
/// The cases are those of the wire contract's `Event`, whose section "The allocator interface and its calls" maps them
/// to Mesos's. `Allocator.apply(_:by:)` takes them. Those that carry much carry it elsewhere, so that the others, which come by far
/// more often, are small where they are handed on.
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
    /// Without `replacesInfo`, the description has nothing but the agent's id, and what is known of the agent stays.
    indirect case updateAgent(
        AgentDescription, total: [Resource]?, replacesCapabilities: Bool, replacesInfo: Bool = true)
    case addResourceProvider(agent: Name, total: [Resource], used: [Name: [Resource]])
    case activateAgent(Name)
    case deactivateAgent(Name)
    /// nil: every agent is trusted.
    case updateWhitelist([Name]?)
    case requestResources(framework: Name, requests: [ResourceRequest])
    case updateAllocation(framework: Name, agent: Name, offered: [Resource], change: AllocationChange)
    case updateAvailable(agent: Name, operations: [Operation])
    case updateUnavailability(agent: Name, Unavailability?)
    indirect case updateInverseOffer(InverseOfferResponse)
    case inverseOfferStatuses
    /// No framework: of the one whose offered part contains it. Where several could be meant, their two accounts count as one.
    case transitionOfferedToAllocated(agent: Name, resources: [Resource], framework: Name? = nil)
    case recoverResources(
        framework: Name, agent: Name, resources: [Resource], filters: RefusalFilters?, isAllocated: Bool)
    /// No roles: all roles of the framework. Likewise below.
    case suppressOffers(framework: Name, roles: [Name])
    case reviveOffers(framework: Name, roles: [Name])
    case updateQuota(RoleQuota)
    case updateWeights([RoleWeight])
    case pause
    case resume
    /// Moves the virtual clock. What falls due on the way is in `Allocator.takeEffects()` afterwards.
    case advance(TimeSpan)
    case heartbeat
}

/// How `update_allocation` says what becomes of the offered resources: one of the two.
package enum AllocationChange: Sendable {
    case conversions([ResourceConversion])
    case operations([Operation])
}

/// Resources that are turned into others; quantities may change only where `converted` is empty.
package struct ResourceConversion: Sendable {
    package var consumed: [Resource]
    package var converted: [Resource]

    package init(consumed: [Resource], converted: [Resource]) {
        self.consumed = consumed
        self.converted = converted
    }
}

/// An operation on resources, less those that launch tasks (`allocation.md` §1, "Operations").
package enum Operation: Sendable {
    /// `source` empty: the resources with their last reservation popped.
    case reserve(resources: [Resource], source: [Resource])
    case unreserve(resources: [Resource])
    case create(volumes: [Resource])
    case destroy(volumes: [Resource])
    case growVolume(volume: Resource, addition: Resource)
    case shrinkVolume(volume: Resource, subtract: Quantity)
    /// One that Mesos has and that no allocator can apply (LAUNCH, CREATE_DISK and the like), by its name.
    case unsupported(String)
}

/// What a framework would like to have (`request_resources`).
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
    /// In seconds as given; nil: the default of 5. Never NaN.
    package var refuseSeconds: Double?

    package init(refuseSeconds: Double?) { self.refuseSeconds = refuseSeconds }
}

/// A framework's answer to an inverse offer, or its withdrawal where there is no status.
package struct InverseOfferResponse: Sendable {
    package var agent: Name
    package var framework: Name
    /// What the answer was about; accepted and without effect, as in Mesos.
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

/// A window in which an agent will be away: nanoseconds of the Unix epoch, without end where there is no duration.
package struct Unavailability: Hashable, Sendable {
    package var start: Int64
    package var duration: Int64?

    package init(start: Int64, duration: Int64? = nil) {
        self.start = start
        self.duration = duration
    }

    /// When it ends; nil where it has no end, or none within the range of the clock.
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

/// The status of an inverse offer as a framework gave it.
package struct InverseOfferStatus: Hashable, Sendable {
    package enum Status: UInt8, Hashable, Sendable {
        case unknown = 1
        case accept = 2
        case decline = 3
    }

    package var status: Status
    package var framework: Name
    /// Nanoseconds of the Unix epoch.
    package var timestamp: Int64

    package init(status: Status, framework: Name, timestamp: Int64) {
        self.status = status
        self.framework = framework
        self.timestamp = timestamp
    }
}

/// Guarantees and limits of a role: both empty is the default again. Of one name, a limit is never below its guarantee.
package struct RoleQuota: Sendable {
    package var role: Name
    package var guarantees: [Name: Quantity]
    /// An absent name has no limit, a present zero is a real one.
    package var limits: [Name: Quantity]

    package init(role: Name, guarantees: [Name: Quantity] = [:], limits: [Name: Quantity] = [:]) {
        self.role = role
        self.guarantees = guarantees
        self.limits = limits
    }
}

package struct RoleWeight: Sendable {
    package var role: Name
    /// Above zero.
    package var weight: Double

    package init(role: Name, weight: Double) {
        self.role = role
        self.weight = weight
    }
}
