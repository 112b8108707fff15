import AllocatorCore

extension Call {
    init(_ message: WireAddAgent) throws(MalformedField) {
        guard message.hasAgent else { throw .missing("agent", "give the agent with its id") }
        var agent = try read("agent") { () throws(MalformedField) in try AgentDescription(message.agent) }
        agent.capabilities = AgentCapabilities(message.capabilities)
        var unavailability: Unavailability?
        if message.hasUnavailability {
            unavailability = try read("unavailability") { () throws(MalformedField) in
                try Unavailability(message.unavailability)
            }
        }
        guard message.hasTotal else { throw .missing("total", "give all of the agent's resources, or {} for none") }
        self = .addAgent(
            agent, unavailability: unavailability, total: try readResources("total", of: message.total),
            used: try readUsed(message.used))
    }

    init(_ message: WireUpdateAgent) throws(MalformedField) {
        guard message.hasAgent else { throw .missing("agent", "give the agent with its id") }
        var agent = try read("agent") { () throws(MalformedField) in try AgentDescription(message.agent) }
        let replacesInfo = message.agent.hasMoreThanID
        // Mesos's AgentInfo always has a hostname. An AgentInfo without one is partial and would erase the missing
        // fields.
        guard message.agent.hasHostname || !replacesInfo else {
            throw .missing("agent.hostname", "give the whole agent, or nothing but its id to leave the rest as it is")
        }
        if message.hasCapabilities { agent.capabilities = AgentCapabilities(message.capabilities.capabilities) }
        self = .updateAgent(
            agent, total: message.hasTotal ? try readResources("total", of: message.total) : nil,
            replacesCapabilities: message.hasCapabilities, replacesInfo: replacesInfo)
    }

    init(_ message: WireAddResourceProvider) throws(MalformedField) {
        let agent = try Name(message.agentID, requiredIn: "agent_id")
        guard message.hasTotal else { throw .missing("total", "give the provider's resources, or {} for none") }
        self = .addResourceProvider(
            agent: agent,
            total: try readResources("total", of: message.total), used: try readUsed(message.used))
    }

    init(_ message: WireUpdateWhitelist) {
        self = .updateWhitelist(message.hasHostnames ? message.hostnames.values.map { Name($0) } : nil)
    }
}

extension MesosAgentInfo {
    /// Whether any field but the id is set.
    fileprivate var hasMoreThanID: Bool {
        var rest = self
        rest.clearID()
        return rest != MesosAgentInfo()
    }
}

extension AgentDescription {
    init(_ agent: MesosAgentInfo) throws(MalformedField) {
        self.init(
            id: try read("id") { () throws(MalformedField) in try Name(agent.id) },
            hostname: Name(agent.hostname),
            attributes: try readEach("attributes", of: agent.attributes) { (attribute) throws(MalformedField) in
                try Attribute(attribute)
            }, port: agent.hasPort ? agent.port : nil,
            resources: try readEach("resources", of: agent.resources) { (resource) throws(MalformedField) in
                try Resource(resource)
            })
        if agent.hasDomain {
            domain = try read("domain") { () throws(MalformedField) in try readDomain(agent.domain) }
        }
    }
}

extension AgentCapabilities {
    /// Reads the known capabilities and skips unknown ones.
    init(_ capabilities: [MesosAgentInfo.Capability]) {
        self.init()
        for capability in capabilities {
            switch capability.type {
            case .multiRole: insert(.multiRole)
            case .hierarchicalRole: insert(.hierarchicalRole)
            case .reservationRefinement: insert(.reservationRefinement)
            case .resourceProvider: insert(.resourceProvider)
            case .resizeVolume: insert(.resizeVolume)
            case .agentOperationFeedback: insert(.agentOperationFeedback)
            case .agentDraining: insert(.agentDraining)
            case .taskResourceLimits: insert(.taskResourceLimits)
            case .unknown, .UNRECOGNIZED: break
            }
        }
    }
}

extension Attribute {
    /// Reads the value that the type selects. Other values are ignored, as in Mesos.
    init(_ attribute: MesosAttribute) throws(MalformedField) {
        let name = try Name(attribute.name, requiredIn: "name")
        guard attribute.hasType else { throw .missing("type", "give SCALAR, RANGES, SET or TEXT") }
        switch attribute.type {
        case .scalar:
            guard attribute.hasScalar else { throw .missing("scalar", "a SCALAR has its value there") }
            let value = try read("scalar") { () throws(MalformedField) in try Quantity(ofAttribute: attribute.scalar) }
            self.init(name: name, value: .scalar(value))
        case .ranges:
            guard attribute.hasRanges else { throw .missing("ranges", "RANGES has its numbers there") }
            let value = try read("ranges") { () throws(MalformedField) in try readRanges(attribute.ranges) }
            self.init(name: name, value: .ranges(value))
        case .set:
            guard attribute.hasSet else { throw .missing("set", "a SET has its items there") }
            self.init(name: name, value: .set(attribute.set.item.map { Name($0) }))
        case .text:
            guard attribute.text.hasValue else { throw .missing("text.value", "a TEXT has its text there") }
            self.init(name: name, value: .text(Name(attribute.text.value)))
        case .UNRECOGNIZED(let number):
            throw .unknown("type", number: number, known: "SCALAR, RANGES, SET or TEXT")
        }
    }
}
