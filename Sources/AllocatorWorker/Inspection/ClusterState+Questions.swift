package import AllocatorCore
package import AllocatorWire

/// What people and tools ask of a cluster. Nothing of it changes what the cluster decides.
extension ClusterState {
    package mutating func view(_ query: WireStateQuery, _ bounds: QueryBounds) throws(Refusal) -> WireState {
        let selection = ViewSelection(
            id: Name(unlessEmpty: query.id), role: Name(unlessEmpty: query.role),
            after: Name(unlessEmpty: query.after), steps: bounds.viewSteps)
        var state = WireState()
        state.cluster = WireClusterView(try allocator.clusterView(), events: allocator.appliedCalls)
        switch query.view {
        case .cluster: break
        case .agents:
            let page = try allocator.agentViews(selection)
            state.agents = page.views.map { WireAgentView($0) }
            state.last = page.last?.string ?? ""
        case .frameworks:
            let page = try allocator.frameworkViews(selection)
            state.frameworks = page.views.map { WireFrameworkView($0) }
            state.last = page.last?.string ?? ""
        case .roles:
            let page = try allocator.roleViews(selection)
            state.roles = page.views.map { WireRoleView($0) }
            state.last = page.last?.string ?? ""
        case .UNRECOGNIZED(let number):
            throw .invalidArgument(
                "view \(number) is none that this version knows: ask CLUSTER, AGENTS, FRAMEWORKS or ROLES")
        }
        return state
    }

    package mutating func explanation(_ query: WireExplainQuery, _ bounds: QueryBounds) throws(Refusal)
        -> WireExplanation
    {
        guard let framework = Name(unlessEmpty: query.frameworkID) else {
            throw .invalidArgument("framework_id is missing: name the framework that waits for offers")
        }
        return WireExplanation(
            try allocator.explanation(
                of: framework, role: Name(unlessEmpty: query.role), agent: Name(unlessEmpty: query.agentID),
                after: Name(unlessEmpty: query.after), bound: bounds.explanation))
    }

    package func supposing(_ query: WireWhatIfQuery, _ bounds: QueryBounds) throws(Refusal) -> WireWhatIf {
        let supposition = try allocator.supposing(
            try query.supposedEvents(), advancedBy: try query.span(),
            bound: bounds.supposition)
        return WireWhatIf(supposition, of: query.events)
    }
}

extension Name {
    /// An empty text stands for none.
    fileprivate init?(unlessEmpty text: String) {
        guard !text.isEmpty else { return nil }
        self.init(text)
    }
}
