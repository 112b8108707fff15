import AllocatorCore

extension WireAgentState {
    init(_ agent: AgentState, _ positions: inout StatePositions) {
        self.init()
        self.agent = MesosAgentInfo(agent.description)
        capabilities = MesosAgentInfo.Capability.list(agent.description.capabilities)
        isActivated = agent.isActivated
        total = UInt32(clamping: agent.total)
        for holding in agent.holdings {
            var wire = WireHoldingState()
            wire.framework = positions.name(holding.framework)
            wire.role = positions.name(holding.role)
            wire.resources = UInt32(clamping: holding.resources)
            holdings.append(wire)
        }
        for offer in agent.offers {
            var wire = WireOutstandingOfferState()
            wire.framework = positions.name(offer.framework)
            wire.role = positions.name(offer.role)
            wire.resources = UInt32(clamping: offer.resources)
            if let deadline = offer.deadline { wire.deadlineNs = deadline.nanoseconds }
            wire.endsBeforeRun = offer.endsBeforeRun
            offers.append(wire)
        }
        merged = agent.merged.map { positions.name($0) }
        if let maintenance = agent.maintenance { self.maintenance = WireMaintenanceState(maintenance) }
    }
}

extension WireMaintenanceState {
    init(_ maintenance: AgentState.Maintenance) {
        self.init()
        unavailability = MesosUnavailability(maintenance.unavailability)
        outstanding = maintenance.outstanding.map(\.string)
        statuses = maintenance.statuses.map { MesosInverseOfferStatus($0) }
    }
}

// MARK: - Reading

extension AgentState {
    init(_ agent: WireAgentState, _ references: StateReferences) throws(MalformedField) {
        var description = try read("agent") { () throws(MalformedField) in try AgentDescription(agent.agent) }
        description.capabilities = AgentCapabilities(agent.capabilities)
        self.init(description: description, total: Int(agent.total))
        isActivated = agent.isActivated
        holdings = try readEach("holdings", of: agent.holdings) { (holding) throws(MalformedField) in
            Holding(
                framework: try references.name(holding.framework, "framework"),
                role: try references.name(holding.role, "role"), resources: Int(holding.resources))
        }
        offers = try readEach("offers", of: agent.offers) { (offer) throws(MalformedField) in
            Offer(
                framework: try references.name(offer.framework, "framework"),
                role: try references.name(offer.role, "role"), resources: Int(offer.resources),
                deadline: offer.hasDeadlineNs ? Instant(nanoseconds: offer.deadlineNs) : nil,
                endsBeforeRun: offer.endsBeforeRun)
        }
        merged = try readEach("merged", of: agent.merged) { (framework) throws(MalformedField) in
            try references.name(framework, "")
        }
        if agent.hasMaintenance {
            maintenance = try read("maintenance") { () throws(MalformedField) in try Maintenance(agent.maintenance) }
        }
    }
}

extension AgentState.Maintenance {
    init(_ maintenance: WireMaintenanceState) throws(MalformedField) {
        self.init(
            unavailability: try read("unavailability") { () throws(MalformedField) in
                try Unavailability(maintenance.unavailability)
            },
            outstanding: maintenance.outstanding.map { Name($0) },
            statuses: try readEach("statuses", of: maintenance.statuses) { (status) throws(MalformedField) in
                try InverseOfferStatus(status)
            })
    }
}
