import AllocatorCore

extension WireFrameworkState {
    init(_ framework: FrameworkState, _ positions: inout StatePositions) {
        self.init()
        self.framework = MesosFrameworkInfo(framework.description)
        options = WireFrameworkOptions(framework.description)
        master = framework.master
        isActive = framework.isActive
        rescinded = framework.rescinded
        for membership in framework.memberships {
            var wire = WireMembershipState()
            wire.role = positions.name(membership.role)
            wire.count = membership.count
            memberships.append(wire)
        }
        offerFilters.reserveCapacity(framework.offerFilters.count)
        for filter in framework.offerFilters {
            var wire = WireOfferFilterState()
            wire.role = positions.name(filter.role)
            wire.agent = positions.agent(filter.agent)
            wire.resources = UInt32(clamping: filter.resources)
            wire.endNs = filter.end.nanoseconds
            wire.endsBeforeRun = filter.endsBeforeRun
            offerFilters.append(wire)
        }
        for filter in framework.inverseOfferFilters {
            var wire = WireInverseOfferFilterState()
            wire.agent = positions.agent(filter.agent)
            wire.endNs = filter.end.nanoseconds
            wire.endsBeforeRun = filter.endsBeforeRun
            inverseOfferFilters.append(wire)
        }
    }
}

// MARK: - Reading

extension FrameworkState {
    init(_ framework: WireFrameworkState, _ references: StateReferences) throws(MalformedField) {
        self.init(
            description: try FrameworkDescription(
                framework.hasFramework ? framework.framework : nil, framework.options),
            master: framework.master, isActive: framework.isActive)
        rescinded = framework.rescinded
        memberships = try readEach("memberships", of: framework.memberships) { (membership) throws(MalformedField) in
            Membership(role: try references.name(membership.role, "role"), count: membership.count)
        }
        offerFilters = try readEach("offer_filters", of: framework.offerFilters) { (filter) throws(MalformedField) in
            OfferFilter(
                role: try references.name(filter.role, "role"), agent: try references.agent(filter.agent, "agent"),
                resources: Int(filter.resources), end: Instant(nanoseconds: filter.endNs),
                endsBeforeRun: filter.endsBeforeRun)
        }
        inverseOfferFilters = try readEach("inverse_offer_filters", of: framework.inverseOfferFilters) {
            (filter) throws(MalformedField) in
            InverseOfferFilter(
                agent: try references.agent(filter.agent, "agent"), end: Instant(nanoseconds: filter.endNs),
                endsBeforeRun: filter.endsBeforeRun)
        }
    }
}
