/// What an allocator does of itself, in the order in which it happens.
package enum AllocatorEffect: Hashable, Sendable {
    case run(AllocationRun)
    case rescinded(Rescission)
}

/// Offers that were neither used nor declined in time and are taken back, all those of one instant.
package struct Rescission: Hashable, Sendable {
    package var time: Instant
    /// By framework id.
    package var frameworks: [FrameworkRescission]

    package init(time: Instant, frameworks: [FrameworkRescission]) {
        self.time = time
        self.frameworks = frameworks
    }
}

/// What is no longer offered to one framework.
package struct FrameworkRescission: Hashable, Sendable {
    /// Of an offer that was used in part, the rest.
    package var offers: FrameworkOffers
    /// Bundles of (role, agent) that were taken back so from the framework since it was added, these included.
    package var rescindedInAll: UInt64

    package init(offers: FrameworkOffers, rescindedInAll: UInt64) {
        self.offers = offers
        self.rescindedInAll = rescindedInAll
    }
}
