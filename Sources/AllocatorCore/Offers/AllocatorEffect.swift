/// An event that an allocator emits and its owner publishes.
package enum AllocatorEffect: Hashable, Sendable {
    case run(AllocationRun)
    case rescinded(Rescission)
}

/// The offers that are rescinded at one instant.
package struct Rescission: Hashable, Sendable {
    package var time: Instant
    /// Sorted by framework id.
    package var frameworks: [FrameworkRescission]

    package init(time: Instant, frameworks: [FrameworkRescission]) {
        self.time = time
        self.frameworks = frameworks
    }
}

/// The rescinded offers of one framework.
package struct FrameworkRescission: Hashable, Sendable {
    /// The rescinded resources. If an offer was partly used, only the unused part.
    package var offers: FrameworkOffers
    /// The number of offers rescinded from the framework since it was added, including these.
    package var rescindedInAll: UInt64

    package init(offers: FrameworkOffers, rescindedInAll: UInt64) {
        self.offers = offers
        self.rescindedInAll = rescindedInAll
    }
}
