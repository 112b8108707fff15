package import AllocatorCore

extension WireClusterView {
    package init(_ view: ClusterView, events: UInt64) {
        self.init()
        timeNs = view.time.nanoseconds
        runs = view.runs
        nextRunNs = view.nextRun.nanoseconds
        paused = view.isPaused
        expectedAgents = UInt32(clamping: view.expectedAgents ?? 0)
        agents = UInt32(clamping: view.agents)
        ineligibleAgents = UInt32(clamping: view.ineligibleAgents)
        agentsInMaintenance = UInt32(clamping: view.agentsInMaintenance)
        frameworks = UInt32(clamping: view.frameworks)
        roles = UInt32(clamping: view.roles)
        filters = UInt32(clamping: view.filters)
        outstandingOffers = UInt32(clamping: view.outstandingOffers)
        total = view.total.byName
        held = view.held.byName
        requiredHeadroom = view.requiredHeadroom.byName
        availableHeadroom = view.availableHeadroom.byName
        self.events = events
        if let maintenance = view.maintenance {
            firstUnavailableFromNs = maintenance.start
            if let end = maintenance.end { lastUnavailableUntilNs = end }
        }
    }
}

extension WireAgentView {
    package init(_ view: AgentView) {
        self.init()
        id = view.id.string
        hostname = view.hostname.string
        activated = view.isActivated
        whitelisted = view.isWhitelisted
        if let unavailability = view.unavailability {
            unavailableFromNs = unavailability.start
            if let duration = unavailability.duration { unavailableForNs = duration }
        }
        total = view.total.byName
        available = view.available.byName
        holders = view.holders.map { WireHolder($0) }
        holderCount = UInt32(clamping: view.holderCount)
    }
}

extension WireHolder {
    init(_ holder: Holder) {
        self.init()
        frameworkID = holder.framework.string
        role = holder.role.string
        held = holder.held.byName
        offered = holder.offered.byName
        allocated = holder.allocated.byName
        merged = holder.isMerged
    }
}

extension WireFrameworkView {
    package init(_ view: FrameworkView) {
        self.init()
        id = view.id.string
        master = view.master
        masterListening = view.isMasterListening
        active = view.isActive
        capabilities = MesosFrameworkInfo.Capability.list(view.capabilities).map(\.type)
        filters = UInt32(clamping: view.filters)
        rescinded = view.rescinded
        roles = view.memberships.map { membership in
            var wire = Membership()
            wire.role = membership.role.string
            wire.subscribed = membership.isSubscribed
            wire.suppressed = membership.isSuppressed
            wire.standing = WireStanding(membership.standing)
            wire.held = membership.held.byName
            wire.agents = UInt32(clamping: membership.agents)
            return wire
        }
    }
}

extension WireRoleView {
    package init(_ view: RoleView) {
        self.init()
        path = view.path.string
        if let standing = view.standing { self.standing = WireStanding(standing) }
        weight = view.weight
        frameworks = UInt32(clamping: view.frameworks)
        guarantees = view.guarantees.byName
        limits = view.limits.byName
        consumed = view.consumed.byName
        unmetGuarantees = view.unmetGuarantees.byName
        limitsReached = view.limitsReached.map(\.string)
        reservations = view.reservations.byName
        held = view.held.byName
    }
}

extension WireStanding {
    init(_ standing: StandingView) {
        self.init()
        share = standing.share
        dominantResource = standing.resource?.string ?? ""
        weight = standing.weight
        weightedShare = standing.weightedShare
        allocations = standing.allocations
        position = UInt32(clamping: standing.position ?? 0)
    }
}

extension [NamedQuantity] {
    /// The quantities by name, in the form of the wire.
    var byName: [String: Double] {
        var map: [String: Double] = [:]
        map.reserveCapacity(count)
        for named in self { map[named.name.string] = named.quantity.value }
        return map
    }
}
