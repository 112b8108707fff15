import AllocatorCore

extension WireClusterState {
    init(_ state: ClusterState) {
        self.init()
        options = WireInitialize(state.options)
        nextRunNs = state.nextRun.nanoseconds
        runs = state.runs
        isRunWanted = state.isRunWanted
        if let delayedRun = state.delayedRun { delayedRunNs = delayedRun.nanoseconds }
        isPaused = state.isPaused
        if let count = state.expectedAgentCount { expectedAgentCount = Int64(count) }
        recoveryTimeoutsNs = state.recoveryTimeouts.map(\.nanoseconds)
        recoveryTimeoutsBeforeRun = UInt32(clamping: state.recoveryTimeoutsBeforeRun)
        generator = state.generator
        if let hostnames = state.whitelist {
            whitelist = WireStringList()
            whitelist.values = hostnames.map(\.string)
        }
        resourceNames = state.resourceNames.map(\.string)

        var lists = StateResourceLists()
        resourceLists = state.resourceLists.map { lists.list($0) }
        kinds = lists.kinds

        var positions = StatePositions(agents: state.agents)
        candidates = state.candidates.map { positions.agent($0) }
        roles = state.roles.map { WireRoleState($0) }
        agents = state.agents.map { WireAgentState($0, &positions) }
        frameworks = state.frameworks.map { WireFrameworkState($0, &positions) }
        names = positions.names
    }
}

// MARK: - Reading

extension ClusterState {
    init(_ message: WireClusterState) throws(MalformedField) {
        guard message.hasOptions else { throw .missing("options", "a cluster has them") }
        self.init(
            options: try read("options") { () throws(MalformedField) in try AllocatorOptions(message.options) },
            nextRun: Instant(nanoseconds: message.nextRunNs))
        runs = message.runs
        isRunWanted = message.isRunWanted
        if message.hasDelayedRunNs { delayedRun = Instant(nanoseconds: message.delayedRunNs) }
        isPaused = message.isPaused
        if message.hasExpectedAgentCount { expectedAgentCount = Int(message.expectedAgentCount) }
        recoveryTimeouts = message.recoveryTimeoutsNs.map { Instant(nanoseconds: $0) }
        recoveryTimeoutsBeforeRun = Int(message.recoveryTimeoutsBeforeRun)
        generator = message.generator
        if message.hasWhitelist { whitelist = message.whitelist.values.map { Name($0) } }
        resourceNames = message.resourceNames.map { Name($0) }
        try readResourceLists(of: message)

        var references = StateReferences(names: message.names)
        roles = try readEach("roles", of: message.roles) { (role) throws(MalformedField) in try RoleState(role) }
        agents = try readEach("agents", of: message.agents) { (agent) throws(MalformedField) in
            try AgentState(agent, references)
        }
        references.agents = agents.map(\.description.id)
        frameworks = try readEach("frameworks", of: message.frameworks) { (framework) throws(MalformedField) in
            try FrameworkState(framework, references)
        }
        candidates = try readEach("candidates", of: message.candidates) { (position) throws(MalformedField) in
            try references.agent(position, "")
        }
    }

    private mutating func readResourceLists(of message: WireClusterState) throws(MalformedField) {
        let kinds = try readEach("kinds", of: message.kinds) { (kind) throws(MalformedField) in
            try ResourceMetadata.ofKind(kind)
        }
        resourceLists = try readEach("resource_lists", of: message.resourceLists) { (list) throws(MalformedField) in
            try readEach("resources", of: list.resources) { (resource) throws(MalformedField) in
                try ResourceEntry(resource, kinds)
            }
        }
    }
}
