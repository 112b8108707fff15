package import AllocatorCore
package import AllocatorWire
import SwiftProtobuf

/// Answers to queries about a cluster. A query doesn't change the cluster's decisions; it may sort its orders.
extension HostedCluster {
    mutating func digestAnswer() -> WireDigest {
        var digest = WireDigest()
        digest.digest = self.digest()
        digest.events = allocator.appliedCalls
        digest.timeNs = allocator.now.nanoseconds
        digest.runs = allocator.runs
        return digest
    }

    package mutating func view(_ query: WireStateQuery, within bounds: QueryBounds) throws(Refusal) -> WireState {
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
                "unknown view \(number): use CLUSTER, AGENTS, FRAMEWORKS or ROLES")
        }
        return state
    }

    package mutating func explanation(_ query: WireExplainQuery, within bounds: QueryBounds) throws(Refusal)
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

    package func supposing(_ query: WireWhatIfQuery, within bounds: QueryBounds) throws(Refusal) -> WireWhatIf {
        let supposition = try allocator.supposing(
            try query.supposedEvents(), advancedBy: try query.span(),
            bound: bounds.supposition)
        return WireWhatIf(supposition, of: query.events)
    }

    /// Returns the outstanding offers of some agents to a master, and the master's progress.
    func outstanding(_ query: WireOutstandingQuery, within bounds: QueryBounds) -> WireOutstanding {
        let master = query.master
        let page = allocator.outstanding(
            of: master, after: Name(unlessEmpty: query.after), steps: bounds.outstandingSteps)
        var outstanding = WireOutstanding()
        outstanding.offers = page.offers.map { WireOfferBatch($0) }
        outstanding.inverseOffers = page.inverseOffers.map { WireInverseOfferBatch($0) }
        outstanding.last = page.last?.string ?? ""
        outstanding.timeNs = allocator.now.nanoseconds
        outstanding.epoch = progress[master].epoch
        outstanding.appliedSequence = progress[master].sequence
        return outstanding
    }

    func history(_ query: WireHistoryQuery, within bounds: QueryBounds) -> WireHistory {
        runs.excerpt(query, room: bounds.pastRuns)
    }

    /// Forgets what is known of a master's numbered events. The only query that changes a cluster.
    ///
    /// - Parameter isSubscribed: Whether a subscriber reads the master's publications.
    mutating func forget(
        _ query: WireForgetMasterQuery, isSubscribed: Bool
    ) throws(Refusal) -> WireForgottenMaster {
        let master = query.master
        guard knows(master: master) else {
            throw .notFound(
                "cluster \(name) knows no numbered events of master \(master): there is nothing to forget. Check the "
                    + "name of the master and of the cluster")
        }
        let frameworks = allocator.frameworkCount(ofMaster: master)
        if frameworks > 0, !query.force {
            throw .failedPrecondition(
                "master \(master) has \(frameworks) frameworks: remove them, let another master take them over by "
                    + "update_framework, or set force")
        }
        if isSubscribed, !query.force {
            throw .failedPrecondition(
                "master \(master) is subscribed to its publications, and its next events would show a gap: "
                    + "end that process, or set force")
        }
        let progress = forget(master: master)
        return .with {
            $0.epoch = progress.epoch
            $0.appliedSequence = progress.sequence
        }
    }
}

extension Name {
    /// - Returns: `nil` if the text is empty.
    fileprivate init?(unlessEmpty text: String) {
        guard !text.isEmpty else { return nil }
        self.init(text)
    }
}
