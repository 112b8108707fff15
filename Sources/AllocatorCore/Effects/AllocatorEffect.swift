/// An event that an allocator causes and its owner publishes.
package enum AllocatorEffect: Hashable, Sendable {
    case run(AllocationRun)
    case rescinded(Rescission)
}

/// The offers that are rescinded at one instant.
package struct Rescission: Hashable, Sendable {
    package var time: Instant
    /// By framework id.
    package var frameworks: [FrameworkRescission]

    package init(time: Instant, frameworks: [FrameworkRescission]) {
        self.time = time
        self.frameworks = frameworks
    }
}

/// The rescinded offers of one framework.
package struct FrameworkRescission: Hashable, Sendable {
    /// The rescinded resources: the unused rest of an offer that was used in part.
    package var offers: FrameworkOffers
    /// The number of offers rescinded from the framework since it was added, including these.
    package var rescindedInAll: UInt64

    package init(offers: FrameworkOffers, rescindedInAll: UInt64) {
        self.offers = offers
        self.rescindedInAll = rescindedInAll
    }
}
