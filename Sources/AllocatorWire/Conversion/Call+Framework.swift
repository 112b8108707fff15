import AllocatorCore

extension Call {
    init(_ message: WireAddFramework) throws(MalformedField) {
        self = .addFramework(
            try FrameworkDescription(message.hasFramework ? message.framework : nil, message.options),
            used: try readUsed(message.used),
            isActive: message.hasActive ? message.active : true)
    }

    init(_ message: WireUpdateFramework) throws(MalformedField) {
        self = .updateFramework(
            try FrameworkDescription(message.hasFramework ? message.framework : nil, message.options))
    }

    init(_ message: WireRequestResources) throws(MalformedField) {
        self = .requestResources(
            framework: try Name(message.frameworkID, requiredIn: "framework_id"),
            requests: try readEach("requests", of: message.requests) { (request) throws(MalformedField) in
                try ResourceRequest(request)
            })
    }
}

extension Name {
    init(_ message: WireFrameworkRoles) throws(MalformedField) {
        try self.init(message.frameworkID, requiredIn: "framework_id")
    }
}

extension ResourceRequest {
    init(_ request: MesosRequest) throws(MalformedField) {
        var agent: Name?
        if request.hasAgentID {
            agent = try read("agent_id") { () throws(MalformedField) in try Name(request.agentID) }
        }
        self.init(agent: agent, resources: try readResources("resources", of: request.resources))
    }
}

extension FrameworkDescription {
    init(_ framework: MesosFrameworkInfo?, _ options: WireFrameworkOptions) throws(MalformedField) {
        guard let framework else { throw .missing("framework", "give the framework with its id") }
        self = try read("framework") { () throws(MalformedField) in try FrameworkDescription(framework) }
        suppressedRoles = options.suppressedRoles.map { Name($0) }
        offerConstraints = try read("options.offer_constraints") { () throws(MalformedField) in
            try readEach("role_constraints", of: options.offerConstraints.roleConstraints) {
                (constraints) throws(MalformedField) in try RoleConstraints(constraints)
            }
        }
    }

    private init(_ framework: MesosFrameworkInfo) throws(MalformedField) {
        self.init(
            id: try read("id") { () throws(MalformedField) in try Name(framework.id) },
            name: Name(framework.name),
            role: framework.hasRole ? Name(framework.role) : nil,
            roles: framework.roles.map { Name($0) },
            capabilities: FrameworkCapabilities(framework.capabilities))
        let minimums = framework.offerFilters.filter { $0.value.hasMinAllocatableResources }
        minimumAllocatableResources = try readEach("offer_filters", of: minimums) {
            (filters) throws(MalformedField) in
            try readMinimum("min_allocatable_resources.quantities", filters.minAllocatableResources.quantities)
        }
    }
}

extension FrameworkCapabilities {
    /// Reads the known capabilities. Unknown ones are skipped, for forward compatibility with newer frameworks.
    init(_ capabilities: [MesosFrameworkInfo.Capability]) {
        self.init()
        for capability in capabilities {
            switch capability.type {
            case .revocableResources: insert(.revocableResources)
            case .taskKillingState: insert(.taskKillingState)
            case .gpuResources: insert(.gpuResources)
            case .sharedResources: insert(.sharedResources)
            case .partitionAware: insert(.partitionAware)
            case .multiRole: insert(.multiRole)
            case .reservationRefinement: insert(.reservationRefinement)
            case .regionAware: insert(.regionAware)
            case .unknown, .UNRECOGNIZED: break
            }
        }
    }
}
