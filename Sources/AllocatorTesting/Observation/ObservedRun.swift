package import AllocatorCore

/// An allocation run, unordered where the order has no meaning, so that two allocators can be compared by `==`.
package struct ObservedRun: Hashable, Sendable {
    package var number: UInt64
    package var time: Instant
    package var agentsConsidered: Int
    /// The frameworks' entries, sorted by framework id.
    package var offers: [ObservedOffers]
    /// The frameworks' entries, sorted by framework id.
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

/// The offers of a run to a framework, by role and agent, in order.
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

/// A multiset of resources, with normalized amounts.
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
