package import AllocatorCore

extension WireOfferBatch {
    package init(_ offers: FrameworkOffers) {
        self.init()
        frameworkID = offers.framework.string
        roles = offers.roles.map { RoleOffers($0) }
    }
}

extension WireOfferBatch.RoleOffers {
    init(_ offers: FrameworkOffers.RoleOffers) {
        self.init()
        role = offers.role.string
        agents = offers.agents.map { offer in
            var wire = WireOfferBatch.AgentOffer()
            wire.agentID = offer.agent.string
            wire.resources = offer.resources.map { MesosResource($0) }
            return wire
        }
    }
}

extension WireRescindBatch {
    package init(_ rescission: FrameworkRescission) {
        self.init()
        frameworkID = rescission.offers.framework.string
        roles = rescission.offers.roles.map { WireOfferBatch.RoleOffers($0) }
        rescinded = rescission.rescindedInAll
    }
}

extension WireInverseOfferBatch {
    /// Leaves the resources empty, which means all of the agent's.
    package init(_ offers: FrameworkInverseOffers) {
        self.init()
        frameworkID = offers.framework.string
        agents = offers.agents.map { offer in
            var wire = AgentInverseOffer()
            wire.agentID = offer.agent.string
            wire.unavailableResources.unavailability = MesosUnavailability(offer.unavailability)
            return wire
        }
    }
}

extension WireRun {
    /// - Parameters:
    ///   - durationNanoseconds: The run's duration by the system clock.
    package init(_ run: AllocationRun, durationNanoseconds: Int64) {
        self.init()
        number = run.number
        agents = UInt32(clamping: run.agentsConsidered)
        offers = UInt32(
            clamping: run.offers.reduce(0) { sum, offers in
                sum + offers.roles.reduce(0) { $0 + $1.agents.count }
            })
        inverseOffers = UInt32(clamping: run.inverseOffers.reduce(0) { $0 + $1.agents.count })
        let frameworks = Set(run.offers.map(\.framework)).union(run.inverseOffers.map(\.framework))
        self.frameworks = UInt32(clamping: frameworks.count)
        durationNs = durationNanoseconds
        requiredHeadroom = Self.map(run.requiredHeadroom)
        availableHeadroom = Self.map(run.availableHeadroom)
        heldBack = Self.map(run.heldBack)
    }

    private static func map(_ quantities: [NamedQuantity]) -> [String: Double] {
        var map: [String: Double] = [:]
        map.reserveCapacity(quantities.count)
        for named in quantities { map[named.name.string] = named.quantity.value }
        return map
    }
}
