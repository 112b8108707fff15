package import AllocatorCore

/// One allocation run as an observer sees it: order-free where the order means nothing, so that two allocators can be
/// compared by `==`.
package struct ObservedRun: Hashable, Sendable {
    package var number: UInt64
    package var time: Instant
    package var agentsConsidered: Int
    /// By framework id.
    package var offers: [ObservedOffers]
    /// By framework id.
    package var inverseOffers: [FrameworkInverseOffers]
    package var requiredHeadroom: [NamedQuantity]
    package var availableHeadroom: [NamedQuantity]
    package var heldBack: [NamedQuantity]

    package init(_ run: AllocationRun) {
        number = run.number
        time = run.time
        agentsConsidered = run.agentsConsidered
        offers = run.offers.map { ObservedOffers($0) }
        inverseOffers = run.inverseOffers
        requiredHeadroom = run.requiredHeadroom
        availableHeadroom = run.availableHeadroom
        heldBack = run.heldBack
    }
}

/// The offers of one run to one framework, by role and agent. It is a list, so it includes the order.
package struct ObservedOffers: Hashable, Sendable {
    package var framework: Name
    package var master: String
    package var bundles: [Bundle]

    package struct Bundle: Hashable, Sendable {
        package var role: Name
        package var agent: Name
        package var resources: ObservedResources
    }

    package init(_ offers: FrameworkOffers) {
        framework = offers.framework
        master = offers.master
        bundles = offers.roles.flatMap { role in
            role.agents.map {
                Bundle(role: role.role, agent: $0.agent, resources: ObservedResources($0.resources))
            }
        }
    }
}

/// Resources as a multiset: amounts in normal form, the order of the list forgotten.
package struct ObservedResources: Hashable, Sendable {
    private var counts: [Resource: Int] = [:]

    package init(_ resources: [Resource]) {
        for resource in resources {
            var normal = resource
            normal.amount = resource.amount.normalized
            counts[normal, default: 0] += 1
        }
    }

    /// The resources of the offer, without order.
    package var resources: [Resource] { counts.flatMap { Array(repeating: $0, count: $1) } }
}
