/// Views of the state for queries. A query changes nothing except cached orders, which the next run would update
/// anyway.
///
/// All functions throw `failedPrecondition` before `initialize`, and `notFound` for an unknown name.
extension Allocator {
    package func clusterView() throws(Refusal) -> ClusterView { try initialized().view }

    /// Returns a page of agents, sorted by id.
    package func agentViews(_ selection: ViewSelection) throws(Refusal) -> ViewPage<AgentView> {
        try initialized().agentViews(selection)
    }

    /// Returns a page of frameworks, sorted by id.
    package mutating func frameworkViews(_ selection: ViewSelection) throws(Refusal) -> ViewPage<FrameworkView> {
        _ = try initialized()
        return try cluster?.frameworkViews(selection) ?? ViewPage()
    }

    /// Returns a page of roles, sorted by path.
    package mutating func roleViews(_ selection: ViewSelection) throws(Refusal) -> ViewPage<RoleView> {
        _ = try initialized()
        return try cluster?.roleViews(selection) ?? ViewPage()
    }

    func initialized() throws(Refusal) -> Cluster {
        guard let cluster else {
            throw .failedPrecondition("the cluster is not initialized; send initialize first")
        }
        return cluster
    }
}
