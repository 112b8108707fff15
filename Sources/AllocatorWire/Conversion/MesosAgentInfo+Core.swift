import AllocatorCore

extension MesosAgentInfo {
    /// Sets all fields except the capabilities, which are not part of the message.
    init(_ agent: AgentDescription) {
        self.init()
        id.value = agent.id.string
        hostname = agent.hostname.string
        attributes = agent.attributes.map { MesosAttribute($0) }
        if let domain = agent.domain { self.domain = MesosDomainInfo(domain) }
        if let port = agent.port { self.port = port }
        resources = agent.resources.map { MesosResource($0) }
    }
}

extension MesosAgentInfo.Capability {
    static func list(_ capabilities: AgentCapabilities) -> [MesosAgentInfo.Capability] {
        let types: [(AgentCapabilities, TypeEnum)] = [
            (.multiRole, .multiRole), (.hierarchicalRole, .hierarchicalRole),
            (.reservationRefinement, .reservationRefinement), (.resourceProvider, .resourceProvider),
            (.resizeVolume, .resizeVolume), (.agentOperationFeedback, .agentOperationFeedback),
            (.agentDraining, .agentDraining), (.taskResourceLimits, .taskResourceLimits),
        ]
        return types.filter { capabilities.contains($0.0) }.map { _, type in
            var capability = MesosAgentInfo.Capability()
            capability.type = type
            return capability
        }
    }
}

extension MesosAttribute {
    init(_ attribute: Attribute) {
        self.init()
        name = attribute.name.string
        switch attribute.value {
        case .text(let value):
            type = .text
            text.value = value.string
        case .scalar(let value):
            type = .scalar
            scalar = MesosValue.Scalar(value)
        case .ranges(let value):
            type = .ranges
            ranges = MesosValue.Ranges(value)
        case .set(let value):
            type = .set
            set = MesosValue.Set(value)
        }
    }
}
