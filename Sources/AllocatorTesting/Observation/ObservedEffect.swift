package import AllocatorCore

/// An effect of an allocator, in a form for comparison.
package enum ObservedEffect: Hashable, Sendable {
    case run(ObservedRun)
    case rescinded(ObservedRescission)

    package init(_ effect: AllocatorEffect) {
        switch effect {
        case .run(let run): self = .run(ObservedRun(run))
        case .rescinded(let rescission): self = .rescinded(ObservedRescission(rescission))
        }
    }
}

/// The offers rescinded at one instant.
package struct ObservedRescission: Hashable, Sendable {
    package var time: Instant
    /// The frameworks' entries, sorted by framework id.
    package var frameworks: [Framework]

    package struct Framework: Hashable, Sendable {
        package var offers: ObservedOffers
        package var rescindedInAll: UInt64
    }

    package init(_ rescission: Rescission) {
        time = rescission.time
        frameworks = rescission.frameworks.map {
            Framework(offers: ObservedOffers($0.offers), rescindedInAll: $0.rescindedInAll)
        }
    }
}

/// The outstanding offers to the frameworks of all masters, in a form for comparison.
package struct ObservedOutstanding: Hashable, Sendable {
    package var masters: [String]
    /// The offers, sorted by master and framework id.
    package var offers: [ObservedOffers]
    package var inverseOffers: [FrameworkInverseOffers]

    package init<Subject: AllocatorUnderTest>(of allocator: Subject) {
        masters = allocator.masters
        offers = masters.flatMap { allocator.outstandingOffers(of: $0).map { ObservedOffers($0) } }
        inverseOffers = masters.flatMap { allocator.outstandingInverseOffers(of: $0) }
    }
}
